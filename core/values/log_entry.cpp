#include "core/values/log_entry.hpp"

#include <array>

#include <fmt/format.h>

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
    "blood_glucose", "sensor_glucose", "control_result", "ketone",     "insulin", "carbs",
    "meal",          "exercise",       "symptom",        "lab_result", "event",   "meter_error"};

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

std::string format_amount(const Amount& amount) {
  if (amount.decimals == 0) return fmt::format("{}", amount.digits);
  std::int32_t power = 1;
  for (int i = 0; i < amount.decimals; ++i) power *= 10;
  return fmt::format("{}.{:0{}}", amount.digits / power, amount.digits % power, amount.decimals);
}

std::optional<Amount> parse_amount(std::string_view text) {
  Amount amount;
  bool has_point = false;
  int digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (++digits > 6 || (has_point && ++amount.decimals > 3)) return std::nullopt;
      amount.digits = amount.digits * 10 + (c - '0');
    } else if ((c == '.' || c == ',') && !has_point && digits > 0) {
      has_point = true;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || (has_point && amount.decimals == 0)) return std::nullopt;
  return amount;
}

}  // namespace core
