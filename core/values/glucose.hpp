#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/values/decimal.hpp"

namespace core {

enum class GlucoseUnit : std::uint8_t { mg_dl, mmol_l };

/// What a meter shows: a number, or that the value lies above (HI) or below (LO) its range.
enum class Reach : std::uint8_t { number, hi, lo };

/// A glucose value exactly as it was transmitted: digits / 10^decimals in its own unit. Never a double,
/// never converted in storage. HI and LO carry the meter's limit in digits, or 0 where it is unknown.
/// Equality is equality of what was transmitted (5.8 and 5.80 differ); for the size of a value use
/// millionths_mg_dl.
struct Glucose {
  std::int32_t digits = 0;
  std::uint8_t decimals = 0;  ///< 0 to 3
  GlucoseUnit unit = GlucoseUnit::mg_dl;
  Reach reach = Reach::number;

  bool operator==(const Glucose&) const = default;
};

constexpr Glucose mg_dl(std::int32_t value) {
  return {value, 0, GlucoseUnit::mg_dl, Reach::number};
}
constexpr Glucose mmol_l_tenths(std::int32_t tenths) {
  return {tenths, 1, GlucoseUnit::mmol_l, Reach::number};
}
constexpr Glucose above_range(Glucose limit) {
  return {limit.digits, limit.decimals, limit.unit, Reach::hi};
}
constexpr Glucose below_range(Glucose limit) {
  return {limit.digits, limit.decimals, limit.unit, Reach::lo};
}

namespace literals {
consteval Glucose operator""_mg_dl(unsigned long long value) {
  return mg_dl(static_cast<std::int32_t>(value));
}
/// 5.8_mmol_l; one decimal.
consteval Glucose operator""_mmol_l(long double value) {
  return mmol_l_tenths(static_cast<std::int32_t>(value * 10 + 0.5L));
}
}  // namespace literals

/// Size in millionths of mg/dL, the one scale on which values of both units compare:
/// n mg/dL = n * 1 000 000, t tenths of mmol/L = t * 1 801 559 (factor 18.01559, as Tidepool and Nightscout),
/// finer decimals rounded half up. Nothing for HI and LO: they lie outside the order.
std::optional<std::int64_t> millionths_mg_dl(const Glucose& value);

/// The value in mg/dL as the double nearest to the exact one, finer decimals kept. Only for figures and
/// charts, where nothing is compared. Nothing for HI and LO.
std::optional<double> numeric_mg_dl(const Glucose& value);

/// A figure in mg/dL in another unit, for figures and charts as well.
double in_unit(double mg_dl, GlucoseUnit unit);

/// The value in another unit, at that unit's step (1 mg/dL or 0.1 mmol/L), rounded half up from the exact
/// quotient. Only to show or to compare: what is stored stays as transmitted. A value already in the unit
/// is brought to the unit's step. HI and LO stay HI and LO, their limit converted.
Glucose converted(const Glucose& value, GlucoseUnit unit);

/// The consensus bands (Battelino 2019, doi 10.2337/dci19-0028), judged in the value's own unit:
///   very low < 54 <= low < 70 <= in range <= 180 < high <= 250 < very high   (mg/dL)
///   very low < 3.0 <= low < 3.9 <= in range <= 10.0 < high <= 13.9 < very high   (mmol/L)
/// LO counts as very low, HI as very high.
enum class Band : std::uint8_t { very_low, low, in_range, high, very_high };
Band band(const Glucose& value);

/// Where the bands meet: the one place that knows these numbers. Each at its unit's step, so that the next
/// band begins one digit further.
struct BandLimits {
  Glucose first_low;
  Glucose first_in_range;
  Glucose last_in_range;
  Glucose last_high;
};
constexpr BandLimits band_limits(GlucoseUnit unit) {
  if (unit == GlucoseUnit::mg_dl) return {mg_dl(54), mg_dl(70), mg_dl(180), mg_dl(250)};
  return {mmol_l_tenths(30), mmol_l_tenths(39), mmol_l_tenths(100), mmol_l_tenths(139)};
}

/// "104", "5.8", "HI", "LO"; always with a decimal point. The unit is not part of it.
std::string format_number(const Glucose& value);
/// "104 mg/dL", "5.8 mmol/L", "HI", "LO".
std::string format_glucose(const Glucose& value);
/// "mg/dL" or "mmol/L".
std::string_view name(GlucoseUnit unit);
/// "mg/dL", "mmol/L" and what people type for them ("mgdl", "MMOL/L", "mmol"); nothing for other words.
std::optional<GlucoseUnit> parse_glucose_unit(std::string_view text);

/// Whether a meter can show this number: 20 to 600 mg/dL, 1.1 to 33.3 mmol/L. What a person types outside it
/// is a slip of the pen. HI and LO are plausible.
bool is_plausible(const Glucose& value);

/// Reads a value as people type it: "6.4", "6,4 mmol/L", "114", "114 mg/dl", "HI", "LO".
/// Spaces may stand around it and before the unit, nowhere else: "11 4" is not 114.
/// Without a unit the one rule of the house holds (docs/start-here.md): with a decimal point or comma
/// 1.0-33.3 is mmol/L; whole and >= 40 is mg/dL; whole 1-19 is mmol/L; 20-39, or a guess against
/// `expected` (the person's own unit), is refused with Errc::usage and the question to ask.
/// A value no meter can show is Errc::bad_data.
Result<Glucose> parse_glucose(std::string_view text, std::optional<GlucoseUnit> expected = std::nullopt);

}  // namespace core
