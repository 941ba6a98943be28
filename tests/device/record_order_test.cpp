#include "device/record_order.hpp"

#include "device/download.hpp"
#include "tests/catch.hpp"
#include "tests/device/indexed_memory.hpp"

using device::MemoryOrder;

namespace {

constexpr int day = 24 * 60, ten_years = 10 * 365 * day, month = 30 * day;

std::vector<core::LogEntry> memory_at(const std::vector<int>& minutes) {
  std::vector<core::LogEntry> memory;
  for (const int minute : minutes) memory.push_back(reading(minute, 100 + static_cast<int>(memory.size())));
  return memory;
}

MemoryOrder order_at(const std::vector<int>& minutes) {
  return device::order_of(memory_at(minutes));
}

/// Gives its memory as it stands, or breaks behind `whole` records.
struct DumpingMeter : device::Meter {
  std::vector<core::LogEntry> memory;
  std::size_t whole = 1000;

  core::Deadline now() const override { return {}; }
  boost::asio::awaitable<device::Identity> identify() override { co_return device::Identity{"M", "1"}; }
  boost::asio::awaitable<void> download(const DownloadOptions&, Downloaded& result) override {
    for (const core::LogEntry& entry : memory) {
      if (result.entries.size() == whole)
        throw core::Failure({core::Errc::disconnected, "the meter was unplugged", "", ""});
      result.entries.push_back(entry);
    }
    result.complete = true;
    co_return;
  }
};

device::MeterRead read(DumpingMeter& meter) {
  boost::asio::io_context io;
  return core::run(io, device::read_meter(meter, {}));
}

/// As Memory, but 0 is the oldest.
void add_behind(Memory& memory, core::LogEntry entry) {
  memory.records.push_back(std::move(entry));
}

}  // namespace

TEST_CASE("the order of a memory is the one in which its clock was set back less often") {
  CHECK(order_at({}) == MemoryOrder::unclear);
  CHECK(order_at({7}) == MemoryOrder::unclear);
  CHECK(order_at({7, 7, 7}) == MemoryOrder::unclear);
  CHECK(order_at({9, 8, 7}) == MemoryOrder::newest_first);
  CHECK(order_at({7, 8, 9}) == MemoryOrder::oldest_first);
  CHECK(order_at({7, 7, 8, 8, 9}) == MemoryOrder::oldest_first);
}

TEST_CASE("one step does not show a memory's order: it may be the end of summer time") {
  CHECK(order_at({7, 9}) == MemoryOrder::unclear);
  CHECK(order_at({9, 7}) == MemoryOrder::unclear);
  CHECK(order_at({7, 7, 8, 8}) == MemoryOrder::unclear);
  CHECK(order_at({9, 7, 8}) == MemoryOrder::unclear);
}

TEST_CASE("a clock that was set back does not turn a memory round") {
  CHECK(order_at({3, 2, 1, month + 3, month + 2, month + 1}) == MemoryOrder::newest_first);
  CHECK(order_at({3, 2, 1, month + 3, month + 2, month + 1, 2 * month + 1}) == MemoryOrder::newest_first);
  CHECK(order_at({1, month + 2, month + 1}) == MemoryOrder::unclear);
  CHECK(order_at({month + 1, month + 2, month + 3, 1, 2, 3}) == MemoryOrder::oldest_first);
}

TEST_CASE("the step from a default date says nothing of a memory's order") {
  CHECK(order_at({-2 * ten_years, month}) == MemoryOrder::unclear);
  CHECK(order_at({-2 * ten_years, month, 1, 0}) == MemoryOrder::newest_first);
  CHECK(order_at({0, 1, month, -2 * ten_years}) == MemoryOrder::oldest_first);
}

TEST_CASE("records without a time say nothing of a memory's order") {
  auto memory = memory_at({1, 5, 2, 3});
  memory[1].time = {};
  CHECK(device::order_of(memory) == MemoryOrder::oldest_first);
  memory[0].time = {};
  CHECK(device::order_of(memory) == MemoryOrder::unclear);
}

TEST_CASE("a memory that comes oldest first is handed on newest first, whole or broken") {
  DumpingMeter meter;
  meter.memory = memory_at({1, 2 * day, 3 * day, 9 * day});
  CHECK(origins(read(meter).downloaded.entries) == Origins{"103", "102", "101", "100"});
  meter.whole = 3;
  const auto broken = read(meter);
  CHECK(broken.broken.has_value());
  CHECK(origins(broken.downloaded.entries) == Origins{"102", "101", "100"});
  meter.memory = memory_at({9 * day, 8 * day, 10 * day});
  meter.whole = 1000;
  CHECK(origins(read(meter).downloaded.entries) == Origins{"100", "101", "102"});
}

TEST_CASE("two records days apart, the older first, are handed on newest first") {
  DumpingMeter meter;
  meter.memory = memory_at({0, 8 * day});
  CHECK(origins(read(meter).downloaded.entries) == Origins{"101", "100"});
  meter.memory = memory_at({0, 0, 8 * day});
  CHECK(origins(read(meter).downloaded.entries) == Origins{"102", "101", "100"});
}

TEST_CASE("one rising step is left where it may be of a lost clock") {
  CHECK(origins(device::newest_first(memory_at({0, 8 * day}), true)) == Origins{"100", "101"});
  CHECK(origins(device::newest_first(memory_at({-ten_years / 2, 8 * day}), false)) == Origins{"100", "101"});
  CHECK(origins(device::newest_first(memory_at({0, 8 * day}), false)) == Origins{"101", "100"});
  CHECK(origins(device::newest_first(memory_at({0, 8 * day, 9 * day}), true)) ==
        Origins{"102", "101", "100"});
}

TEST_CASE("the next download of a memory whose record 0 is the oldest brings what is new in it") {
  for (const int records : {1, 2, 3, 7}) {
    Memory memory;
    for (int i = 0; i < records; ++i) add_behind(memory, reading(i * day, 100 + i));
    const Downloaded first = download(memory);
    CHECK(first.complete);
    CHECK(first.entries == memory.records);
    add_behind(memory, reading(records * day, 200));
    const Downloaded second = download_since(memory, first.bookmark);
    CHECK(second.complete);
    CHECK_FALSE(second.met_bookmark);
    CHECK(second.entries == memory.records);
  }
}

TEST_CASE("a memory that does not show its order is read whole each time") {
  Memory memory;
  add_behind(memory, reading(5, 100));
  add_behind(memory, reading(5, 101));
  const Downloaded first = download(memory);
  CHECK(first.bookmark.newest.empty());
  add_behind(memory, reading(6, 102));
  CHECK(download_since(memory, first.bookmark).entries == memory.records);
}

TEST_CASE("two records around the end of summer time do not hide what comes behind them") {
  Memory memory;
  add_behind(memory, reading(190, 100));
  add_behind(memory, reading(160, 101));
  const Downloaded first = download(memory);
  add_behind(memory, reading(day, 102));
  CHECK(download_since(memory, first.bookmark).entries == memory.records);
}
