#pragma once

#include <string>

#include "core/time/timeline.hpp"

namespace cli {

/// One sentence about a meter's clock: nothing under two minutes, what it is up to fifteen, what to do
/// beyond, which depends on whether it can be set from here.
std::string clock_talk(const core::ClockCheck& check, bool can_be_set);

/// The question whether to set it, from fifteen minutes on; else nothing.
std::string clock_question(const core::ClockCheck& check);

/// "4 min slow", "1 h 2 min fast", "right": as far as a meter can tell that knows whole minutes only.
std::string format_difference(const core::ClockCheck& check);

}  // namespace cli
