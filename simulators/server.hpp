#pragma once

#include "simulators/serve_options.hpp"

namespace simulators {

/// Runs until SIGINT, SIGTERM or SIGHUP or the command `quit`. Throws core::Failure when it cannot start:
/// usage or not_found for an unknown model or option, refused where the link's place is taken.
void serve(ServeOptions options);

}  // namespace simulators
