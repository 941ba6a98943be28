#include "simulators/meters/freestyle_optium/encode.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "simulators/freestyle.hpp"

namespace simulators::freestyle_optium {
namespace {

constexpr std::int64_t highest_ketone = 100;  ///< tenths of mmol/L; its three digits are 180

struct Measured {
  std::string value;
  char type;
  bool is_control;
};

std::string encode_ketone(const core::Decimal& mmol_l, core::Reach reach) {
  const std::int64_t scale = core::power_of_ten(mmol_l.decimals);
  const std::int64_t tenths = (20 * std::int64_t{mmol_l.digits} + scale) / (2 * scale);
  if (reach == core::Reach::hi || tenths > highest_ketone) return "HI ";
  return fmt::format("{:03}", std::max<std::int64_t>(tenths, 0) * 18 / 10);
}

std::optional<Measured> encode_content(const core::Content& content) {
  if (const auto* reading = std::get_if<core::BloodGlucose>(&content))
    return Measured{freestyle::encode_glucose(reading->value), 'G', false};
  if (const auto* control = std::get_if<core::ControlResult>(&content))
    return Measured{freestyle::encode_glucose(control->value), 'G', true};
  if (const auto* ketone = std::get_if<core::Ketone>(&content))
    return Measured{encode_ketone(ketone->mmol_l, ketone->reach), 'K', false};
  if (const auto* control = std::get_if<core::KetoneControl>(&content))
    return Measured{encode_ketone(control->mmol_l, control->reach), 'K', true};
  return std::nullopt;
}

}  // namespace

std::optional<std::string> encode_record(const core::LogEntry& entry) {
  const core::LocalSeconds time = entry.time.local.value_or(freestyle::never_set);
  if (!freestyle::is_storable(time)) return std::nullopt;
  // Without bit 1, with which its time would be unknown and the record be read.
  if (std::holds_alternative<core::UnreadRecord>(entry.content))
    return fmt::format("100  {} G 0x00", freestyle::encode_impossible_time(time));
  const std::optional<Measured> measured = encode_content(entry.content);
  if (!measured) return std::nullopt;
  const int flags = (measured->is_control ? 1 : 0) + (entry.time.local ? 0 : 2);
  return fmt::format("{}  {} {} 0x{:02X}", measured->value, freestyle::encode_time(time), measured->type,
                     flags);
}

}  // namespace simulators::freestyle_optium
