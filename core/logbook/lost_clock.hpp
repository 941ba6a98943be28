#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "core/values/log_entry.hpp"

namespace core {

/// Meters that lost their clock start again at a date of the year they were made for; what is before this is
/// one of those.
inline constexpr LocalSeconds default_dates_end = date::local_days{date::year{2010} / date::January / 1};

/// A computer's clock that shows less is wrong: this program was not there before.
inline constexpr LocalSeconds oldest_now = date::local_days{date::year{2026} / date::January / 1};

/// Further off than summer time, a journey around the world or drift takes a clock.
inline constexpr std::chrono::hours lost_clock_difference{48};
constexpr bool is_lost(std::chrono::seconds difference) {
  return difference > lost_clock_difference || difference < -lost_clock_difference;
}

/// What is known of a meter's clock when its records come.
struct ClockAtDownload {
  LocalSeconds wall;  ///< the person's wall clock
  std::optional<std::chrono::seconds>
      ahead;  ///< the meter's clock minus that; nothing where it cannot be asked
  std::optional<LocalSeconds>
      newest_before;       ///< the newest time of the records that are older than all of these
  bool is_broken = false;  ///< the download broke off: what is older has not been seen
};

/// When the records of a clock that was lost really were: a time where the clock still runs and tells it,
/// unset where that is unknown; nothing for the other records. As long as `newest_first`. The rule, and what
/// it cannot know, are in docs/logbook-format.md, "A lost clock".
std::vector<std::optional<MeterTime>> real_times(std::span<const LogEntry> newest_first,
                                                 const ClockAtDownload& clock);

}  // namespace core
