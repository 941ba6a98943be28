#include <set>

#include "tests/catch.hpp"
#include "tests/device/indexed_memory.hpp"

namespace {

/// The wire breaks at this exchange.
void break_at(Memory& memory, std::size_t exchange) {
  memory.before = [exchange](std::size_t now) {
    if (now == exchange) throw core::Failure({core::Errc::disconnected, "the meter was unplugged", "", ""});
  };
}

}  // namespace

TEST_CASE("an empty memory is read in two questions and leaves no bookmark") {
  Memory memory;
  const Downloaded result = download(memory);
  CHECK(result.complete);
  CHECK(result.entries.empty());
  CHECK(result.bookmark.newest.empty());
  CHECK(memory.exchanges == 2);
}

TEST_CASE("without a bookmark everything is read twice, newest first") {
  Memory memory = memory_of(4);
  const Downloaded result = download(memory);
  CHECK(result.complete);
  CHECK_FALSE(result.met_bookmark);
  CHECK(result.entries == memory.records);
  CHECK(origins(result.bookmark) == Origins{"103", "102"});
  CHECK(memory.exchanges == 1 + 2 * 4 + 2);
}

TEST_CASE("with a bookmark the new records cost two questions each, and four more") {
  Memory memory = memory_of(4);
  const auto bookmark = download(memory).bookmark;
  for (int fresh = 0; fresh < 4; ++fresh) {
    Memory later = memory;
    for (int i = 0; i < fresh; ++i) later.take(reading(1000 + i, 200 + i));
    const Downloaded result = download_since(later, bookmark);
    CHECK(result.complete);
    CHECK(result.met_bookmark);
    CHECK(result.entries == std::vector(later.records.begin(), later.records.begin() + fresh));
    CHECK(later.exchanges == static_cast<std::size_t>(2 * fresh + 4));
    const Origins newest = origins(later.records);
    CHECK(origins(result.bookmark) == Origins(newest.begin(), newest.begin() + 2));
  }
}

TEST_CASE("records that are kept once confirmed survive a break, and the break is reported") {
  Memory memory = memory_of(6);
  for (std::size_t at = 1; at <= 15; ++at) {
    Memory broken = memory;
    break_at(broken, at);
    Downloaded result;
    boost::asio::io_context io;
    CHECK_THROWS_AS(core::run(io, device::download_indexed(broken, {}, result)), core::Failure);
    CHECK_FALSE(result.complete);
    CHECK(result.bookmark.newest.empty());
    const std::size_t confirmed = at < 2 ? 0 : std::min<std::size_t>((at - 2) / 2, 6);
    CHECK(result.entries ==
          std::vector(memory.records.begin(), memory.records.begin() + static_cast<int>(confirmed)));
  }
}

TEST_CASE("one wrong answer about any record changes nothing") {
  const Memory memory = memory_of(5);
  for (std::size_t at = 2; at <= 12; ++at) {
    Memory noisy = memory;
    noisy.tamper = [at](std::size_t now, std::optional<core::LogEntry>& answer) {
      if (now == at) answer = reading(77, 300);
    };
    const Downloaded result = download(noisy);
    CHECK(result.complete);
    CHECK(result.entries == memory.records);
  }
}

TEST_CASE("two answers about a date, damaged alike, are not believed where they break the memory's order") {
  const Memory memory = memory_of(6);
  for (const std::size_t place : {0, 1, 2, 5})
    for (const int minute : {-500, 500}) {
      if (place == 5 && minute < 0) continue;  // the oldest of all can be that old
      INFO("record " << place << " moved by " << minute);
      Memory noisy = memory;
      noisy.tamper_record = [&, asked = 0](std::size_t index, std::optional<core::LogEntry>& answer) mutable {
        if (index == place && asked++ < 2) *answer->time.local += std::chrono::minutes(minute);
      };
      const Downloaded result = download(noisy);
      CHECK(result.complete);
      CHECK(result.entries == memory.records);
    }
}

