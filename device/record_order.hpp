#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/values/log_entry.hpp"

namespace device {

/// Whether a record can have been taken before the one that stands before it in a memory, the newest being
/// the first. A damaged date shows here, and so does a clock that was set back. Where one has no time: yes.
inline bool is_in_order(const core::MeterTime& newer, const core::MeterTime& older) {
  return !newer.local || !older.local || *older.local <= *newer.local;
}

enum class MemoryOrder : std::uint8_t { newest_first, oldest_first, unclear };

/// In which order a memory comes, by its times: the one in which a clock must have been set back less often,
/// by two times at least (one step may be the end of summer time). Equal times and records without a time say
/// nothing, nor does the step between a default date and a later one: there a clock was lost.
MemoryOrder order_of(std::span<const core::LogEntry> memory);

/// The memory, turned round where more of its times rise than fall; else it is newest first, as each family's
/// page has it. Where one more rises, it may be a clock that was lost: by years, or as it shows still.
std::vector<core::LogEntry> newest_first(std::vector<core::LogEntry> memory, bool is_clock_lost);

}  // namespace device
