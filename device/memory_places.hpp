#pragma once

#include <map>

#include "device/indexed_memory.hpp"

namespace device {

/// What a record is called in a bookmark.
core::Bookmark::Identity identity_of(const core::LogEntry& entry);

/// What stands at the places of an indexed memory: each is asked for as often as it has to be, and remembered
/// until the memory may have moved.
class MemoryPlaces {
 public:
  using Name = core::Bookmark::Identity;

  /// Both are used as long as this lives.
  MemoryPlaces(IndexedMemory& memory, Passes passes);

  /// Whether a record is kept after two answers only.
  bool asks_twice() const { return asks_twice_; }

  /// The first answer about record i, or the confirmed one where there is one; nothing where there is none.
  boost::asio::awaitable<std::optional<core::LogEntry>> look(std::size_t i);
  /// What two answers agree on, or three where there is a reason for doubt.
  boost::asio::awaitable<std::optional<core::LogEntry>> confirmed(std::size_t i);
  /// Record i as it is to be kept. One that cannot be read may be garbled: never kept after one answer.
  boost::asio::awaitable<std::optional<core::LogEntry>> record(std::size_t i);

  /// Whether record i is the wanted one. Before it is held to be another, a second answer is asked for: a
  /// flipped bit must not hide it. (No bit turns one record of `sequence` into another.)
  boost::asio::awaitable<bool> is(std::size_t i, const Name& wanted, const std::vector<Name>& sequence);
  /// Whether the sequence, of which all but the last are equal, stands at i in a memory of `count` records:
  /// its first record, and where the equal ones end. What lies between need not be asked for.
  boost::asio::awaitable<bool> begins_at(std::size_t i, const std::vector<Name>& sequence, std::size_t count);

  void know(std::size_t i, core::LogEntry record, bool is_confirmed) {
    seen_[i] = {std::move(record), is_confirmed};
  }
  void forget(std::size_t i) { seen_.erase(i); }
  void forget() { seen_.clear(); }

 private:
  struct Seen {
    std::optional<core::LogEntry> record;
    bool is_confirmed = false;
  };

  IndexedMemory& memory_;
  const bool asks_twice_;
  std::map<std::size_t, Seen> seen_;
};

}  // namespace device
