#include "simulators/meters/freestyle_lite/encode.hpp"

#include <fmt/format.h>

#include "simulators/freestyle.hpp"

namespace simulators::freestyle_lite {

std::optional<std::string> encode_record(const core::LogEntry& entry) {
  const core::LocalSeconds time = entry.time.local.value_or(freestyle::never_set);
  if (!freestyle::is_storable(time)) return std::nullopt;
  const auto record = [](const std::string& value, const std::string& when, int control) {
    return fmt::format("{}  {} 00 0x{:02X}", value, when, control);
  };
  if (const auto* reading = std::get_if<core::BloodGlucose>(&entry.content))
    return record(freestyle::encode_glucose(reading->value), freestyle::encode_time(time), 0);
  if (const auto* control = std::get_if<core::ControlResult>(&entry.content))
    return record(freestyle::encode_glucose(control->value), freestyle::encode_time(time), 1);
  if (std::holds_alternative<core::UnreadRecord>(entry.content))
    return record("100", freestyle::encode_impossible_time(time), 0);
  return std::nullopt;
}

}  // namespace simulators::freestyle_lite
