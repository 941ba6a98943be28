#pragma once

#include <array>

#include "device/driver.hpp"

namespace device::onetouch_ultra_easy {

/// The wire does not tell the two apart.
inline constexpr std::string_view both_models = "OneTouch Ultra Easy / Ultra Mini";
inline constexpr std::string_view cable = "a serial cable with a 2.5 mm jack (PL2303, FTDI or CH340)";
inline constexpr std::array<Model, 2> models{
    {{"onetouch-ultra-easy", "OneTouch Ultra Easy", both_models, 500, cable},
     {"onetouch-ultra-mini", "OneTouch Ultra Mini", both_models, 500, cable}}};

}  // namespace device::onetouch_ultra_easy
