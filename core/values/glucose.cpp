#include "core/values/glucose.hpp"

#include <cctype>

namespace core {
namespace {

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

Decimal number_of(const Glucose& value) {
  return {value.digits, value.decimals};
}

/// The order of two numbers of the same unit.
std::strong_ordering compare_numbers(const Glucose& a, const Glucose& b) {
  return compare(number_of(a), number_of(b));
}

std::string lower(std::string_view text) {
  std::string result;
  for (const char c : text) result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// Without the spaces around it.
std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

Error not_a_value(std::string_view text) {
  return {Errc::usage, "this is not a glucose value", std::string(text),
          "Write it as the meter shows it, for example 6.4 mmol/L, 114 mg/dL, HI or LO."};
}

Error ask_for_unit(std::string_view text) {
  return {Errc::usage, "the unit of this value is not clear", std::string(text),
          "Add mmol/L or mg/dL, as the meter shows it."};
}

}  // namespace

std::optional<std::int64_t> millionths_mg_dl(const Glucose& value) {
  if (value.reach != Reach::number) return std::nullopt;
  return divide_half_up(value.digits * millionths_of_one(value.unit), power_of_ten(value.decimals));
}

std::optional<double> numeric_mg_dl(const Glucose& value) {
  if (value.reach != Reach::number) return std::nullopt;
  const std::int64_t dividend = value.digits * millionths_of_one(value.unit);
  return static_cast<double>(dividend) /
         static_cast<double>(millionths_per_mg_dl * power_of_ten(value.decimals));
}

double in_unit(double mg_dl, GlucoseUnit unit) {
  return mg_dl / (static_cast<double>(millionths_of_one(unit)) / static_cast<double>(millionths_per_mg_dl));
}

Glucose converted(const Glucose& value, GlucoseUnit unit) {
  const std::uint8_t decimals = usual_decimals(unit);
  const std::int64_t dividend = value.digits * millionths_of_one(value.unit) * power_of_ten(decimals);
  const std::int64_t divisor = millionths_of_one(unit) * power_of_ten(value.decimals);
  return {static_cast<std::int32_t>(divide_half_up(dividend, divisor)), decimals, unit, value.reach};
}

Band band(const Glucose& value) {
  if (value.reach == Reach::lo) return Band::very_low;
  if (value.reach == Reach::hi) return Band::very_high;
  const BandLimits limits = band_limits(value.unit);
  if (compare_numbers(value, limits.first_low) < 0) return Band::very_low;
  if (compare_numbers(value, limits.first_in_range) < 0) return Band::low;
  if (compare_numbers(value, limits.last_in_range) <= 0) return Band::in_range;
  if (compare_numbers(value, limits.last_high) <= 0) return Band::high;
  return Band::very_high;
}

std::string format_number(const Glucose& value) {
  if (value.reach == Reach::hi) return "HI";
  if (value.reach == Reach::lo) return "LO";
  return format_decimal(number_of(value));
}

std::string format_glucose(const Glucose& value) {
  if (value.reach != Reach::number) return format_number(value);
  return format_number(value) + " " + std::string(name(value.unit));
}

std::string_view name(GlucoseUnit unit) {
  return unit == GlucoseUnit::mg_dl ? "mg/dL" : "mmol/L";
}

std::optional<GlucoseUnit> parse_glucose_unit(std::string_view text) {
  const std::string word = lower(trimmed(text));
  if (word == "mg/dl" || word == "mgdl" || word == "mg") return GlucoseUnit::mg_dl;
  if (word == "mmol/l" || word == "mmoll" || word == "mmol") return GlucoseUnit::mmol_l;
  return std::nullopt;
}

bool is_plausible(const Glucose& value) {
  if (value.reach != Reach::number) return true;
  const bool is_mg = value.unit == GlucoseUnit::mg_dl;
  return compare_numbers(value, is_mg ? mg_dl(20) : mmol_l_tenths(11)) >= 0 &&
         compare_numbers(value, is_mg ? mg_dl(600) : mmol_l_tenths(333)) <= 0;
}

Result<Glucose> parse_glucose(std::string_view text, std::optional<GlucoseUnit> expected) {
  std::string_view rest = trimmed(text);
  const std::string word = lower(rest);
  if (word == "hi" || word == "high") return Glucose{0, 0, expected.value_or(GlucoseUnit::mg_dl), Reach::hi};
  if (word == "lo" || word == "low") return Glucose{0, 0, expected.value_or(GlucoseUnit::mg_dl), Reach::lo};

  const std::optional<Decimal> number = take_decimal(rest, 5);
  if (!number) return not_a_value(text);
  Glucose value{number->digits, number->decimals, GlucoseUnit::mg_dl, Reach::number};

  if (!rest.empty()) {
    const std::optional<GlucoseUnit> unit = parse_glucose_unit(rest);
    if (!unit) return not_a_value(text);
    value.unit = *unit;
  } else {
    const bool has_point = number->decimals > 0;
    const bool is_mmol = has_point ? compare(*number, {10, 1}) >= 0 && compare(*number, {333, 1}) <= 0
                                   : value.digits >= 1 && value.digits <= 19;
    const bool is_mg = !has_point && value.digits >= 40;
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
