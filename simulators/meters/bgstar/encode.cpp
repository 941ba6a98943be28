#include "simulators/meters/bgstar/encode.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace simulators::bgstar {
namespace {

constexpr std::int32_t lowest = 20;
constexpr std::int32_t highest = 600;

struct Measured {
  int control = 0;  ///< field b
  std::string value;
  int tag = 0;
};

std::string encode_value(const core::Glucose& glucose) {
  if (glucose.reach == core::Reach::hi) return fmt::format("{}", highest + 1);
  if (glucose.reach == core::Reach::lo) return fmt::format("{}", lowest - 1);
  const std::int32_t shown = core::converted(glucose, core::GlucoseUnit::mg_dl).digits;
  return fmt::format("{}", std::clamp(shown, lowest - 1, highest + 1));
}

int encode_tag(core::MealMarker meal) {
  switch (meal) {
    case core::MealMarker::before_breakfast:
      return 1;
    case core::MealMarker::after_breakfast:
      return 2;
    case core::MealMarker::before_lunch:
      return 3;
    case core::MealMarker::after_lunch:
      return 4;
    case core::MealMarker::before_dinner:
      return 5;
    case core::MealMarker::after_dinner:
      return 6;
    default:
      return 0;
  }
}

std::optional<Measured> encode_content(const core::Content& content) {
  if (const auto* reading = std::get_if<core::BloodGlucose>(&content))
    return Measured{0, encode_value(reading->value), encode_tag(reading->meal)};
  if (const auto* control = std::get_if<core::ControlResult>(&content))
    return Measured{1, encode_value(control->value), 0};
  if (const auto* error = std::get_if<core::MeterError>(&content);
      error && error->code >= 1 && error->code <= 99)
    return Measured{0, fmt::format("E{}", error->code), 0};
  return std::nullopt;
}

bool is_storable(core::LocalSeconds time) {
  const date::year year = date::year_month_day(date::floor<date::days>(time)).year();
  return year >= date::year(1970) && year <= date::year(2099);
}

}  // namespace

std::string encode_time(core::LocalSeconds time) {
  const auto midnight = date::floor<date::days>(time);
  const date::year_month_day day(midnight);
  const date::hh_mm_ss clock(time - midnight);
  return fmt::format("{} {} {} {} {} {}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

std::optional<std::string> encode_record(const core::LogEntry& entry) {
  const std::optional<Measured> measured = encode_content(entry.content);
  if (!measured || (entry.time.local && !is_storable(*entry.time.local))) return std::nullopt;
  const std::string time = entry.time.local ? encode_time(*entry.time.local) : "2000 1 1 0 0 0";
  return fmt::format("0 {} {} {} {}", measured->control, measured->value, measured->tag, time);
}

}  // namespace simulators::bgstar
