#include "device/record_order.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "core/logbook/lost_clock.hpp"

namespace device {
namespace {

constexpr std::chrono::hours year{24 * 365};

struct Steps {
  int net_rises = 0;  ///< so many more rise than fall
  std::chrono::seconds longest_rise{0};
};

Steps steps_of(std::span<const core::LogEntry> memory) {
  Steps steps;
  std::optional<core::LocalSeconds> before;
  for (const core::LogEntry& entry : memory) {
    const std::optional<core::LocalSeconds> time = entry.time.local;
    if (!time) continue;
    if (before && (*before < core::default_dates_end) == (*time < core::default_dates_end)) {
      steps.net_rises += *time > *before ? 1 : 0;
      steps.net_rises -= *time < *before ? 1 : 0;
      steps.longest_rise = std::max(steps.longest_rise, *time - *before);
    }
    before = time;
  }
  return steps;
}

}  // namespace

MemoryOrder order_of(std::span<const core::LogEntry> memory) {
  const int rises = steps_of(memory).net_rises;
  if (std::abs(rises) < 2) return MemoryOrder::unclear;
  return rises < 0 ? MemoryOrder::newest_first : MemoryOrder::oldest_first;
}

std::vector<core::LogEntry> newest_first(std::vector<core::LogEntry> memory, bool is_clock_lost) {
  const Steps steps = steps_of(memory);
  const bool is_one_step = steps.net_rises == 1 && steps.longest_rise <= year && !is_clock_lost;
  if (is_one_step || steps.net_rises > 1) std::reverse(memory.begin(), memory.end());
  return memory;
}

}  // namespace device
