#pragma once

#include <optional>
#include <string>

#include "cli/context.hpp"
#include "simulators/serve_options.hpp"

namespace cli {

/// What a simulated meter shall hold, as the options of `simulate` say it.
struct SimulatedContents {
  std::optional<std::string> readings;  ///< how many made-up ones, or a file
  std::optional<std::string> preset;
  std::optional<std::string> memory;  ///< the file to keep it in; where it is there already, it says all
};

/// Fills in readings and clock, and serial number and unit where a file has them; model, unit, seed and wall
/// clock are there already. Tells on stderr what of the wish cannot be. Throws core::Failure.
void fill(Context& context, const SimulatedContents& contents, simulators::ServeOptions& serve);

}  // namespace cli
