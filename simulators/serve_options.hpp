#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "core/recording/recording.hpp"
#include "simulators/faults.hpp"
#include "simulators/tcp_port.hpp"

namespace simulators {

/// What `bgbingo simulate` serves.
struct ServeOptions {
  std::string model;   ///< "ibgstar"
  Readings readings;   ///< oldest first
  std::string serial;  ///< empty: the family's seed-th
  core::GlucoseUnit display_unit = core::GlucoseUnit::mg_dl;
  std::chrono::seconds clock_difference{0};  ///< meter clock minus `now`; a clock among the faults goes first
  bool strict = false;                       ///< see Manners
  std::vector<std::string> meter_options;    ///< the family's own, "eol=cr"
  Faults faults;
  bool pace = false;                      ///< as slow as the model's baud rate
  std::filesystem::path link;             ///< the port's stable name, empty: none; or the folder to make
  std::filesystem::path log;              ///< what goes over the wire is appended here; empty: nowhere
  std::filesystem::path memory;           ///< where what the meter holds is kept; empty: nowhere
  std::optional<LoopbackAddress> listen;  ///< the same meter over TCP, beside the port
  core::LocalSeconds now;                 ///< the person's wall clock at the start; it runs on from there
  std::uint64_t seed = 1;                 ///< of noise, and of the serial number
  std::optional<core::Recording> replay;  ///< play this back instead, of the model's family; what else
                                          ///< the meter is does not matter then
  /// Where commands come from (command.hpp), one a line: a pipe, socket or terminal; -1 or anything else:
  /// nowhere. Its end does not end the simulator, which may be started with `< /dev/null` or in the
  /// background.
  int commands = 0;
  /// Gets one JSON object a line: first
  /// {"simulator":"ibgstar","port":"/dev/pts/7","link":"./meter","serial":"SIM…","readings":300,"seed":1},
  /// then {"command":"…", …} or {"command":"…","error":"…"} for each command, and {"remark":"…"}.
  std::function<void(const std::string&)> say;
  /// Gets a sentence when readings were left out that the model cannot hold.
  std::function<void(const std::string&)> warn = [](const std::string&) {};
};

}  // namespace simulators
