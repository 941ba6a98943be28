#include "core/values/glucose.hpp"

#include <array>
#include <cctype>

#include <fmt/format.h>

namespace core {
namespace {

constexpr std::array<std::int64_t, 4> powers_of_ten{1, 10, 100, 1000};

/// 1 mmol/L in millionths of mg/dL: the molar mass of glucose, 180.1559 g/mol, over 10.
constexpr std::int64_t millionths_per_mmol_l = 18'015'590;
constexpr std::int64_t millionths_per_mg_dl = 1'000'000;

constexpr std::int64_t divide_half_up(std::int64_t dividend, std::int64_t divisor) {
  return (2 * dividend + divisor) / (2 * divisor);
}

constexpr std::int64_t millionths_of_one(GlucoseUnit unit) {
  return unit == GlucoseUnit::mg_dl ? millionths_per_mg_dl : millionths_per_mmol_l;
}

constexpr std::uint8_t usual_decimals(GlucoseUnit unit) {
  return unit == GlucoseUnit::mg_dl ? 0 : 1;
}

/// digits / 10^decimals <=> limit / 10, exactly.
std::strong_ordering compare_to_tenths(const Glucose& value, std::int64_t limit_tenths) {
  return value.digits * 10 <=> limit_tenths * powers_of_ten[value.decimals];
}

std::string lower(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ') result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

Error not_a_value(std::string_view text) {
  return {Errc::usage, "this is not a glucose value", std::string(text),
          "Write it as the meter shows it, for example 6.4 mmol/L, 114 mg/dL, HI or LO."};
}

Error ask_for_unit(std::string_view text) {
  return {Errc::usage, "the unit of this value is not clear", std::string(text),
          "Add mmol/L or mg/dL, as the meter shows it."};
}

struct Number {
  std::int32_t digits = 0;
  std::uint8_t decimals = 0;
  bool has_point = false;
};

/// Up to five digits with at most one point or comma and three decimals; takes them off the front of `text`.
std::optional<Number> take_number(std::string_view& text) {
  Number number;
  std::size_t i = 0;
  std::size_t digits = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      if (++digits > 5 || (number.has_point && ++number.decimals > 3)) return std::nullopt;
      number.digits = number.digits * 10 + (c - '0');
    } else if ((c == '.' || c == ',') && !number.has_point && digits > 0) {
      number.has_point = true;
    } else {
      break;
    }
  }
  if (digits == 0 || (number.has_point && number.decimals == 0)) return std::nullopt;
  text.remove_prefix(i);
  return number;
}

}  // namespace

std::optional<std::int64_t> millionths_mg_dl(const Glucose& value) {
  if (value.reach != Reach::number) return std::nullopt;
  return divide_half_up(value.digits * millionths_of_one(value.unit), powers_of_ten[value.decimals]);
}

std::optional<double> numeric_mg_dl(const Glucose& value) {
  if (value.reach != Reach::number) return std::nullopt;
  const std::int64_t dividend = value.digits * millionths_of_one(value.unit);
  return static_cast<double>(dividend) /
         static_cast<double>(millionths_per_mg_dl * powers_of_ten[value.decimals]);
}

Glucose converted(const Glucose& value, GlucoseUnit unit) {
  const std::uint8_t decimals = usual_decimals(unit);
  const std::int64_t dividend = value.digits * millionths_of_one(value.unit) * powers_of_ten[decimals];
  const std::int64_t divisor = millionths_of_one(unit) * powers_of_ten[value.decimals];
  return {static_cast<std::int32_t>(divide_half_up(dividend, divisor)), decimals, unit, value.reach};
}

Band band(const Glucose& value) {
  if (value.reach == Reach::lo) return Band::very_low;
  if (value.reach == Reach::hi) return Band::very_high;
  struct Limits {
    std::int64_t low, in_range, high, very_high;
  };
  const Limits tenths =
      value.unit == GlucoseUnit::mg_dl ? Limits{540, 700, 1800, 2500} : Limits{30, 39, 100, 139};
  if (compare_to_tenths(value, tenths.low) < 0) return Band::very_low;
  if (compare_to_tenths(value, tenths.in_range) < 0) return Band::low;
  if (compare_to_tenths(value, tenths.high) <= 0) return Band::in_range;
  if (compare_to_tenths(value, tenths.very_high) <= 0) return Band::high;
  return Band::very_high;
}

std::string format_number(const Glucose& value) {
  if (value.reach == Reach::hi) return "HI";
  if (value.reach == Reach::lo) return "LO";
  if (value.decimals == 0) return fmt::format("{}", value.digits);
  const std::int64_t power = powers_of_ten[value.decimals];
  return fmt::format("{}.{:0{}}", value.digits / power, value.digits % power, value.decimals);
}

std::string format_glucose(const Glucose& value) {
  if (value.reach != Reach::number) return format_number(value);
  return format_number(value) + " " + std::string(name(value.unit));
}

std::string_view name(GlucoseUnit unit) {
  return unit == GlucoseUnit::mg_dl ? "mg/dL" : "mmol/L";
}

std::optional<GlucoseUnit> parse_glucose_unit(std::string_view text) {
  const std::string word = lower(text);
  if (word == "mg/dl" || word == "mgdl" || word == "mg") return GlucoseUnit::mg_dl;
  if (word == "mmol/l" || word == "mmoll" || word == "mmol") return GlucoseUnit::mmol_l;
  return std::nullopt;
}

bool is_plausible(const Glucose& value) {
  if (value.reach != Reach::number) return true;
  const bool is_mg = value.unit == GlucoseUnit::mg_dl;
  return compare_to_tenths(value, is_mg ? 200 : 11) >= 0 && compare_to_tenths(value, is_mg ? 6000 : 333) <= 0;
}

Result<Glucose> parse_glucose(std::string_view text, std::optional<GlucoseUnit> expected) {
  const std::string word = lower(text);
  if (word == "hi" || word == "high") return Glucose{0, 0, expected.value_or(GlucoseUnit::mg_dl), Reach::hi};
  if (word == "lo" || word == "low") return Glucose{0, 0, expected.value_or(GlucoseUnit::mg_dl), Reach::lo};

  std::string_view rest = word;
  const std::optional<Number> number = take_number(rest);
  if (!number) return not_a_value(text);
  Glucose value{number->digits, number->decimals, GlucoseUnit::mg_dl, Reach::number};

  if (!rest.empty()) {
    const std::optional<GlucoseUnit> unit = parse_glucose_unit(rest);
    if (!unit) return not_a_value(text);
    value.unit = *unit;
  } else {
    const bool is_mmol = number->has_point
                             ? compare_to_tenths(value, 10) >= 0 && compare_to_tenths(value, 333) <= 0
                             : value.digits >= 1 && value.digits <= 19;
    const bool is_mg = !number->has_point && value.digits >= 40;
    if (!is_mmol && !is_mg) return ask_for_unit(text);
    value.unit = is_mmol ? GlucoseUnit::mmol_l : GlucoseUnit::mg_dl;
    if (expected && *expected != value.unit) return ask_for_unit(text);
  }
  if (!is_plausible(value))
    return Error{Errc::bad_data, "no meter shows this value", format_glucose(value),
                 "Meters show 20 to 600 mg/dL (1.1 to 33.3 mmol/L), HI or LO."};
  return value;
}

}  // namespace core