TEST_CASE("two answers about the oldest new date, damaged alike, are not believed before an older bookmark") {
  Memory memory = memory_of(5);
  const auto bookmark = download(memory).bookmark;
  memory.take(reading(1000, 200));
  memory.take(reading(2000, 201));
  memory.tamper_record = [asked = 0](std::size_t index, std::optional<core::LogEntry>& answer) mutable {
    if (index == 1 && asked++ < 2) *answer->time.local -= std::chrono::hours(100);
  };
  const Downloaded result = download_since(memory, bookmark);
  CHECK(result.met_bookmark);
  CHECK(result.entries == std::vector(memory.records.begin(), memory.records.begin() + 2));
}

TEST_CASE("a clock that was set back costs one more question about each of the two records") {
  Memory memory = memory_of(4);
  memory.take(reading(-600, 200));
  memory.take(reading(-599, 201));
  const Downloaded result = download(memory);
  CHECK(result.entries == memory.records);
  CHECK(memory.exchanges == 1 + 2 * 6 + 2 + 2);
}

TEST_CASE("two answers about the newest record, damaged alike, are told from a test that was taken") {
  const Memory memory = memory_of(5);
  Memory noisy = memory;
  noisy.tamper_record = [asked = 0](std::size_t index, std::optional<core::LogEntry>& answer) mutable {
    if (index == 0 && asked++ < 2) answer = reading(700, 33);
  };
  const Downloaded result = download(noisy);
  CHECK(result.complete);
  CHECK(result.entries == memory.records);
}

TEST_CASE("what the family calls unusual is believed once three answers agree") {
  Memory memory = memory_of(5);
  memory.unusual = "500";
  Memory noisy = memory;
  noisy.tamper_record = [&, asked = 0](std::size_t index, std::optional<core::LogEntry>& answer) mutable {
    if (index == 2 && asked++ < 2) answer = reading(2, 500);
  };
  CHECK(download(noisy).entries == memory.records);

  memory.records[2] = reading(2, 500);
  CHECK(download(memory).entries == memory.records);
  CHECK(memory.exchanges == 1 + 2 * 5 + 1 + 2);
}

TEST_CASE("a record whose answers never agree ends the download") {
  Memory noisy = memory_of(5);
  noisy.tamper = [](std::size_t now, std::optional<core::LogEntry>& answer) {
    if (now >= 4) answer = reading(77, static_cast<int>(now));
  };
  Downloaded result;
  boost::asio::io_context io;
  CHECK_THROWS_AS(core::run(io, device::download_indexed(noisy, {}, result)), core::Failure);
  CHECK(noisy.exchanges == 1 + 2 + 10);
  CHECK(origins(result.entries) == Origins{"104"});
}

TEST_CASE("one wrong answer hides no bookmark") {
  Memory memory = memory_of(5);
  const auto bookmark = download(memory).bookmark;
  memory.take(reading(1000, 200));
  for (std::size_t at = 2; at <= 6; ++at) {
    Memory noisy = memory;
    noisy.tamper = [at](std::size_t now, std::optional<core::LogEntry>& answer) {
      if (now == at) answer = reading(77, 300);
    };
    const Downloaded result = download_since(noisy, bookmark);
    CHECK(result.complete);
    CHECK(result.met_bookmark);
    CHECK(origins(result.entries) == Origins{"200"});
  }
}

TEST_CASE("a bookmark that is met not at all leads to the end of the memory") {
  Memory memory = memory_of(5);
  const Downloaded result =
      download_since(memory, {{{reading(900, 400).time, "400"}, {reading(899, 399).time, "399"}}});
  CHECK(result.complete);
  CHECK_FALSE(result.met_bookmark);
  CHECK(result.entries == memory.records);
}

TEST_CASE("after the memory was erased exactly what is in it now is read") {
  Memory memory = memory_of(5);
  const auto bookmark = download(memory).bookmark;
  memory.records.clear();
  CHECK(download_since(memory, bookmark).entries.empty());
  memory.take(reading(1000, 200));
  const Downloaded result = download_since(memory, bookmark);
  CHECK(result.complete);
  CHECK_FALSE(result.met_bookmark);
  CHECK(origins(result.entries) == Origins{"200"});
}

