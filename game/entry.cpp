#include "game/entry.hpp"

#include <array>

#include <fmt/format.h>

#include "game/digest.hpp"
#include "game/rules.hpp"

namespace game {
namespace {

constexpr std::array<std::string_view, 3> evidence_names{"typed", "picture", "log"};

}  // namespace

std::string_view name(Evidence evidence) {
  return evidence_names.at(static_cast<std::size_t>(evidence));
}

std::optional<Evidence> parse_evidence(std::string_view text) {
  for (std::size_t i = 0; i < evidence_names.size(); ++i)
    if (evidence_names[i] == text) return static_cast<Evidence>(i);
  return std::nullopt;
}

std::string_view words(Evidence evidence) {
  return evidence == Evidence::log ? "from the meter's log" : name(evidence);
}

core::Result<core::Glucose> entry_value(const core::Glucose& value) {
  if (value.reach != core::Reach::number) return value;
  core::Glucose as_shown = converted(value, value.unit);
  if (!is_plausible(value) || millionths_mg_dl(as_shown) != millionths_mg_dl(value))
    return core::Error{core::Errc::bad_data, "no meter shows this value", format_glucose(value),
                       "Meters show 20 to 600 mg/dL, or 1.1 to 33.3 mmol/L with one decimal, HI or LO."};
  return as_shown;
}

std::optional<core::Glucose> parse_entry_value(std::string_view number, std::string_view unit) {
  if (unit != "mmol/L" && unit != "mg/dL") return std::nullopt;
  const auto value = core::parse_glucose(std::string(number) + " " + std::string(unit));
  if (!value || value->reach != core::Reach::number) return std::nullopt;
  if (value->decimals != (value->unit == core::GlucoseUnit::mmol_l ? 1 : 0)) return std::nullopt;
  if (format_number(*value) != number) return std::nullopt;
  return *value;
}

std::string format_receipt(const Receipt& receipt) {
  return fmt::format("{}|{}|{}|{}|{}", receipt.round, receipt.number, format_number(receipt.value),
                     name(receipt.value.unit), receipt.salt);
}

std::string commitment(const Receipt& receipt) {
  return sha256_hex(format_receipt(receipt));
}

std::string ranked_commitment(const std::string& round, std::span<const int> numbers,
                              const std::string& salt) {
  return sha256_hex(fmt::format("{}|{}|{}", round, fmt::join(numbers, " "), salt));
}

bool is_in_window(core::UtcSeconds taken, core::UtcSeconds opened, core::UtcSeconds closes) {
  return taken >= opened - std::chrono::seconds{window_seconds} && taken <= closes;
}

std::optional<TakenReading> counting_reading(std::span<const TakenReading> readings, core::UtcSeconds opened,
                                             core::UtcSeconds closes) {
  std::optional<TakenReading> before;
  std::optional<TakenReading> after;
  for (const TakenReading& reading : readings) {
    if (!is_in_window(reading.taken, opened, closes)) continue;
    if (reading.taken <= opened) {
      if (!before || reading.taken >= before->taken) before = reading;
    } else if (!after || reading.taken < after->taken) {
      after = reading;
    }
  }
  return before ? before : after;
}

}  // namespace game
