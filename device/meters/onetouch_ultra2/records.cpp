#include "device/meters/onetouch_ultra2/records.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/text_form.hpp"

namespace device::onetouch_ultra2 {
namespace {

constexpr int lowest = 20, highest = 600;  // mg/dL
constexpr std::chrono::minutes unset_until{10};
constexpr std::array<std::string_view, 7> days{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr std::array<std::string_view, 12> comments{
    "",       "not_enough_food", "too_much_food", "mild_exercise", "hard_exercise", "medication",
    "stress", "illness",         "feel_hypo",     "menses",        "vacation",      "other"};

core::LocalSeconds never_set() {
  return *core::make_local(2000, 1, 1, 0, 0, 0);
}

/// Of the day, from one of twelve hours where AM or PM stands in the place of two of the blanks.
std::optional<int> hour_of(int number, std::string_view half) {
  if (half == "   ") return number;
  if ((half != " AM" && half != " PM") || number < 1 || number > 12) return std::nullopt;
  return number % 12 + (half == " PM" ? 12 : 0);
}

/// `"DAY","MM/DD/YY","HH:MM:SS   "`
std::optional<core::LocalSeconds> time_of(std::string_view text) {
  if (!fits(text, R"("***","dd/dd/dd","dd:dd:dd***")")) return std::nullopt;
  const auto hour = hour_of(digits_at(text, 18, 2), text.substr(26, 3));
  if (!hour) return std::nullopt;
  const auto time =
      core::make_local(2000 + digits_at(text, 13, 2), digits_at(text, 7, 2), digits_at(text, 10, 2), *hour,
                       digits_at(text, 21, 2), digits_at(text, 24, 2));
  if (!time) return std::nullopt;
  const date::weekday day{date::floor<date::days>(*time)};
  if (text.substr(1, 3) != days.at(day.c_encoding())) return std::nullopt;
  return time;
}

std::optional<core::GlucoseUnit> unit_of(std::string_view text) {
  if (text == R"("MG/DL ")") return core::GlucoseUnit::mg_dl;
  if (text == R"("MMOL/L")") return core::GlucoseUnit::mmol_l;
  return std::nullopt;
}

/// The number of a record, its kind and its doubt taken off: " 104 ", " HIGH", "LOW  ".
std::optional<core::Glucose> value_of(std::string_view text) {
  const core::Glucose hi = core::above_range(core::mg_dl(highest));
  const core::Glucose lo = core::below_range(core::mg_dl(lowest));
  if (without_blanks(text) == "HIGH") return hi;
  if (without_blanks(text) == "LOW") return lo;
  if (!fits(text, " ddd ")) return std::nullopt;
  const int number = digits_at(text, 1, 3);
  return number > highest ? hi : number < lowest ? lo : core::mg_dl(number);
}

std::optional<core::MealMarker> meal_of(char letter) {
  switch (letter) {
    case 'N':
      return core::MealMarker::none;
    case 'B':
      return core::MealMarker::before_meal;
    case 'A':
      return core::MealMarker::after_meal;
    default:
      return std::nullopt;
  }
}

/// What the six characters of the fourth field say.
std::optional<core::Content> content_of(std::string_view field, core::MealMarker meal) {
  char kind = ' ';
  if (std::string_view(" CK!I").find(field.front()) != std::string_view::npos) {
    kind = field.front();
    field.remove_prefix(1);
  }
  std::string number(field);
  const bool doubted = number.back() == '?';
  if (doubted) number.back() = ' ';
  const auto value = value_of(number);
  if (!value) return std::nullopt;
  if (doubted || kind == '!' || kind == 'I') return core::UnreadRecord{};
  if (kind != ' ') return core::ControlResult{*value};
  return core::BloodGlucose{*value, meal};
}

core::Result<core::LocalSeconds> decode_time(std::string_view line, char letter) {
  const auto text = decode_text(line);
  if (text.has_error()) return text.error();
  const auto time = text->substr(0, 2) == std::string{letter, ' '} ? time_of(text->substr(2)) : std::nullopt;
  if (!time) return misfit("the meter's clock shows no calendar time", line);
  return *time;
}

}  // namespace

core::Result<std::string_view> decode_text(std::string_view line) {
  constexpr std::size_t sum_size = 5;
  if (line.size() <= sum_size || !fits(line, std::string(line.size(), '*')))
    return misfit("what came is not a line of a OneTouch Ultra", line);
  const std::string_view text = line.substr(0, line.size() - sum_size);
  if (line.substr(text.size()) != fmt::format(" {:04X}", core::sum16(core::as_bytes(text))))
    return misfit("the sum of a line of the meter is wrong", line);
  return text;
}

core::Result<std::string> decode_version(std::string_view line) {
  const auto text = decode_text(line);
  if (text.has_error()) return text.error();
  if (text->size() < 2 || text->front() != '?') return misfit("the meter does not say its version", line);
  return std::string(text->substr(1));
}

core::Result<std::string> decode_serial(std::string_view line) {
  const auto text = decode_text(line);
  if (text.has_error()) return text.error();
  if (!fits(*text, R"(@ "nnnnnnnnn")"))
    return misfit("the meter's serial number is not one of a OneTouch Ultra", line);
  return std::string(text->substr(3, 9));
}

core::Result<core::GlucoseUnit> decode_unit(std::string_view line) {
  const auto text = decode_text(line);
  if (text.has_error()) return text.error();
  const auto unit = text->substr(0, 4) == "SU?," ? unit_of(text->substr(4)) : std::nullopt;
  if (!unit) return misfit("the meter does not say which unit it shows", line);
  return *unit;
}

core::Result<core::LocalSeconds> decode_clock(std::string_view line) {
  return decode_time(line, 'F');
}

core::Result<core::LocalSeconds> decode_new_clock(std::string_view line) {
  return decode_time(line, 'T');
}

bool is_erased(std::string_view line) {
  return line == "Z 005A";
}

core::Result<Header> decode_header(std::string_view line) {
  const auto text = decode_text(line);
  if (text.has_error()) return text.error();
  const auto unit = fits(*text, R"(P ddd,"nnnnnnnnn","******")") ? unit_of(text->substr(18)) : std::nullopt;
  if (!unit) return misfit("the meter does not say how many readings follow", line);
  return Header{static_cast<std::size_t>(digits_at(*text, 2, 3)), std::string(text->substr(7, 9)), *unit};
}

core::Result<core::LogEntry> decode_record(std::string_view line) {
  const auto text = decode_text(line);
  if (text.has_error()) return text.error();
  const bool has_meal = fits(*text, R"(P "***","dd/dd/dd","dd:dd:dd***","******","*","dd", hh)");
  if (!has_meal && !fits(*text, R"(P "***","dd/dd/dd","dd:dd:dd***","******", hh)"))
    return misfit("what came is not a record of a OneTouch Ultra", line);
  const auto time = time_of(text->substr(2, 30));
  const auto meal = has_meal ? meal_of(text->at(43)) : core::MealMarker::none;
  if (!time || !meal) return misfit("a record of the meter has an impossible field", line);
  const std::string_view field = text->substr(34, 6);
  const auto content = content_of(field, *meal);
  if (!content) return misfit("a record of the meter has an impossible value", line);
  if (std::holds_alternative<core::UnreadRecord>(*content)) return keep_unread(line);

  core::LogEntry entry;
  entry.content = *content;
  entry.origin = without_blanks(field);
  if (*time < never_set() + unset_until)
    entry.origin += fmt::format(" at {} {}", text->substr(9, 8), without_blanks(text->substr(20, 11)));
  else
    entry.time.local = *time;
  entry.raw = *text;
  const auto comment = has_meal ? static_cast<std::size_t>(digits_at(*text, 47, 2)) : 0;
  if (comment >= comments.size())
    entry.tags.push_back(fmt::format("comment_{:02}", comment));
  else if (comment > 0)
    entry.tags.emplace_back(comments.at(comment));
  return entry;
}

core::Result<core::LogEntry> keep_unread(std::string_view line) {
  const auto text = decode_text(line);
  if (text.has_error()) return text.error();
  if (text->substr(0, 3) != "P \"") return misfit("what came is not a record of a OneTouch Ultra", line);
  core::LogEntry entry;
  entry.content = core::UnreadRecord{};
  entry.origin = entry.raw = *text;
  const bool is_doubted = text->size() > 39 && text->at(39) == '?';  // the time with it
  const auto time = time_of(text->substr(2, 30));
  if (time && !is_doubted && *time >= never_set() + unset_until) entry.time.local = *time;
  return entry;
}

std::string encode_question(std::string_view letters) {
  return "\x11\r" + std::string(letters);
}

std::string encode_set_clock(core::LocalSeconds time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  return encode_question(fmt::format("DMT{:02}/{:02}/{:02} {:02}:{:02}:{:02}\r",
                                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                                     static_cast<int>(ymd.year()) % 100, clock.hours().count(),
                                     clock.minutes().count(), clock.seconds().count()));
}

}  // namespace device::onetouch_ultra2
