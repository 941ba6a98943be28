#pragma once

#include <array>
#include <string_view>

#include "device/driver.hpp"
#include "device/text_form.hpp"

namespace device::onetouch_ultra2 {

inline constexpr std::string_view jack_cable = "2.5 mm jack to serial, with a serial-to-USB adapter (PL2303)";
inline constexpr std::array<Model, 2> models{
    {{"onetouch-ultra2", "OneTouch Ultra 2", "OneTouch Ultra 2", 500, jack_cable},
     {"onetouch-ultra", "OneTouch Ultra", "OneTouch Ultra", 150, jack_cable}}};

/// The model with this serial number, which is not empty.
inline const Model& model_of(std::string_view serial) {
  return serial.back() == 'Y' ? models[0] : models[1];
}

inline bool is_simulated(std::string_view serial) {
  return fits(serial, "SIMdddddY") || fits(serial, "SIMdddddT");
}

}  // namespace device::onetouch_ultra2
