#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/logbook/logbook.hpp"
#include "device/download.hpp"

namespace cli {

struct Context;

/// core::real_times of a download's records, with what it, and the logbook before it, know of the clock.
std::vector<std::optional<core::MeterTime>> real_times(const Context& context, const core::Logbook& logbook,
                                                       const core::Source& meter,
                                                       const device::MeterRead& read);

/// What there is to say of what a download brought, in lines; "" when the clock was right and set.
std::string lost_clock_talk(const Context& context, const core::Added& added);

}  // namespace cli
