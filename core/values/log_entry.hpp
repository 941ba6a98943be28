#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/time/meter_time.hpp"
#include "core/values/decimal.hpp"
#include "core/values/glucose.hpp"

namespace core {

/// Where a reading stands to a meal, as meters and people mark it.
enum class MealMarker : std::uint8_t {
  none,
  before_meal,
  after_meal,
  before_breakfast,
  after_breakfast,
  before_lunch,
  after_lunch,
  before_dinner,
  after_dinner,
  before_snack,
  fasting,
  bedtime,
};
/// "before_breakfast"; "" for none.
std::string_view name(MealMarker marker);
std::optional<MealMarker> parse_meal_marker(std::string_view text);

enum class InsulinKind : std::uint8_t { unspecified, rapid, regular, nph, ultralente, long_acting, mixed };
enum class Size : std::uint8_t { unspecified, usual, more, less };
enum class SymptomKind : std::uint8_t { unspecified, hypo };

// What can stand in a logbook. Statistics and the game take BloodGlucose only, by type.
struct BloodGlucose {
  Glucose value;
  MealMarker meal = MealMarker::none;
  bool operator==(const BloodGlucose&) const = default;
};
/// A continuous sensor's value (interstitial fluid, not blood).
struct SensorGlucose {
  Glucose value;
  bool operator==(const SensorGlucose&) const = default;
};
/// A test with control solution on a glucose strip: about the strip, never about the person.
struct ControlResult {
  Glucose value;
  bool operator==(const ControlResult&) const = default;
};
/// Blood ketone (beta-hydroxybutyrate), mmol/L. Where the meter shows HI, mmol_l is its limit, or 0 where
/// that is unknown.
struct Ketone {
  Decimal mmol_l;
  Reach reach = Reach::number;
  bool operator==(const Ketone&) const = default;
};
/// Insulin taken, international units.
struct Insulin {
  Decimal units;
  InsulinKind kind = InsulinKind::unspecified;
  bool operator==(const Insulin&) const = default;
};
struct Carbs {
  Decimal grams;
  bool operator==(const Carbs&) const = default;
};
/// A meal without a count of its carbohydrates.
struct Meal {
  Size size = Size::unspecified;
  bool operator==(const Meal&) const = default;
};
struct Exercise {
  Size size = Size::unspecified;
  bool operator==(const Exercise&) const = default;
};
struct Symptom {
  SymptomKind kind = SymptomKind::unspecified;
  bool operator==(const Symptom&) const = default;
};
/// A laboratory's HbA1c, percent (NGSP).
struct LabResult {
  Decimal hba1c_percent;
  bool operator==(const LabResult&) const = default;
};
/// Something else worth a line; the words are in the entry's note.
struct Event {
  bool operator==(const Event&) const = default;
};
/// A measurement the meter says has failed ("E3"); kept, never a reading.
struct MeterError {
  std::int32_t code = 0;  ///< 0 where the meter says none
  bool operator==(const MeterError&) const = default;
};
/// A record of a meter that this program cannot read: kept as it came, in `raw`; never a reading.
struct UnreadRecord {
  bool operator==(const UnreadRecord&) const = default;
};

/// A test with control solution on a ketone strip.
struct KetoneControl {
  Decimal mmol_l;
  Reach reach = Reach::number;
  bool operator==(const KetoneControl&) const = default;
};
/// What some meters measure besides; hematocrit in percent, the others in a unit that is not public.
enum class Analyte : std::uint8_t {
  hematocrit,
  uric_acid,
  cholesterol,
  hemoglobin,
  lactate,
  triglycerides,
};
/// "hematocrit", "uric_acid", …
std::string_view name(Analyte analyte);
std::optional<Analyte> parse_analyte(std::string_view text);
/// A measurement that is neither glucose nor ketone.
struct OtherMeasurement {
  Analyte analyte = Analyte::hematocrit;
  Decimal value;
  bool operator==(const OtherMeasurement&) const = default;
};

/// New kinds are put behind the others: a logbook keeps a kind by its place.
using Content =
    std::variant<BloodGlucose, SensorGlucose, ControlResult, Ketone, Insulin, Carbs, Meal, Exercise, Symptom,
                 LabResult, Event, MeterError, UnreadRecord, KetoneControl, OtherMeasurement>;
/// "blood_glucose", "insulin", …: the stable names of docs/json.md.
std::string_view kind_name(const Content& content);

/// One line of the logbook, as a driver, an importer or a person makes it. `origin` together with the time
/// names it within its source (wire fields the meter never changes); `raw` is the record as it came.
struct LogEntry {
  MeterTime time;
  Content content;
  std::string origin;
  std::string raw;
  std::vector<std::string> tags;
  std::string note;
  bool read_once = false;  ///< read with --fast: not confirmed by a second reading

  bool operator==(const LogEntry&) const = default;
};

}  // namespace core
