#pragma once

#include <array>
#include <string_view>

#include "device/driver.hpp"
#include "device/freestyle_dump.hpp"
#include "device/text_form.hpp"

namespace device::freestyle_optium {

/// The wire does not tell the models apart.
inline constexpr std::string_view product = "FreeStyle Optium / Precision Xtra";
inline constexpr std::string_view port_cable = "the data cable for the strip port (TUSB3410, 1a61:3420)";
inline constexpr std::array<Model, 3> models{
    {{"freestyle-optium", "FreeStyle Optium", product, 450, port_cable},
     {"precision-xtra", "Precision Xtra", product, 450, port_cable},
     {"precision-xceed", "Precision Xceed", product, 450, port_cable}}};

inline bool is_simulated(std::string_view serial) {
  return fits(serial, "SIMdddd-SIMdd") || (serial.size() < 13 && is_simulated_freestyle_serial(serial));
}

}  // namespace device::freestyle_optium
