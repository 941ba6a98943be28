#pragma once

#include <variant>

#include "simulators/faults.hpp"

namespace simulators {

/// What a tester can tell a running simulator, one command a line:
///
/// | line | what happens |
/// |---|---|
/// | add 6.4 before_lunch | a reading is taken now: what parse_record takes |
/// | clock +1h | the meter's clock is moved by so much |
/// | clock 2017-01-01T00:00:00 | the meter's clock is set |
/// | fault drop=3 noise=0.001 | these faults as well, counted from now on |
/// | fault | no faults any more; what one has done stays done |
/// | unplug, plug | the cable |
/// | on | the meter is turned on anew; one that speaks first then speaks |
/// | erase | the memory is emptied |
/// | quit | the simulator ends |
namespace command {
struct Add {
  core::LogEntry entry;  ///< without a time
};
struct SetClock {
  Faults::Clock clock;
};
struct AddFaults {
  Faults faults;
};
struct ClearFaults {};
struct Unplug {};
struct Plug {};
struct TurnOn {};
struct Erase {};
struct Quit {};
}  // namespace command

using Command = std::variant<command::Add, command::SetClock, command::AddFaults, command::ClearFaults,
                             command::Unplug, command::Plug, command::TurnOn, command::Erase, command::Quit>;

/// Errc::usage with the list of commands, or what is wrong with the words after one.
[[nodiscard]] core::Result<Command> parse_command(std::string_view line);

}  // namespace simulators
