#include "device/value_text.hpp"

#include "core/values/decimal.hpp"

namespace device {

using core::GlucoseUnit;

std::optional<core::Glucose> value_of(std::string_view text, GlucoseUnit unit) {
  const bool is_mg_dl = unit == GlucoseUnit::mg_dl;
  const std::size_t longest = is_mg_dl ? 3 : 5;
  if (text.size() > longest || text.find(',') != std::string_view::npos) return std::nullopt;
  const auto number = core::parse_decimal(text);
  if (!number || number->decimals > (is_mg_dl ? 0 : 2)) return std::nullopt;
  return core::Glucose{number->digits, number->decimals, unit, core::Reach::number};
}

bool is_at_most(const core::Glucose& value, const core::Glucose& limit) {
  const core::Decimal a{value.digits, value.decimals}, b{limit.digits, limit.decimals};
  return core::compare(a, b) <= 0;
}

}  // namespace device
