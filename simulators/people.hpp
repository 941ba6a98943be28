#pragma once

#include <cstdint>

#include "simulators/simulated_meter.hpp"

namespace simulators {

/// Readings a person might have taken, oldest first, the newest on the evening before `now` (wall clock), so
/// that the values do not depend on the hour: before and after meals and at bedtime with now and then one
/// left out, the dawn rise, higher and lower weeks, about one low reading in 25 and one HI in 2000. A made-up
/// person for tests, no model of anybody. The same arguments give the same readings on every machine.
Readings make_readings(std::size_t count, core::LocalSeconds now, core::GlucoseUnit unit, std::uint64_t seed);

}  // namespace simulators
