#include "simulators/command.hpp"

#include <algorithm>

#include "simulators/duration.hpp"
#include "simulators/scenario.hpp"

namespace simulators {
namespace {

core::Result<Command> parse_faults(std::string_view words) {
  Faults faults;
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    if (space > 0) {
      core::Result<Faults> more = with_fault(std::move(faults), words.substr(0, space));
      if (!more) return more.error();
      faults = std::move(*more);
    }
    words.remove_prefix(std::min(space + 1, words.size()));
  }
  return Command(command::AddFaults{std::move(faults)});
}

core::Result<Command> parse_clock(std::string_view words) {
  if (const auto duration = parse_duration(words)) return Command(command::SetClock{*duration});
  if (const auto time = core::parse_local(words)) return Command(command::SetClock{*time});
  return core::Error{core::Errc::usage, "this is neither a step of the clock nor a time", std::string(words),
                     "Try clock +1h or clock 2017-01-01T00:00:00."};
}

}  // namespace

core::Result<Command> parse_command(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  const std::size_t space = std::min(line.find(' '), line.size());
  const std::string_view verb = line.substr(0, space);
  const std::string_view words = line.substr(std::min(space + 1, line.size()));
  if (verb == "add") {
    core::Result<core::LogEntry> entry = parse_record(words);
    if (!entry) return entry.error();
    return Command(command::Add{std::move(*entry)});
  }
  if (verb == "clock") return parse_clock(words);
  if (verb == "fault" && !words.empty()) return parse_faults(words);
  if (words.empty()) {
    if (verb == "fault") return Command(command::ClearFaults{});
    if (verb == "unplug") return Command(command::Unplug{});
    if (verb == "plug") return Command(command::Plug{});
    if (verb == "on") return Command(command::TurnOn{});
    if (verb == "erase") return Command(command::Erase{});
    if (verb == "quit") return Command(command::Quit{});
  }
  return core::Error{core::Errc::usage, "the simulator knows no such command", std::string(line),
                     "Commands are add, clock, fault, unplug, plug, on, erase and quit."};
}

}  // namespace simulators
