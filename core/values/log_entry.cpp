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
    "blood_glucose", "sensor_glucose", "control_result", "ketone", "insulin",     "carbs",        "meal",
    "exercise",      "symptom",        "lab_result",     "event",  "meter_error", "unread_record"};

}  // namespace

std::string_view name(MealMarker marker) {
  return meal_names.at(static_cast<std::size_t>(marker));
}

std::optional<MealMarker> parse_meal_marker(std::string_view text) {
  for (std::size_t i = 1; i < meal_names.size(); ++i)
    if (meal_names[i] == text) return static_cast<MealMarker>(i);
  return std::nullopt;
}

std::string_view kind_name(const Content& content) {
  return kind_names.at(content.index());
}

}  // namespace core
