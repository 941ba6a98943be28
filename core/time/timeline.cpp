#include "core/time/timeline.hpp"

#include <algorithm>

namespace core {
namespace {

using std::chrono::seconds;

/// Two checks that differ by more than this have a setting of the clock between them, not drift: no meter
/// drifts ten minutes between two downloads without being noticed.
constexpr seconds largest_drift{600};

/// Readings come with a check of the clock, so the last stretch ends soon after its last check: by what a
/// test taken during a download needs, and a day for a meter whose clock could not be asked.
constexpr seconds after_last_check = std::chrono::hours{24};

/// A clock that was lost begins decades back: the times it showed before would lie far ahead by its checks.
constexpr seconds far_ahead = std::chrono::hours{24 * 365 * 5};

seconds magnitude(seconds value) {
  return value < seconds{0} ? -value : value;
}

/// What one check cannot know: half the round trip and the meter's own step.
seconds resolution_of(const ClockCheck& check) {
  return check.resolution + std::chrono::ceil<seconds>(check.round_trip / 2);
}

}  // namespace

seconds clock_difference(const ClockCheck& check) {
  return check.meter - Zone(check.zone).to_local(check.host);
}

LeftOn left_on(const ClockCheck& check) {
  constexpr seconds hour{3600}, tolerance{180};
  const seconds difference = clock_difference(check);
  if (magnitude(magnitude(difference) - hour) > tolerance) return LeftOn::neither;
  const bool is_behind = difference < seconds{0};
  const Zone zone(check.zone);
  const auto offset = [&](UtcSeconds at) {
    return zone.to_local(at).time_since_epoch() - at.time_since_epoch();
  };
  const seconds wanted = offset(check.host) + (is_behind ? -hour : hour);
  for (int week = 1; week <= 52; ++week)
    if (offset(check.host - date::weeks(week)) == wanted)
      return is_behind ? LeftOn::winter_time : LeftOn::summer_time;
  return LeftOn::neither;
}

Timeline::Timeline(const std::vector<ZonePeriod>& zones, const std::vector<ClockCheck>& checks) {
  for (const ZonePeriod& period : zones) periods_.push_back({period.from, Zone(period.zone)});
  std::sort(periods_.begin(), periods_.end(),
            [](const Period& a, const Period& b) { return a.from < b.from; });

  std::vector<Check> all;
  for (const ClockCheck& check : checks)
    all.push_back({check.meter, check.host, clock_difference(check),
                   check.meter.time_since_epoch() - check.host.time_since_epoch(), resolution_of(check),
                   left_on(check) != LeftOn::neither});
  std::stable_sort(all.begin(), all.end(), [](const Check& a, const Check& b) { return a.host < b.host; });
  for (const Check& check : all) {
    if (stretches_.empty()) {
      stretches_.push_back({{}, LocalSeconds::min(), {}});
    } else if (const Check& before = stretches_.back().checks.back(); is_set_between(before, check)) {
      const seconds between = check.host - before.host;  // the clock was set at some moment of it
      stretches_.back().to = before.meter + between;
      stretches_.push_back({{}, check.meter - between, {}});
    }
    stretches_.back().checks.push_back(check);
    stretches_.back().to = check.meter + after_last_check;
  }
}

bool Timeline::is_set_between(const Check& earlier, const Check& later) {
  return magnitude(later.ahead_of_wall - earlier.ahead_of_wall) > largest_drift &&
         magnitude(later.ahead_of_utc - earlier.ahead_of_utc) > largest_drift;
}

PlacedTime Timeline::place_by_wall(LocalSeconds wall, std::optional<seconds> error_bar) const {
  const auto after =
      std::find_if(periods_.begin(), periods_.end(), [&](const Period& p) { return p.from > wall; });
  const Zone& zone = (after == periods_.begin() ? after : std::prev(after))->zone;
  const Zone::Moment moment = zone.to_utc(wall);
  return {moment.utc, moment.flag, error_bar};
}

PlacedTime Timeline::place_in(const Stretch& stretch, LocalSeconds time) const {
  const auto& checks = stretch.checks;
  const auto after =
      std::find_if(checks.begin(), checks.end(), [&](const Check& c) { return c.meter >= time; });
  if (after == checks.begin() || after == checks.end()) {
    const Check& nearest = after == checks.end() ? checks.back() : *after;
    if (nearest.is_left_on && time <= nearest.meter)
      return {UtcSeconds{(time - nearest.ahead_of_utc).time_since_epoch()}, TimeFlag::unique,
              nearest.resolution};
    return place_by_wall(time - nearest.ahead_of_wall, nearest.resolution);
  }
  const auto before = std::prev(after);
  const auto drifted = [&](seconds Check::*ahead) {
    const seconds change = *after.*ahead - *before.*ahead;
    return *before.*ahead + change * (time - before->meter).count() / (after->meter - before->meter).count();
  };
  const seconds resolution = std::max(before->resolution, after->resolution);
  if (magnitude(after->ahead_of_wall - before->ahead_of_wall) <= largest_drift)
    return place_by_wall(time - drifted(&Check::ahead_of_wall), resolution);
  return {UtcSeconds{(time - drifted(&Check::ahead_of_utc)).time_since_epoch()}, TimeFlag::unique,
          resolution};
}

PlacedTime Timeline::place_wall(const MeterTime& time) const {
  if (!time.local || periods_.empty()) return {};
  return place_by_wall(*time.local, std::nullopt);
}

PlacedTime Timeline::place(const MeterTime& time) const {
  if (!time.local || periods_.empty()) return {};
  if (stretches_.empty()) return place_wall(time);
  std::vector<PlacedTime> fitting;  // the latest first
  for (auto stretch = stretches_.rbegin(); stretch != stretches_.rend(); ++stretch)
    if (stretch->from <= *time.local && *time.local <= stretch->to)
      fitting.push_back(place_in(*stretch, *time.local));
  if (fitting.empty())  // as far as is known the meter never showed it: it may have been any that was by then
    for (auto stretch = stretches_.rbegin(); stretch != stretches_.rend(); ++stretch)
      if (const PlacedTime placed = place_in(*stretch, *time.local);
          *placed.utc <= stretches_.back().checks.back().host + far_ahead)
        fitting.push_back(placed);
  if (fitting.empty()) return place_wall(time);
  PlacedTime placed = fitting.front();
  seconds farthest{0};
  for (const PlacedTime& other : fitting) farthest = std::max(farthest, magnitude(*other.utc - *placed.utc));
  placed.error_bar = *placed.error_bar + farthest;
  return placed;
}

}  // namespace core
