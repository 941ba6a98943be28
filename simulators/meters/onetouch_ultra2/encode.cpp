#include "simulators/meters/onetouch_ultra2/encode.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/io/checksum.hpp"

namespace simulators::onetouch_ultra2 {
namespace {

constexpr std::int32_t lowest = 20;
constexpr std::int32_t highest = 600;
constexpr core::LocalSeconds first_time = date::local_days{date::year{2000} / date::January / 1};
constexpr core::LocalSeconds last_time =
    date::local_days{date::year{2100} / date::January / 1} - std::chrono::seconds(1);
constexpr core::LocalSeconds never_set = first_time + std::chrono::minutes(3);

constexpr std::string_view weekdays[] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

/// At each comment's number its tag.
constexpr std::string_view comments[] = {"none",          "not_enough_food", "too_much_food", "mild_exercise",
                                         "hard_exercise", "medication",      "stress",        "illness",
                                         "feel_hypo",     "menses",          "vacation",      "other"};

struct Measured {
  std::string value;  ///< the fourth field
  char meal = 'N';
};

bool is_storable(core::LocalSeconds time) {
  return time >= first_time && time <= last_time;
}

/// The six places of the fourth field; `mark` is the first of them.
std::string encode_value(char mark, const core::Glucose& glucose, OutOfRange out_of_range) {
  const std::int32_t number = core::converted(glucose, core::GlucoseUnit::mg_dl).digits;
  const bool is_number = glucose.reach == core::Reach::number;
  const bool is_high = is_number ? number > highest : glucose.reach == core::Reach::hi;
  const bool is_low = is_number ? number < lowest : glucose.reach == core::Reach::lo;
  if (is_high && out_of_range == OutOfRange::words) return fmt::format("{}HIGH ", mark);
  if (is_low && out_of_range == OutOfRange::words) return fmt::format("{}LOW  ", mark);
  return fmt::format("{} {:03} ", mark, is_high ? highest + 1 : is_low ? lowest - 1 : number);
}

char encode_meal(core::MealMarker meal) {
  switch (meal) {
    case core::MealMarker::before_meal:
    case core::MealMarker::before_breakfast:
    case core::MealMarker::before_lunch:
    case core::MealMarker::before_dinner:
    case core::MealMarker::before_snack:
      return 'B';
    case core::MealMarker::after_meal:
    case core::MealMarker::after_breakfast:
    case core::MealMarker::after_lunch:
    case core::MealMarker::after_dinner:
      return 'A';
    default:
      return 'N';
  }
}

std::ptrdiff_t encode_comment(const std::vector<std::string>& tags) {
  for (const std::string& tag : tags) {
    const auto* const found = std::find(std::begin(comments), std::end(comments), tag);
    if (found != std::end(comments)) return found - std::begin(comments);
  }
  return 0;
}

std::optional<Measured> encode_content(const core::Content& content, Layout layout, OutOfRange out_of_range) {
  if (const auto* reading = std::get_if<core::BloodGlucose>(&content))
    return Measured{encode_value(' ', reading->value, out_of_range), encode_meal(reading->meal)};
  // Digits, because no page says where HIGH would stand beside the mark.
  if (const auto* control = std::get_if<core::ControlResult>(&content))
    return Measured{encode_value(layout == Layout::ultra2 ? 'C' : 'K', control->value, OutOfRange::numbers)};
  if (std::holds_alternative<core::UnreadRecord>(content))
    return Measured{encode_value(' ', core::mg_dl(100), out_of_range)};
  return std::nullopt;
}

std::string encode_stamp(std::string_view weekday, unsigned month, unsigned day, core::LocalSeconds time) {
  const auto midnight = date::floor<date::days>(time);
  const int year = static_cast<int>(date::year_month_day(midnight).year());
  const date::hh_mm_ss clock(time - midnight);
  return fmt::format(R"("{}","{:02}/{:02}/{:02}","{:02}:{:02}:{:02}   ")", weekday, month, day, year % 100,
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

std::string encode_time(core::LocalSeconds time) {
  const core::LocalSeconds shown = std::clamp(time, first_time, last_time);
  const auto midnight = date::floor<date::days>(shown);
  const date::year_month_day day(midnight);
  return encode_stamp(weekdays[date::weekday(midnight).c_encoding()], static_cast<unsigned>(day.month()),
                      static_cast<unsigned>(day.day()), shown);
}

std::string encode_line(std::string_view text) {
  return fmt::format("{} {:04X}\r\n", text, core::sum16(core::as_bytes(text)));
}

std::optional<std::string> encode_record(const core::LogEntry& entry, Layout layout,
                                         OutOfRange out_of_range) {
  const std::optional<Measured> measured = encode_content(entry.content, layout, out_of_range);
  const core::LocalSeconds time = entry.time.local.value_or(never_set);
  if (!measured || !is_storable(time)) return std::nullopt;
  const bool is_unread = std::holds_alternative<core::UnreadRecord>(entry.content);
  const std::string stamp = is_unread ? encode_stamp("MON", 2, 30, time) : encode_time(time);
  if (layout == Layout::ultra) return fmt::format(R"(P {},"{}", 00)", stamp, measured->value);
  return fmt::format(R"(P {},"{}","{}","{:02}", 00)", stamp, measured->value, measured->meal,
                     encode_comment(entry.tags));
}

}  // namespace simulators::onetouch_ultra2
