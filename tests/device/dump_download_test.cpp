#include "device/dump_download.hpp"

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "device/erase.hpp"
#include "tests/catch.hpp"
#include "tests/failure_of.hpp"

using core::Errc;
using device::Passes;

namespace {

core::LogEntry reading(int value) {
  core::LogEntry entry;
  entry.content = core::BloodGlucose{core::mg_dl(value)};
  entry.origin = std::to_string(value);
  return entry;
}

/// Gives one list after another, the last again and again; a negative value breaks the line.
struct Dumps : device::DumpMemory {
  std::vector<std::vector<int>> lists;
  std::size_t read = 0;
  bool disturbed = false;

  bool is_disturbed() const override { return disturbed; }
  explicit Dumps(std::vector<std::vector<int>> all) : lists(std::move(all)) {}
  boost::asio::awaitable<void> read_dump(std::vector<core::LogEntry>& into,
                                         const std::function<void(const device::Progress&)>&) override {
    for (const int value : lists.at(std::min(read++, lists.size() - 1))) {
      if (value < 0) throw core::Failure({Errc::disconnected, "the connection was lost", "", ""});
      into.push_back(reading(value));
    }
    co_return;
  }
};

device::Downloaded download(Dumps& memory, Passes passes, bool needs_two) {
  boost::asio::io_context io;
  device::DownloadOptions options;
  options.passes = passes;
  device::Downloaded result;
  core::run(io, device::download_dump(memory, options, needs_two, result));
  return result;
}

/// A meter that holds what its dumps say, and counts what it is told to erase.
struct ErasableMeter : device::Meter {
  Dumps memory;
  int erased = 0;

  explicit ErasableMeter(std::vector<std::vector<int>> lists) : memory(std::move(lists)) {}
  core::Deadline now() const override { return {}; }
  boost::asio::awaitable<device::Identity> identify() override { co_return device::Identity{}; }
  boost::asio::awaitable<void> download(const device::DownloadOptions& options,
                                        device::Downloaded& result) override {
    co_await device::download_dump(memory, options, false, result);
  }
  boost::asio::awaitable<void> erase() override {
    ++erased;
    co_return;
  }
};

void erase(device::Meter& meter, const device::Downloaded& stored) {
  boost::asio::io_context io;
  core::run(io, device::erase_verified(meter, stored));
}

}  // namespace

TEST_CASE("a whole dump is read once, twice on request, and as often as the wire needs it") {
  const std::vector<core::LogEntry> expected{reading(104), reading(98)};
  for (const Passes passes : {Passes::usual, Passes::once, Passes::twice})
    for (const bool needs_two : {false, true}) {
      Dumps memory({{104, 98}});
      const auto result = download(memory, passes, needs_two);
      CHECK(result.complete);
      CHECK_FALSE(result.met_bookmark);
      CHECK(result.bookmark.newest.empty());
      const bool twice = passes == Passes::twice || (needs_two && passes == Passes::usual);
      CHECK(memory.read == (twice ? 2 : 1));
      REQUIRE(result.entries.size() == 2);
      for (const core::LogEntry& entry : result.entries) CHECK(entry.read_once == (needs_two && !twice));
    }
}

TEST_CASE("of dumps that differ the first two in a row that agree are believed, of five at most") {
  Dumps memory({{104}, {105}, {106}, {106}});
  const auto result = download(memory, Passes::twice, false);
  CHECK(memory.read == 4);
  CHECK(result.entries == std::vector<core::LogEntry>{reading(106)});

  Dumps wild({{104}, {105}, {104}, {105}, {104}, {104}});
  CHECK(failure_of([&] { download(wild, Passes::twice, false); }).kind == Errc::protocol);
  CHECK(wild.read == 5);
}

TEST_CASE("where the line is known to be disturbed three dumps in a row have to agree") {
  Dumps memory({{104}, {105}, {105}, {105}});
  memory.disturbed = true;
  CHECK(download(memory, Passes::twice, false).entries == std::vector<core::LogEntry>{reading(105)});
  CHECK(memory.read == 4);

  Dumps twice_alike({{104}, {104}, {105}, {105}, {106}});
  twice_alike.disturbed = true;
  CHECK(failure_of([&] { download(twice_alike, Passes::twice, false); }).kind == Errc::protocol);

  Dumps once(std::vector<std::vector<int>>{{104}});
  once.disturbed = true;
  download(once, Passes::usual, false);
  CHECK(once.read == 1);
}

TEST_CASE("the records before a break are there, marked where the wire would need a second dump") {
  for (const bool needs_two : {false, true}) {
    Dumps memory({{104, -1}});
    boost::asio::io_context io;
    device::Downloaded result;
    CHECK(failure_of([&] { core::run(io, device::download_dump(memory, {}, needs_two, result)); }).kind ==
          Errc::disconnected);
    CHECK_FALSE(result.complete);
    REQUIRE(result.entries.size() == 1);
    CHECK(result.entries[0].read_once == needs_two);
  }
}

TEST_CASE("a memory is erased only when it shows the stored readings again") {
  device::Downloaded stored;
  stored.entries = {reading(104), reading(98)};
  stored.complete = true;
  stored.entries[0].read_once = true;

  ErasableMeter same({{104, 98}});
  erase(same, stored);
  CHECK(same.erased == 1);
  CHECK(same.memory.read == 2);

  ErasableMeter other({{110, 104, 98}});
  CHECK(failure_of([&] { erase(other, stored); }).kind == Errc::refused);
  CHECK(other.erased == 0);

  ErasableMeter partly({{104, 98}});
  stored.complete = false;
  CHECK(failure_of([&] { erase(partly, stored); }).kind == Errc::refused);
  stored.complete = true;
  stored.met_bookmark = true;
  CHECK(failure_of([&] { erase(partly, stored); }).kind == Errc::refused);
  CHECK(partly.erased == 0);
}
