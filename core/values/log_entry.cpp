#include "core/values/log_entry.hpp"

#include <array>

namespace core {
namespace {

constexpr std::array<std::string_view, 12> meal_names{"",
                                                      "before_meal",
                                                      "after_meal",
                                                      "before_breakfast",
                                                      "after_breakfast",
                                                      "before_lunch",
                                                      "after_lunch",
                                                      "before_dinner",
                                                      "after_dinner",
                                                      "before_snack",
                                                      "fasting",
                                                      "bedtime"};

constexpr std::array<std::string_view, std::variant_size_v<Content>> kind_names{
    "blood_glucose", "sensor_glucose", "control_result", "ketone",         "insulin",
    "carbs",         "meal",           "exercise",       "symptom",        "lab_result",
    "event",         "meter_error",    "unread_record",  "ketone_control", "other_measurement"};

constexpr std::array<std::string_view, 6> analyte_names{"hematocrit", "uric_acid", "cholesterol",
                                                        "hemoglobin", "lactate",   "triglycerides"};

}  // namespace

std::string_view name(MealMarker marker) {
  return meal_names.at(static_cast<std::size_t>(marker));
}

std::optional<MealMarker> parse_meal_marker(std::string_view text) {
  for (std::size_t i = 1; i < meal_names.size(); ++i)
    if (meal_names[i] == text) return static_cast<MealMarker>(i);
  return std::nullopt;
}

std::string_view name(Analyte analyte) {
  return analyte_names.at(static_cast<std::size_t>(analyte));
}

std::optional<Analyte> parse_analyte(std::string_view text) {
  for (std::size_t i = 0; i < analyte_names.size(); ++i)
    if (analyte_names[i] == text) return static_cast<Analyte>(i);
  return std::nullopt;
}

std::string_view kind_name(const Content& content) {
  return kind_names.at(content.index());
}

}  // namespace core
