#pragma once

#include <string_view>

#include "core/error.hpp"
#include "core/time/meter_time.hpp"

// What setting a clock has in common from family to family. `meter` goes into sentences: "OneTouch Verio IQ".
namespace device {

/// Throws core::Failure (refused) for a time that the meter's clock cannot show: outside of `first_year` to
/// 2099.
void require_settable(core::LocalSeconds time, int first_year, std::string_view meter);

/// Errc::protocol: the clock shows another time than the one it was set to.
core::Error clock_not_taken_over(std::string_view meter);

}  // namespace device
