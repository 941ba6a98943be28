#pragma once

#include <optional>
#include <string>

#include "game/rules.hpp"

namespace game {

/// What a player reads, alone and first, when the value asks for care: below 3.0 mmol/L / 54 mg/dL or LO,
/// below the low line, and above 13.9 / 250 or HI (levels: ADA Standards of Care; Battelino 2019). It never
/// advises a dose. Nothing for other values.
std::optional<std::string> private_line(const core::Glucose& value, const Rules& rules);

/// Whether the host reads "somebody may need a moment": below 3.0 / 54, or LO. The host never reads the
/// value.
bool needs_a_moment(const core::Glucose& value);
constexpr const char* moment_line = "Somebody may need a moment: give the round a little time.";

}  // namespace game
