#include "core/logbook/lost_clock.hpp"

#include <algorithm>
#include <vector>

namespace core {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds lost{lost_clock_difference};
constexpr seconds year{hours{24 * 365}};

/// A record that cannot be of a right clock, by the order in memory; `newest` is the newest right time of
/// those before it.
struct Judged {
  bool is_wrong = false;
  std::optional<LocalSeconds> newest;
};

/// Whether times from before 2010 follow on newer ones by a jump: an old meter's own go on without one.
bool jumps_to_default_dates(std::span<const LogEntry> newest_first, LocalSeconds wall) {
  LocalSeconds newer = wall;
  for (const LogEntry& entry : newest_first) {
    if (!entry.time.local) continue;
    if (*entry.time.local < default_dates_end) return newer - *entry.time.local > year;
    newer = *entry.time.local;
  }
  return false;
}

std::vector<Judged> judge(std::span<const LogEntry> newest_first, const ClockAtDownload& clock) {
  std::vector<Judged> judged(newest_first.size());
  std::optional<LocalSeconds> newest = clock.newest_before;
  const bool is_default_lost = clock.is_broken && jumps_to_default_dates(newest_first, clock.wall);
  for (std::size_t i = newest_first.size(); i-- > 0;) {
    const auto& local = newest_first[i].time.local;
    judged[i].newest = newest;
    if (!local) continue;
    judged[i].is_wrong = *local > clock.wall + lost || (newest && *local < *newest - lost) ||
                         (is_default_lost && *local < default_dates_end);
    if (!judged[i].is_wrong) newest = newest ? std::max(*newest, *local) : *local;
  }
  return judged;
}

}  // namespace

std::vector<std::optional<MeterTime>> real_times(std::span<const LogEntry> newest_first,
                                                 const ClockAtDownload& clock) {
  const std::vector<Judged> judged = judge(newest_first, clock);
  const seconds ahead = clock.ahead.value_or(seconds{0});
  // From the newest back, as long as the times fall: what the clock can have shown since it was lost.
  bool is_of_clock = is_lost(ahead);
  LocalSeconds shown = clock.wall + ahead;
  std::vector<std::optional<MeterTime>> times(newest_first.size());
  for (std::size_t i = 0; i < newest_first.size(); ++i) {
    const MeterTime& time = newest_first[i].time;
    if (!time.local) {
      is_of_clock = false;
      continue;
    }
    const LocalSeconds local = *time.local;
    const bool is_default_date = ahead < -year && local < default_dates_end;
    is_of_clock = is_of_clock && local <= shown && (judged[i].is_wrong || is_default_date);
    shown = local;
    if (!is_of_clock && !judged[i].is_wrong) continue;
    const LocalSeconds real = local - ahead;
    const bool is_told = is_of_clock && real >= judged[i].newest.value_or(default_dates_end) - lost;
    times[i] = is_told ? MeterTime{real} : MeterTime{};
  }
  return times;
}

}  // namespace core
