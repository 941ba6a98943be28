#include "game/safety.hpp"

namespace game {

bool needs_a_moment(const core::Glucose& value) {
  return band(value) == core::Band::very_low;
}

std::optional<std::string> private_line(const core::Glucose& value, const Rules& rules) {
  if (needs_a_moment(value))
    return "Please look after yourself first: follow your own plan for lows now, and ask somebody near you "
           "for help if you need it. You have your point, and nobody else is told.";
  if (is_low(value, rules.low_line))
    return "Please look after yourself first, by your own plan for lows. You have your point, and nobody "
           "else is told.";
  if (band(value) == core::Band::very_high)
    return "Your own plan may say to check ketones at this value. This game gives no medical advice.";
  return std::nullopt;
}

}  // namespace game
