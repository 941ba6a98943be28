#pragma once

#include <array>
#include <string_view>

#include "device/driver.hpp"

namespace device::freestyle_lite {

inline constexpr std::string_view jack_cable = "the FreeStyle data cable for the jack (TUSB3410, 1a61:3410)";
inline constexpr std::array<Model, 3> models{
    {{"freestyle-lite", "FreeStyle Lite", "FreeStyle Lite", 400, jack_cable},
     {"freestyle-freedom-lite", "FreeStyle Freedom Lite", "FreeStyle Freedom Lite", 400, jack_cable},
     {"freestyle-mini", "FreeStyle Mini", "FreeStyle Mini", 250, jack_cable}}};

/// What the meter with this serial number is called.
inline std::string_view product_of(std::string_view serial) {
  switch (serial.front()) {
    case 'D':
      return models[0].product;
    case 'C':
      return models[1].product;
    case 'M':
      return models[2].product;
    default:
      return "FreeStyle";
  }
}

}  // namespace device::freestyle_lite
