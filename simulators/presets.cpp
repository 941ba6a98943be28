#include "simulators/presets.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/time/zone.hpp"
#include "simulators/dice.hpp"
#include "simulators/people.hpp"

namespace simulators {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t most_a_day = 7;  ///< of make_readings

core::LogEntry entry_at(core::LocalSeconds time, core::Content content) {
  core::LogEntry entry;
  entry.time.local = time;
  entry.content = std::move(content);
  return entry;
}

core::LogEntry reading_at(core::LocalSeconds time, int mg_dl, core::GlucoseUnit unit) {
  return entry_at(time, core::BloodGlucose{core::converted(core::mg_dl(mg_dl), unit)});
}

core::LocalSeconds midnight(core::LocalSeconds time) {
  return date::floor<date::days>(time);
}

/// The readings of so many whole days, the last one being the day before `now`.
Readings days_of_readings(int days, core::LocalSeconds now, const PresetWish& wish) {
  Readings readings = make_readings(static_cast<std::size_t>(days) * most_a_day, now, wish.unit, wish.seed);
  const core::LocalSeconds first = midnight(now) - date::days(days);
  std::erase_if(readings, [&](const core::LogEntry& entry) { return *entry.time.local < first; });
  return readings;
}

void sort_by_time(Readings& readings) {
  std::stable_sort(readings.begin(), readings.end(), [](const core::LogEntry& a, const core::LogEntry& b) {
    return *a.time.local < *b.time.local;
  });
}

Preset first_week(const PresetWish& wish) {
  Readings readings = days_of_readings(7, wish.now, wish);
  const core::Glucose value = core::converted(core::mg_dl(104), wish.unit);
  readings.insert(readings.begin(),
                  entry_at(*readings.front().time.local - minutes(10), core::ControlResult{value}));
  return {std::move(readings)};
}

/// A zone's wall clock being put forward.
struct SpringChange {
  core::LocalSeconds before;  ///< what it showed then, 01:00 in London
  seconds step;
};

/// The last one before `now`, if there was one within a year.
std::optional<SpringChange> last_spring_change(const core::Zone& zone, core::LocalSeconds now) {
  const auto offset = [&](core::UtcSeconds time) {
    return zone.to_local(time).time_since_epoch() - time.time_since_epoch();
  };
  core::UtcSeconds after = zone.to_utc(now).utc;
  for (int day = 0; day < 366; ++day, after -= hours(24)) {
    core::UtcSeconds before = after - hours(24);
    const seconds step = offset(after) - offset(before);
    if (step <= seconds(0)) continue;
    while (after - before > seconds(1)) {
      const core::UtcSeconds middle = before + (after - before) / 2;
      (offset(middle) == offset(before) ? before : after) = middle;
    }
    return SpringChange{zone.to_local(before) + seconds(1), step};
  }
  return std::nullopt;
}

Preset summer_time(const PresetWish& wish) {
  std::optional<SpringChange> change = last_spring_change(core::Zone(wish.zone), wish.now);
  if (!change) change = last_spring_change(core::Zone("Europe/London"), wish.now);
  if (!change)
    throw core::Failure({core::Errc::unsupported, "neither this zone nor Europe/London had summer time",
                         wish.zone, "Choose another time with --now."});
  const core::LocalSeconds before = change->before;
  const seconds step = change->step;
  Readings readings = days_of_readings(15, before + hours(24 * 8), wish);
  for (core::LogEntry& entry : readings)
    if (*entry.time.local >= before) *entry.time.local -= step;
  // The middle one's time was never on a wall clock.
  readings.push_back(reading_at(before - minutes(20), 96, wish.unit));
  readings.push_back(reading_at(before + step / 3, 88, wish.unit));
  readings.push_back(reading_at(before + step + minutes(20), 92, wish.unit));
  sort_by_time(readings);
  std::erase_if(readings, [&](const core::LogEntry& entry) { return *entry.time.local > wish.now - step; });
  return {std::move(readings), -step};
}

Preset clock_lost(const PresetWish& wish) {
  const core::LocalSeconds change = midnight(wish.now) - hours(5 * 24) + hours(8);
  const seconds back = *core::make_local(wish.model.family->first_year, 1, 1, 0, 0, 0) - change;
  Readings readings = days_of_readings(20, wish.now, wish);
  readings.push_back(reading_at(change + minutes(4), 118, wish.unit));
  sort_by_time(readings);
  for (core::LogEntry& entry : readings)
    if (*entry.time.local >= change) *entry.time.local += back;
  return {std::move(readings), back};
}

Preset full_memory(const PresetWish& wish) {
  return {make_readings(wish.model.model->memory + 30u, wish.now, wish.unit, wish.seed)};
}

Preset hi_lo(const PresetWish& wish) {
  const auto shown = [&](int mg_dl) { return core::converted(core::mg_dl(mg_dl), wish.unit); };
  const core::Glucose hi = core::above_range(shown(600));
  const core::Glucose lo = core::below_range(shown(20));
  const core::Content extremes[] = {core::BloodGlucose{hi, core::MealMarker::after_dinner},
                                    core::BloodGlucose{lo},
                                    core::ControlResult{shown(104)},
                                    core::BloodGlucose{shown(20)},
                                    core::BloodGlucose{shown(600)},
                                    core::ControlResult{hi},
                                    core::ControlResult{lo},
                                    core::BloodGlucose{shown(21)},
                                    core::BloodGlucose{shown(599)},
                                    core::BloodGlucose{shown(500)},
                                    core::BloodGlucose{shown(501)},
                                    core::Ketone{{0, 1}},
                                    core::Ketone{{80, 1}, core::Reach::hi},
                                    core::KetoneControl{{11, 1}}};
  constexpr std::size_t distance = 4;
  Readings readings = make_readings(distance * std::size(extremes), wish.now, wish.unit, wish.seed);
  for (std::size_t i = 0; i < std::size(extremes); ++i) readings[distance * i + 1].content = extremes[i];
  return {std::move(readings)};
}

Preset two_people(const PresetWish& wish) {
  constexpr minutes first[] = {minutes(7 * 60), minutes(12 * 60), minutes(19 * 60)};  // of a day
  constexpr int days = 14;
  Dice dice(wish.seed);
  Readings readings;
  for (core::LocalSeconds day = midnight(wish.now) - hours(24 * days); day < midnight(wish.now);
       day += hours(24))
    for (const minutes time : first) {
      const core::LocalSeconds one = day + time + minutes(dice.below(20));
      readings.push_back(reading_at(one, 100 + dice.around(29), wish.unit));
      readings.push_back(reading_at(one + minutes(2 + dice.below(20)), 230 + dice.around(69), wish.unit));
    }
  return {std::move(readings)};
}

struct Named {
  std::string_view name;
  Preset (*make)(const PresetWish&);
};
constexpr Named presets[] = {{"first-week", first_week}, {"summer-time", summer_time},
                             {"clock-lost", clock_lost}, {"full-memory", full_memory},
                             {"hi-lo", hi_lo},           {"two-people", two_people}};

}  // namespace

core::Result<Preset> make_preset(std::string_view name, const PresetWish& wish) {
  for (const Named& preset : presets)
    if (preset.name == name) return preset.make(wish);
  return core::Error{core::Errc::usage, "there is no such preset", std::string(name),
                     fmt::format("There are: {}.", fmt::join(preset_names(), ", "))};
}

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const Named& preset : presets) names.emplace_back(preset.name);
  return names;
}

}  // namespace simulators
