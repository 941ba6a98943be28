#include "device/record_order.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "core/logbook/lost_clock.hpp"

namespace device {
namespace {

/// By how many more steps the times rise than fall.
int net_rises(std::span<const core::LogEntry> memory) {
  int rises = 0;
  std::optional<core::LocalSeconds> before;
  for (const core::LogEntry& entry : memory) {
    const std::optional<core::LocalSeconds> time = entry.time.local;
    if (!time) continue;
    if (before && (*before < core::default_dates_end) == (*time < core::default_dates_end)) {
      rises += *time > *before ? 1 : 0;
      rises -= *time < *before ? 1 : 0;
    }
    before = time;
  }
  return rises;
}

}  // namespace

MemoryOrder order_of(std::span<const core::LogEntry> memory) {
  const int rises = net_rises(memory);
  if (std::abs(rises) < 2) return MemoryOrder::unclear;
  return rises < 0 ? MemoryOrder::newest_first : MemoryOrder::oldest_first;
}

std::vector<core::LogEntry> newest_first(std::vector<core::LogEntry> memory) {
  if (net_rises(memory) > 0) std::reverse(memory.begin(), memory.end());
  return memory;
}

}  // namespace device