TEST_CASE("a bookmark cut off by the end of a full memory is not met: the logbook gets the whole memory") {
  Memory memory = memory_of(3);
  memory.capacity = 3;
  const auto bookmark = download(memory).bookmark;
  memory.take(reading(1000, 200));
  memory.take(reading(1001, 201));
  const Downloaded result = download_since(memory, bookmark);
  CHECK(result.complete);
  CHECK_FALSE(result.met_bookmark);
  CHECK(origins(result.entries) == Origins{"201", "200", "102"});
  CHECK(memory.exchanges <= 2 * 2 + 5);
}

TEST_CASE("a clock set back does not hide what is new") {
  Memory memory = memory_of(5);
  const auto bookmark = download(memory).bookmark;
  memory.take(reading(-3 * 365 * 24 * 60, 200));
  CHECK(origins(download_since(memory, bookmark).entries) == Origins{"200"});
}

TEST_CASE("a new record equal to the bookmark's newest is new, and costs no more") {
  Memory memory = memory_of(3);
  const auto bookmark = download(memory).bookmark;
  memory.take(reading(2, 102));
  const Downloaded result = download_since(memory, bookmark);
  CHECK(result.met_bookmark);
  CHECK(origins(result.entries) == Origins{"102"});
  CHECK(origins(result.bookmark) == Origins{"102", "102", "101"});
  CHECK(memory.exchanges <= 2 * 1 + 4);

  SECTION("and the longer bookmark is found again") {
    CHECK(download_since(memory, result.bookmark).entries.empty());
    memory.take(reading(2, 102));
    CHECK(origins(download_since(memory, result.bookmark).entries) == Origins{"102"});
  }
}

TEST_CASE("an answer that comes one place late doubles no record of the bookmark") {
  Memory memory = memory_of(3);
  memory.checked = true;
  const auto bookmark = download(memory).bookmark;
  std::set<std::size_t> stale{1, 2};  // where the answer to the question before comes first
  memory.tamper_record = [&](std::size_t index, std::optional<core::LogEntry>& answer) {
    if (stale.erase(index) > 0) answer = memory.records[index - 1];
  };
  const Downloaded result = download_since(memory, bookmark);
  CHECK(result.met_bookmark);
  CHECK(result.entries.empty());

  memory.take(reading(2, 102));  // one that is equal indeed costs two looks
  CHECK(origins(download_since(memory, bookmark).entries) == Origins{"102"});
  CHECK(memory.exchanges == 1 + 4 + 2);
}

TEST_CASE("a test like the newest one, taken while the bookmark is looked for, doubles nothing") {
  for (const auto passes : {device::Passes::usual, device::Passes::once})
    for (std::size_t exchange = 1; exchange < 12; ++exchange) {
      Memory memory = memory_of(4);
      DownloadOptions options;
      options.bookmark = download(memory).bookmark;
      options.passes = passes;
      memory.take(reading(1000, 150));
      memory.before = [&](std::size_t now) {
        if (now == exchange) memory.take(reading(1000, 150));
      };
      INFO(exchange);
      const Origins found = origins(download(memory, options).entries);
      CHECK((found == Origins{"150"} || found == Origins{"150", "150"}));
    }
}

TEST_CASE("however many of the newest records are equal, they are found by three looks") {
  Memory memory = memory_of(3);
  for (int i = 0; i < 4; ++i) memory.take(reading(9, 150));
  const auto bookmark = download(memory).bookmark;
  CHECK(download_since(memory, bookmark).entries.empty());
  CHECK(memory.exchanges == 5);
  for (int fresh = 1; fresh < 5; ++fresh) {
    memory.take(reading(9, 150));
    const Downloaded result = download_since(memory, bookmark);
    CHECK(result.met_bookmark);
    CHECK(result.entries == std::vector<core::LogEntry>(static_cast<std::size_t>(fresh), reading(9, 150)));
    CHECK(memory.exchanges <= static_cast<std::size_t>(3 * fresh + 7));
  }
  memory.take(reading(10, 151));
  CHECK(download_since(memory, bookmark).entries.size() == 5);
}

TEST_CASE("two equal records stay two") {
  Memory memory = memory_of(2);
  memory.take(reading(5, 150));
  memory.take(reading(5, 150));
  memory.take(reading(6, 151));
  CHECK(download(memory).entries == memory.records);
}

