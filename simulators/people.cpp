#include "simulators/people.hpp"

#include <algorithm>

#include "simulators/dice.hpp"

namespace simulators {
namespace {

/// A moment of the day at which the person measures.
struct Habit {
  int minute_of_day;
  core::MealMarker meal;
  int usual_mg_dl;
  int one_in;  ///< left out once in so many; 0: never
};

// Latest first, as the readings are made. Dawn raises the morning value.
constexpr Habit habits[] = {{22 * 60 + 45, core::MealMarker::bedtime, 135, 2},
                            {20 * 60 + 30, core::MealMarker::after_dinner, 160, 3},
                            {18 * 60 + 40, core::MealMarker::before_dinner, 120, 8},
                            {14 * 60 + 15, core::MealMarker::after_lunch, 155, 3},
                            {12 * 60 + 20, core::MealMarker::before_lunch, 110, 8},
                            {9 * 60 + 15, core::MealMarker::after_breakfast, 170, 3},
                            {7 * 60 + 10, core::MealMarker::before_breakfast, 130, 20}};

core::Glucose value(const Habit& habit, int week, core::GlucoseUnit unit, Dice& dice) {
  constexpr core::Glucose limit = core::mg_dl(600);
  if (dice.once_in(2000)) return core::above_range(limit);
  const bool low = dice.once_in(25);
  const int shown = low ? 48 + dice.below(22) : habit.usual_mg_dl + week + dice.around(110);
  return core::converted(core::mg_dl(std::clamp(shown, 48, 420)), unit);
}

}  // namespace

Readings make_readings(std::size_t count, core::LocalSeconds now, core::GlucoseUnit unit,
                       std::uint64_t seed) {
  Dice dice(seed);
  Readings readings;
  auto day = date::floor<date::days>(now) - date::days(1);
  int week = 0;
  for (int days = 0; readings.size() < count; ++days, day -= date::days(1)) {
    if (days % 7 == 0) week = dice.around(30);
    for (const Habit& habit : habits) {
      core::LogEntry entry;
      entry.time.local = day + std::chrono::minutes(habit.minute_of_day + dice.around(40)) +
                         std::chrono::seconds(dice.below(60));
      entry.content = core::BloodGlucose{value(habit, week, unit, dice), habit.meal};
      const bool left_out = dice.once_in(habit.one_in);
      if (!left_out && readings.size() < count) readings.push_back(entry);
    }
  }
  std::reverse(readings.begin(), readings.end());
  return readings;
}

}  // namespace simulators
