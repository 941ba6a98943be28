#pragma once

#include <string>

#include "core/time/timeline.hpp"

namespace cli {

/// How a clock that is wrong can be set: the question follows, a command does it, or the meter's own buttons.
enum class SetBy { question, command, hand };

/// One sentence about a meter's clock: nothing under two minutes, what it is up to fifteen, and what to do
/// beyond. `same` are the options that name the same meter and logbook, for the command that sets it.
std::string clock_talk(const core::ClockCheck& check, SetBy way, const std::string& same);

/// The question whether to set it, from fifteen minutes on; else nothing.
std::string clock_question(const core::ClockCheck& check);

/// "4 min slow", "1 h 2 min fast", "right": as far as a meter can tell that knows whole minutes only.
std::string format_difference(const core::ClockCheck& check);

}  // namespace cli
