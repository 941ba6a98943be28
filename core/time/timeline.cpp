#include "core/time/timeline.hpp"

#include <algorithm>

namespace core {
namespace {

using std::chrono::seconds;

/// Two checks that differ by more than this have a setting of the clock between them, not drift: no meter
/// drifts ten minutes between two downloads without being noticed.
constexpr seconds largest_drift{600};

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

Timeline::Timeline(const std::vector<ZonePeriod>& zones, std::vector<ClockCheck> checks)
    : checks_(std::move(checks)) {
  for (const ZonePeriod& period : zones) periods_.push_back({period.from, Zone(period.zone)});
  std::sort(periods_.begin(), periods_.end(),
            [](const Period& a, const Period& b) { return a.from < b.from; });
  std::sort(checks_.begin(), checks_.end(),
            [](const ClockCheck& a, const ClockCheck& b) { return a.host < b.host; });
}

Timeline::Drift Timeline::drift_at(LocalSeconds time) const {
  if (checks_.empty()) return {seconds{0}, std::nullopt};
  const auto later =
      std::find_if(checks_.begin(), checks_.end(), [&](const ClockCheck& c) { return c.meter >= time; });
  if (later == checks_.begin() || later == checks_.end()) {
    const ClockCheck& nearest = later == checks_.end() ? checks_.back() : *later;
    return {clock_difference(nearest), resolution_of(nearest)};
  }
  const ClockCheck& before = *std::prev(later);
  const ClockCheck& after = *later;
  const seconds first = clock_difference(before);
  const seconds change = clock_difference(after) - first;
  const seconds between = after.meter - before.meter;
  // A set clock steps at an unknown moment: the reading was shown by the clock of the later check, or the
  // earlier one; the error bar says how far apart they are.
  if (magnitude(change) > largest_drift || between <= seconds{0})
    return {first + change, magnitude(change) + resolution_of(after)};
  const seconds since = time - before.meter;
  return {first + seconds{change.count() * since.count() / between.count()},
          std::max(resolution_of(before), resolution_of(after))};
}

PlacedTime Timeline::place(const MeterTime& time) const {
  if (!time.local || periods_.empty()) return {};
  const Drift drift = drift_at(*time.local);
  const LocalSeconds wall = *time.local - drift.difference;
  const auto after =
      std::find_if(periods_.begin(), periods_.end(), [&](const Period& p) { return p.from > wall; });
  const Zone& zone = (after == periods_.begin() ? after : std::prev(after))->zone;
  const Zone::Moment moment = zone.to_utc(wall);
  return {moment.utc, moment.flag, drift.error_bar};
}

}  // namespace core