TEST_CASE("a memory of equal records only makes no bookmark and is read as a whole") {
  Memory memory;
  memory.take(reading(5, 150));
  const Downloaded first = download(memory);
  CHECK(first.bookmark.newest.empty());
  memory.take(reading(5, 150));
  CHECK(origins(download_since(memory, first.bookmark).entries) == Origins{"150", "150"});
  const core::Bookmark one{{{reading(5, 150).time, "150"}}};
  CHECK(origins(download_since(memory, one).entries) == Origins{"150", "150"});
}

TEST_CASE("with --fast each record is read once and says so") {
  Memory memory = memory_of(3);
  DownloadOptions options;
  options.passes = device::Passes::once;
  const Downloaded result = download(memory, options);
  CHECK(result.complete);
  CHECK(memory.exchanges == 1 + 3 + 2);
  REQUIRE(result.entries.size() == 3);
  for (const auto& entry : result.entries) CHECK(entry.read_once);
}

TEST_CASE("progress counts the records and ends with their number") {
  Memory memory = memory_of(3);
  std::vector<std::pair<std::size_t, std::size_t>> told;
  DownloadOptions options;
  options.progress = [&told](const device::Progress& p) { told.emplace_back(p.done, p.total); };
  const auto bookmark = download(memory, options).bookmark;
  CHECK(told == std::vector<std::pair<std::size_t, std::size_t>>{{1, 3}, {2, 3}, {3, 3}, {3, 3}});
  told.clear();
  memory.take(reading(1000, 200));
  options.bookmark = bookmark;
  download(memory, options);
  CHECK(told == std::vector<std::pair<std::size_t, std::size_t>>{{1, 0}, {1, 1}});
}

TEST_CASE("an error record can be part of the bookmark") {
  Memory memory = memory_of(2);
  core::LogEntry error = reading(5, 3);
  error.content = core::MeterError{3};
  error.origin = "E3";
  memory.take(error);
  const auto bookmark = download(memory).bookmark;
  CHECK(origins(bookmark) == Origins{"E3", "101"});
  memory.take(reading(1000, 200));
  CHECK(origins(download_since(memory, bookmark).entries) == Origins{"200"});
}

TEST_CASE("where answers carry a checksum each record is asked for once, and not marked") {
  for (const auto passes : {device::Passes::usual, device::Passes::once, device::Passes::twice}) {
    Memory memory = memory_of(20);
    memory.checked = true;
    DownloadOptions options;
    options.passes = passes;
    const Downloaded all = download(memory, options);
    const bool twice = passes == device::Passes::twice;
    CHECK(memory.exchanges == (twice ? 2 * 20 : 20) + 3);
    for (const auto& entry : all.entries) CHECK_FALSE(entry.read_once);
    memory.take(reading(30, 130));
    options.bookmark = all.bookmark;
    CHECK(origins(download(memory, options).entries) == Origins{"130"});
    CHECK(memory.exchanges == (twice ? 2 : 1) + 4);
  }
}

TEST_CASE("a test taken during a download with checksums is got, once") {
  for (std::size_t exchange = 1; exchange < 14; ++exchange) {
    Memory memory = memory_of(10);
    memory.checked = true;
    memory.before = [&](std::size_t now) {
      if (now == exchange) memory.take(reading(30, 130));
    };
    const Downloaded all = download(memory);
    INFO(exchange);
    CHECK(all.complete);
    CHECK(all.entries.size() == 11);
  }
}

TEST_CASE("on a disturbed line three answers about a record have to agree") {
  for (const bool is_disturbed : {false, true}) {
    Memory memory = memory_of(3);
    memory.disturbed = is_disturbed;
    int damaged = 0;  // the first two answers about the middle record, alike
    memory.tamper = [&](std::size_t, std::optional<core::LogEntry>& answer) {
      if (answer && answer->origin == "101" && damaged < 2) {
        answer->origin = "999";
        ++damaged;
      }
    };
    const Downloaded result = download(memory);
    CHECK(result.complete);
    CHECK(origins(result.entries) == Origins{"102", is_disturbed ? "101" : "999", "100"});
  }
}
