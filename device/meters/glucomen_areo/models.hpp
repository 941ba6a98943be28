#pragma once

#include <array>

#include "device/driver.hpp"

namespace device::glucomen_areo {

inline constexpr std::string_view jack_cable = "the maker's USB cable with a 2.5 mm jack (CP210x, 10c4:ea60)";
inline constexpr std::array<Model, 2> models{
    {{"glucomen-areo", "Menarini GlucoMen areo", "GlucoMen areo", 730, jack_cable},
     {"glucomen-areo-gk", "Menarini GlucoMen areo GK", "GlucoMen areo GK", 730, jack_cable}}};

}  // namespace device::glucomen_areo
