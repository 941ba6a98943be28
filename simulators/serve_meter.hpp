#pragma once

#include "simulators/serve_options.hpp"
#include "simulators/served_meter.hpp"

namespace simulators {

/// The meter that is asked for, plugged in; takes the readings out of the options. Throws as serve does.
std::unique_ptr<ServedMeter> serve_meter(ServeOptions& options, const Surroundings& around);

}  // namespace simulators
