#include "tests/catch.hpp"
#include "tests/device/indexed_memory.hpp"

TEST_CASE("a test taken during the download, at any moment, is got and doubles nothing") {
  for (const std::size_t capacity : {1000u, 5u}) {
    const Memory memory = memory_of(5);
    for (std::size_t at = 2; at <= 12; ++at) {
      Memory used = memory;
      used.capacity = capacity;
      used.before = [&used, at](std::size_t now) {
        if (now == at) used.take(reading(1000, 200));
      };
      const Downloaded result = download(used);
      INFO("capacity " << capacity << ", test before exchange " << at);
      CHECK(result.complete);
      // With a full memory what was confirmed before it was overwritten comes last.
      REQUIRE(result.entries.size() >= used.records.size());
      CHECK(std::vector(result.entries.begin(),
                        result.entries.begin() + static_cast<int>(used.records.size())) == used.records);
      for (std::size_t i = used.records.size(); i < result.entries.size(); ++i)
        CHECK(result.entries[i] == memory.records.back());
      CHECK(result.entries.size() <= used.records.size() + 1);
      CHECK(origins(result.bookmark) == Origins{"200", "104"});
    }
  }
}

TEST_CASE("a test taken after the last look at record 0 is left for the next download") {
  Memory memory = memory_of(5);
  memory.capacity = 5;
  const auto before = memory.records;
  memory.before = [&memory](std::size_t now) {
    if (now == 13) memory.take(reading(1000, 200));
  };
  const Downloaded result = download(memory);
  CHECK(result.complete);
  CHECK(result.entries == before);
  memory.before = [](std::size_t) {};
  CHECK(origins(download_since(memory, result.bookmark).entries) == Origins{"200"});
}

TEST_CASE("a test taken while the bookmark is looked for loses nothing") {
  Memory memory = memory_of(5);
  const auto bookmark = download(memory).bookmark;
  memory.take(reading(900, 190));
  for (std::size_t at = 1; at <= 7; ++at) {
    Memory used = memory;
    used.before = [&used, at](std::size_t now) {
      if (now == at) used.take(reading(1000, 200));
    };
    const Downloaded result = download_since(used, bookmark);
    INFO("test before exchange " << at);
    CHECK(result.complete);
    CHECK(result.met_bookmark);
    CHECK(origins(result.entries) == Origins{"200", "190"});
  }
}

TEST_CASE("a break after a test was taken doubles nothing") {
  const Memory memory = memory_of(5);
  for (std::size_t test = 2; test <= 12; ++test)
    for (std::size_t cut = test; cut <= 12; ++cut) {
      Memory used = memory;
      used.before = [&used, test, cut](std::size_t now) {
        if (now == test) used.take(reading(1000, 200));
        if (now == cut) throw core::Failure({core::Errc::disconnected, "the meter was unplugged", "", ""});
      };
      Downloaded result;
      boost::asio::io_context io;
      CHECK_THROWS_AS(core::run(io, device::download_indexed(used, {}, result)), core::Failure);
      for (std::size_t i = 1; i < result.entries.size(); ++i)
        CHECK(result.entries[i] != result.entries[i - 1]);
    }
}

TEST_CASE("a memory that never stands still is given up after three restarts, keeping what was confirmed") {
  Memory memory = memory_of(3);
  memory.before = [&memory, minute = 1000](std::size_t now) mutable {
    if (now % 5 == 0) memory.take(reading(minute, 200));
    ++minute;
  };
  const Downloaded result = download(memory);
  CHECK_FALSE(result.complete);
  CHECK(result.bookmark.newest.empty());
  CHECK(result.entries.size() >= 3);
}

TEST_CASE("a memory erased during the download ends with what is left and what was confirmed") {
  Memory memory = memory_of(4);
  const auto before = memory.records;
  memory.before = [&memory](std::size_t now) {
    if (now == 6) memory.records.clear();
  };
  const Downloaded result = download(memory);
  CHECK(result.complete);
  CHECK(result.entries == std::vector(before.begin(), before.begin() + 2));
  CHECK(result.bookmark.newest.empty());
}

TEST_CASE("a wrong count, first or last, loses nothing") {
  const Memory memory = memory_of(4);
  for (const std::size_t wrong : {0u, 2u, 9u}) {
    Memory first = memory;
    first.tamper_count = [wrong](std::size_t now, std::size_t count) { return now == 1 ? wrong : count; };
    CHECK(download(first).entries == memory.records);

    Memory last = memory;
    last.tamper_count = [wrong](std::size_t now, std::size_t count) { return now == 11 ? wrong : count; };
    const Downloaded result = download(last);
    CHECK(result.entries == memory.records);
    CHECK(last.exchanges == 1 + 2 * 4 + 2 + 2);
  }
}
