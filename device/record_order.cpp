#include "device/record_order.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "core/logbook/lost_clock.hpp"

namespace device {
MemoryOrder order_of(std::span<const core::LogEntry> memory) {
  int falls = 0, rises = 0;
  std::optional<core::LocalSeconds> before;
  for (const core::LogEntry& entry : memory) {
    const std::optional<core::LocalSeconds> time = entry.time.local;
    if (!time) continue;
    if (before && (*before < core::default_dates_end) == (*time < core::default_dates_end)) {
      falls += *time < *before ? 1 : 0;
      rises += *time > *before ? 1 : 0;
    }
    before = time;
  }
  if (std::abs(falls - rises) < 2) return MemoryOrder::unclear;
  return falls > rises ? MemoryOrder::newest_first : MemoryOrder::oldest_first;
}

std::vector<core::LogEntry> newest_first(std::vector<core::LogEntry> memory) {
  if (order_of(memory) == MemoryOrder::oldest_first) std::reverse(memory.begin(), memory.end());
  return memory;
}

}  // namespace device
