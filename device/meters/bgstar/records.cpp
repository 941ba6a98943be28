#include "device/meters/bgstar/records.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "device/line_reader.hpp"

namespace device::bgstar {
namespace {

using core::MealMarker;
using Fields = std::vector<std::string_view>;

constexpr std::array<MealMarker, 7> meal_of_tag{
    MealMarker::none,         MealMarker::before_breakfast, MealMarker::after_breakfast,
    MealMarker::before_lunch, MealMarker::after_lunch,      MealMarker::before_dinner,
    MealMarker::after_dinner};
constexpr int lowest = 20, highest = 600;  // mg/dL
constexpr int lo_code = 19, hi_code = 601;
constexpr std::chrono::minutes unset_until{10};

core::Error misfit(std::string what, std::string_view line) {
  return {core::Errc::protocol, std::move(what), std::string(line),
          "The line may be disturbed: try another cable or port."};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Single spaces between fields; two in a row make an empty field, which nothing below accepts.
Fields split(std::string_view line) {
  Fields fields;
  while (true) {
    const std::size_t space = line.find(' ');
    fields.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return fields;
    line.remove_prefix(space + 1);
  }
}

/// The fields after "200 <verb>", where there are exactly so many.
std::optional<Fields> fields_of(std::string_view line, std::string_view verb, std::size_t count) {
  Fields fields = split(line);
  if (fields.size() != count + 2 || fields[0] != "200" || fields[1] != verb) return std::nullopt;
  fields.erase(fields.begin(), fields.begin() + 2);
  return fields;
}

/// The only word after "200 <verb>".
core::Result<std::string> decode_word(std::string_view line, std::string_view verb, std::string what) {
  const auto fields = fields_of(line, verb, 1);
  if (!fields || fields->front().empty() || !is_readable(line)) return misfit(std::move(what), line);
  return std::string(fields->front());
}

/// A number from `low` to `high`, without a sign or leading zeros.
std::optional<int> number(std::string_view text, int low, int high) {
  if (text.empty() || text.size() > 4 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value < low || value > high) return std::nullopt;
  return value;
}

std::optional<core::LocalSeconds> time_of(std::span<const std::string_view> fields) {
  constexpr std::array<std::pair<int, int>, 6> range{
      {{1970, 2099}, {1, 12}, {1, 31}, {0, 23}, {0, 59}, {0, 59}}};
  std::array<int, 6> part{};
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto value = number(fields[i], range[i].first, range[i].second);
    if (!value) return std::nullopt;
    part[i] = *value;
  }
  return core::make_local(part[0], part[1], part[2], part[3], part[4], part[5]);
}

/// "E3", "E03", "ER3": what is known is that it begins with E. The code is the number at its end.
std::optional<core::MeterError> error_of(std::string_view value) {
  if (value.substr(0, 1) != "E" || value.size() > 4 || !is_readable(value)) return std::nullopt;
  core::MeterError error;
  for (const char c : value.substr(std::min(value.find_first_of("0123456789"), value.size()))) {
    if (!is_digit(c)) return std::nullopt;
    error.code = error.code * 10 + (c - '0');
  }
  return error;
}

std::optional<core::Glucose> glucose_of(std::string_view value) {
  const core::Glucose hi = core::above_range(core::mg_dl(highest));
  const core::Glucose lo = core::below_range(core::mg_dl(lowest));
  if (value == "HI") return hi;
  if (value == "LO") return lo;
  const auto code = number(value, lo_code, hi_code);
  if (!code) return std::nullopt;
  return *code == hi_code ? hi : *code == lo_code ? lo : core::mg_dl(*code);
}

std::optional<core::Content> content_of(std::string_view value, bool control, MealMarker meal) {
  if (const auto error = error_of(value)) return *error;
  const auto glucose = glucose_of(value);
  if (!glucose) return std::nullopt;
  if (control) return core::ControlResult{*glucose};
  return core::BloodGlucose{*glucose, meal};
}

/// Whether the clock had been set when it showed this time.
bool was_set(core::LocalSeconds time) {
  const core::LocalSeconds begin = *core::make_local(2000, 1, 1, 0, 0, 0);
  return time < begin || time >= begin + unset_until;
}

std::string joined(std::span<const std::string_view> fields) {
  return fmt::format("{}", fmt::join(fields, " "));
}

}  // namespace

bool is_no_record(std::string_view answer) {
  return answer == "404 glurec";
}

bool is_refused(std::string_view answer) {
  return answer == "400";
}

bool is_busy(std::string_view answer) {
  return answer == "503" || answer.substr(0, 4) == "503 ";
}

core::Result<std::string> decode_hello(std::string_view line) {
  return decode_word(line, "hello", "the meter's greeting is not one of a BGStar");
}

core::Result<std::string> decode_serial(std::string_view line) {
  const auto fields = fields_of(line, "serial", 1);
  const auto fits = [](char c) { return is_digit(c) || is_letter(c); };
  if (!fields || fields->front().size() != 14 ||
      !std::all_of(fields->front().begin(), fields->front().end(), fits))
    return misfit("the meter's serial number is not one of a BGStar", line);
  return std::string(fields->front());
}

core::Result<core::LocalSeconds> decode_datetime(std::string_view line) {
  Fields fields = split(line);
  if (fields.size() == 8 && fields[1] == "datetime") fields.erase(fields.begin() + 1);
  const bool fits = fields.size() == 7 && fields[0] == "200";
  const auto time = fits ? time_of(std::span(fields).subspan(1)) : std::nullopt;
  if (!time) return misfit("the meter's clock shows no calendar time", line);
  return *time;
}

core::Result<std::size_t> decode_count(std::string_view line) {
  const auto fields = fields_of(line, "glucount", 1);
  const auto count = fields ? number(fields->front(), 0, 9999) : std::nullopt;
  if (!count) return misfit("the meter does not say how many readings it holds", line);
  return static_cast<std::size_t>(*count);
}

core::Result<std::string> decode_unit(std::string_view line) {
  return decode_word(line, "gluunit", "the meter does not say which unit it shows");
}

std::optional<core::GlucoseUnit> known_unit(std::string_view word) {
  if (word == "mg/dL") return core::GlucoseUnit::mg_dl;
  if (word == "mmol/L") return core::GlucoseUnit::mmol_l;
  return std::nullopt;
}

core::Result<std::string> decode_product(std::string_view answer) {
  std::optional<std::string_view> product;
  while (answer.substr(0, 4) == "100 ") {
    constexpr std::string_view name = "100 product ";
    const std::size_t end = std::min(answer.find('\n'), answer.size());
    if (answer.substr(0, name.size()) == name) product = answer.substr(name.size(), end - name.size());
    answer.remove_prefix(std::min(end + 1, answer.size()));
  }
  if (answer != "200 sysinfo all" || !product || product->empty() || !is_readable(*product))
    return misfit("the meter does not say which model it is", "");
  return std::string(*product);
}

core::Result<core::LogEntry> decode_record(std::string_view line) {
  const auto fields = fields_of(line, "glurec", 10);
  if (!fields) return misfit("what came is not a BGStar's record", line);
  const std::span<const std::string_view> rest = std::span(*fields).subspan(1);  // without a
  const auto a = number(fields->front(), 0, 9);
  const auto b = number(rest[0], 0, 1);
  const std::string_view value = rest[1];
  const auto tag = number(rest[2], 0, static_cast<int>(meal_of_tag.size()) - 1);
  const auto time = time_of(rest.subspan(3));
  if (!a || !b || !tag || !time) return misfit("a record of the meter has an impossible field", line);
  const auto content = content_of(value, *b == 1, meal_of_tag.at(static_cast<std::size_t>(*tag)));
  if (!content) return misfit("a record of the meter has an impossible value", line);

  core::LogEntry entry;
  entry.content = *content;
  entry.origin = value;
  if (*b == 1) entry.origin += " c";
  if (was_set(*time))
    entry.time.local = *time;
  else
    entry.origin += " at " + joined(rest.subspan(6));
  entry.raw = joined(rest);
  return entry;
}

core::Result<core::LogEntry> keep_unread(std::string_view line) {
  const auto fields = fields_of(line, "glurec", 10);
  if (!fields || !is_readable(line)) return misfit("what came is not a BGStar's record", line);
  core::LogEntry entry;
  entry.content = core::UnreadRecord{};
  entry.origin = entry.raw = joined(*fields);
  const auto time = time_of(std::span(*fields).subspan(4));
  if (time && was_set(*time)) entry.time.local = *time;
  return entry;
}

std::string encode_set_datetime(core::LocalSeconds time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  return fmt::format("set datetime {} {} {} {} {} {}", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace device::bgstar
