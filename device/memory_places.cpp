#include "device/memory_places.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "device/agreement.hpp"

namespace device {

using boost::asio::awaitable;
using core::LogEntry;

core::Bookmark::Identity identity_of(const LogEntry& entry) {
  return {entry.time, entry.origin};
}

MemoryPlaces::MemoryPlaces(IndexedMemory& memory, Passes passes)
    : memory_(memory),
      asks_twice_(passes == Passes::twice || (passes == Passes::usual && !memory.has_checksum())) {}

awaitable<std::optional<LogEntry>> MemoryPlaces::look(std::size_t i) {
  if (const auto known = seen_.find(i); known != seen_.end()) co_return known->second.record;
  std::optional<LogEntry> answer = co_await memory_.read_record(i);
  seen_[i] = {answer, false};
  co_return answer;
}

awaitable<std::optional<LogEntry>> MemoryPlaces::confirmed(std::size_t i) {
  const std::optional<LogEntry> first = co_await look(i);
  if (seen_[i].is_confirmed) co_return first;
  const auto needed = [this](const std::optional<LogEntry>& record) {
    return memory_.is_disturbed() || (record && !memory_.is_usual(*record)) ? 3 : 2;
  };
  const auto ask = [this, i] { return memory_.read_record(i); };
  const auto agreed = co_await ask_until_agreed(needed, first, ask, fmt::format("record {}", i));
  seen_[i] = {agreed, true};
  co_return agreed;
}

awaitable<std::optional<LogEntry>> MemoryPlaces::record(std::size_t i) {
  std::optional<LogEntry> answer = co_await look(i);
  const bool is_unread = answer && std::holds_alternative<core::UnreadRecord>(answer->content);
  if (asks_twice_ || is_unread) answer = co_await confirmed(i);
  if (answer) answer->read_once = !asks_twice_ && !memory_.has_checksum();
  co_return answer;
}

awaitable<bool> MemoryPlaces::is(std::size_t i, const Name& wanted, const std::vector<Name>& sequence) {
  const std::optional<LogEntry> first = co_await look(i);
  if (first && identity_of(*first) == wanted) co_return true;
  const bool in_sequence =
      first && std::find(sequence.begin(), sequence.end(), identity_of(*first)) != sequence.end();
  if (in_sequence || !asks_twice_) co_return false;
  const std::optional<LogEntry> sure = co_await confirmed(i);
  co_return sure.has_value() && identity_of(*sure) == wanted;
}

awaitable<bool> MemoryPlaces::begins_at(std::size_t i, const std::vector<Name>& sequence, std::size_t count) {
  if (sequence.empty() || i + sequence.size() > count) co_return false;
  for (std::size_t j = 0; j < sequence.size(); ++j) {
    if (j > 0 && j + 2 < sequence.size()) continue;
    const bool fits = co_await is(i + j, sequence[j], sequence);
    if (!fits) co_return false;
  }
  co_return true;
}

}  // namespace device
