#include "core/interchange/uci.hpp"

#include <array>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "core/text/printable.hpp"

namespace core {
namespace {

/// A piece of a line for a reason: masked, in quotes, and short.
std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 30;
  return fmt::format("\"{}{}\"", printable(text.substr(0, longest)), text.size() > longest ? "…" : "");
}

Error unreadable(std::string reason) {
  return {Errc::bad_data, std::move(reason), "", ""};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// 1 to 6 digits and nothing else.
std::optional<int> parse_digits(std::string_view text) {
  if (text.empty() || text.size() > 6) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

struct Fields {
  std::string_view date, time, code, value;
};

Result<Fields> split(std::string_view line) {
  std::array<std::string_view, 4> field;
  std::size_t count = 0;
  for (std::string_view rest = line;; ++count) {
    const std::size_t tab = rest.find('\t');
    if (count < field.size()) field[count] = rest.substr(0, tab);
    if (tab == std::string_view::npos) break;
    rest.remove_prefix(tab + 1);
  }
  if (++count != field.size())
    return unreadable(
        fmt::format("a line has four columns (date, time, code, value) and this one has {}", count));
  return Fields{field[0], field[1], field[2], field[3]};
}

Result<LocalSeconds> parse_day(std::string_view text) {
  const bool is_shaped = text.size() == 10 && text[2] == '-' && text[5] == '-';
  const auto month = is_shaped ? parse_digits(text.substr(0, 2)) : std::nullopt;
  const auto day = is_shaped ? parse_digits(text.substr(3, 2)) : std::nullopt;
  const auto year = is_shaped ? parse_digits(text.substr(6)) : std::nullopt;
  if (!month || !day || !year)
    return unreadable("the first column is not a date like 04-21-1991: " + quoted(text));
  if (*year < first_year || *year > last_year)
    return unreadable(fmt::format("the year lies outside {} to {}: {}", first_year, last_year, quoted(text)));
  const auto midnight = make_local(*year, *month, *day, 0, 0, 0);
  if (!midnight) return unreadable("there is no such day: " + quoted(text));
  return *midnight;
}

Result<std::chrono::minutes> parse_time_of_day(std::string_view text) {
  const std::size_t colon = text.find(':');
  const bool is_shaped = colon != std::string_view::npos && text.size() == colon + 3;
  const auto hour = is_shaped ? parse_digits(text.substr(0, colon)) : std::nullopt;
  const auto minute = is_shaped ? parse_digits(text.substr(colon + 1)) : std::nullopt;
  if (!hour || !minute)
    return unreadable("the second column is not a time like 9:09 or 17:08: " + quoted(text));
  if (*hour > 23 || *minute > 59 || colon > 2)
    return unreadable("there is no such time of day: " + quoted(text));
  return std::chrono::minutes{*hour * 60 + *minute};
}

/// The value of a glucose line after its padding: "Hi" of "0Hi".
std::string_view without_padding(std::string_view text) {
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  return text;
}

bool is_word(std::string_view text, std::string_view lower_case) {
  if (text.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (static_cast<char>(text[i] | 0x20) != lower_case[i]) return false;
  return true;
}

Result<Glucose> parse_value(std::string_view text) {
  const std::string_view word = text.size() <= 6 ? without_padding(text) : text;
  if (is_word(word, "hi")) return above_range(mg_dl(0));
  if (is_word(word, "lo")) return below_range(mg_dl(0));
  const auto value = parse_digits(text);
  if (!value) return unreadable("the value is not a whole number of mg/dL: " + quoted(text));
  // Paper logbooks hold what today's meters would show as LO or HI: a number is a number.
  if (*value < 1 || *value > 999)
    return unreadable(fmt::format("{} mg/dL cannot be (1 to 999, Hi or Lo)", *value));
  return mg_dl(*value);
}

constexpr std::array<MealMarker, 8> meals_from_57{
    MealMarker::none,         MealMarker::before_breakfast, MealMarker::after_breakfast,
    MealMarker::before_lunch, MealMarker::after_lunch,      MealMarker::before_dinner,
    MealMarker::after_dinner, MealMarker::before_snack};
constexpr std::array<Size, 3> sizes{Size::usual, Size::more, Size::less};
constexpr std::array<InsulinKind, 3> insulins_from_33{InsulinKind::regular, InsulinKind::nph,
                                                      InsulinKind::ultralente};

/// Fills content and origin from the columns code and value.
Result<void> parse_content(std::string_view code_text, std::string_view value_text, LogEntry& entry) {
  const auto number = code_text.size() <= 2 ? parse_digits(code_text) : std::nullopt;
  if (!number) return unreadable("the third column is not a code of two digits: " + quoted(code_text));
  const auto code = static_cast<std::size_t>(*number);

  entry.origin.append(code_text).push_back(' ');
  if (code == 48 || (code >= 57 && code <= 64)) {
    const auto value = parse_value(value_text);
    if (!value) return value.error();
    entry.content = BloodGlucose{*value, code == 48 ? MealMarker::none : meals_from_57[code - 57]};
    if (value->reach == Reach::number)
      entry.origin.append(without_padding(value_text));
    else
      entry.origin.append(format_number(*value));
    return {};
  }

  const bool is_insulin = code >= 33 && code <= 35;
  if (!is_insulin && (code < 65 || code > 72))
    return unreadable(fmt::format("code {} has no meaning here (known are 33 to 35, 48 and 57 to 72)", code));
  const auto amount = parse_decimal(value_text);
  if (!amount || (!is_insulin && amount->decimals > 0))
    return unreadable("the value is not a number: " + quoted(value_text));
  if (is_insulin && compare(*amount, {999, 0}) > 0)
    return unreadable("a dose of more than 999 units is a slip of the pen: " + quoted(value_text));
  entry.origin.append(format_decimal(*amount));
  if (is_insulin)
    entry.content = Insulin{*amount, insulins_from_33[code - 33]};
  else if (code == 65)
    entry.content = Symptom{SymptomKind::hypo};
  else if (code <= 68)
    entry.content = Meal{sizes[code - 66]};
  else if (code <= 71)
    entry.content = Exercise{sizes[code - 69]};
  else
    entry.content = Event{};
  return {};
}

}  // namespace

Result<LogEntry> parse_uci_line(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() > longest_uci_line)
    return unreadable(fmt::format("the line is longer than {} bytes", longest_uci_line));
  const auto fields = split(line);
  if (!fields) return fields.error();
  const auto day = parse_day(fields->date);
  if (!day) return day.error();
  const auto time = parse_time_of_day(fields->time);
  if (!time) return time.error();

  Result<LogEntry> result;
  result->time.local = *day + *time;
  if (auto content = parse_content(fields->code, fields->value, *result); !content) return content.error();
  return result;
}

}  // namespace core
