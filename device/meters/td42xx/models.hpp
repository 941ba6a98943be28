#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "device/driver.hpp"

namespace device::td42xx {

inline constexpr std::string_view td_4277 = "TaiDoc TD-4277 (GlucoRx Nexus)";
inline constexpr std::string_view cable = "its own USB socket (CP2110, 10c4:ea80), as a serial line";
inline constexpr std::array<Model, 5> models{
    {{"td-4277", "TaiDoc TD-4277", td_4277, 1000, cable},
     {"glucorx-nexus", "GlucoRx Nexus", td_4277, 1000, cable},
     {"glucomen-nexus", "Menarini GlucoMen Nexus", td_4277, 1000, cable},
     {"td-4235b", "TaiDoc TD-4235B", "TaiDoc TD-4235B", 450, cable},
     {"glucorx-hct", "GlucoRx HCT", "GlucoRx HCT", 1000, cable}}};
inline constexpr std::size_t largest_memory = 1000;

/// The numbers that meters with a name give. Those of one number cannot be told apart.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 5> names{
    {{"4277", td_4277},
     {"4235", "TaiDoc TD-4235B"},
     {"4279", "GlucoRx HCT"},
     {"4141", "GlucoRx Nexus Mini Ultra"},
     {"4283", "GlucoRx Go"}}};

/// What a meter with this number is called; "TaiDoc TD-4200" for one that we do not know.
inline std::string name_of(std::string_view number) {
  const auto known =
      std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == number; });
  return known == names.end() ? "TaiDoc TD-" + std::string(number) : std::string(known->second);
}

}  // namespace device::td42xx
