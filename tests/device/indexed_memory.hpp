#pragma once

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "device/indexed_download.hpp"

// A memory of records for the tests of the indexed download, and downloads from it.

using device::Downloaded;
using device::DownloadOptions;

inline core::LogEntry reading(int minute, int value) {
  core::LogEntry entry;
  entry.time.local = *core::make_local(2026, 11, 18, 8, 0, 0) + std::chrono::minutes(minute);
  entry.content = core::BloodGlucose{core::mg_dl(value)};
  entry.origin = std::to_string(value);
  entry.raw = std::to_string(minute) + " " + std::to_string(value);
  return entry;
}

/// A memory in memory. Each answer can be tampered with, and things can happen before one.
struct Memory : device::IndexedMemory {
  std::vector<core::LogEntry> records;  // newest first
  std::size_t capacity = 1000;
  std::size_t exchanges = 0;
  bool checked = false;    ///< answers carry a checksum
  bool disturbed = false;  ///< a question had to be repeated
  std::string unusual;     ///< the origin of a record that is seldom
  std::function<void(std::size_t exchange)> before = [](std::size_t) {};
  std::function<void(std::size_t exchange, std::optional<core::LogEntry>&)> tamper =
      [](std::size_t, std::optional<core::LogEntry>&) {};
  std::function<void(std::size_t index, std::optional<core::LogEntry>&)> tamper_record =
      [](std::size_t, std::optional<core::LogEntry>&) {};
  std::function<std::size_t(std::size_t exchange, std::size_t count)> tamper_count =
      [](std::size_t, std::size_t count) { return count; };

  void take(core::LogEntry entry) {
    records.insert(records.begin(), std::move(entry));
    if (records.size() > capacity) records.pop_back();
  }
  bool has_checksum() const override { return checked; }
  bool is_disturbed() const override { return disturbed; }
  bool is_usual(const core::LogEntry& record) const override { return record.origin != unusual; }
  boost::asio::awaitable<std::size_t> read_count() override {
    before(++exchanges);
    co_return tamper_count(exchanges, records.size());
  }
  boost::asio::awaitable<std::optional<core::LogEntry>> read_record(std::size_t index) override {
    before(++exchanges);
    std::optional<core::LogEntry> answer;
    if (index < records.size()) answer = records[index];
    tamper(exchanges, answer);
    tamper_record(index, answer);
    co_return answer;
  }
};

inline Memory memory_of(int count) {
  Memory memory;
  for (int i = 0; i < count; ++i) memory.take(reading(i, 100 + i));
  return memory;
}

inline Downloaded download(Memory& memory, const DownloadOptions& options = {}) {
  boost::asio::io_context io;
  Downloaded result;
  memory.exchanges = 0;
  core::run(io, device::download_indexed(memory, options, result));
  return result;
}

inline Downloaded download_since(Memory& memory, const core::Bookmark& bookmark) {
  DownloadOptions options;
  options.bookmark = bookmark;
  return download(memory, options);
}

inline std::vector<std::string> origins(const std::vector<core::LogEntry>& entries) {
  std::vector<std::string> all;
  for (const auto& entry : entries) all.push_back(entry.origin);
  return all;
}
using Origins = std::vector<std::string>;

inline std::vector<std::string> origins(const core::Bookmark& bookmark) {
  std::vector<std::string> all;
  for (const auto& record : bookmark.newest) all.push_back(record.origin);
  return all;
}
