#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "device/driver.hpp"

namespace device::bgstar {

inline constexpr std::string_view zero_click =
    "the Zero-Click USB cable (CP210x, 17f4:aaaa) that came with it";
inline constexpr std::array<Model, 3> models{
    {{"bgstar", "Sanofi BGStar", "BGStar", 1865, zero_click},
     {"mystar-extra", "Sanofi MyStar Extra", "MyStar Extra", 500, zero_click},
     {"ibgstar", "iBGStar-style (this project's own)", "iBGStar", 300, "none"}}};

/// The model that calls itself so (`get sysinfo all`, product); nullptr for a word we do not know.
inline const Model* find_product(std::string_view product) {
  const auto found = std::find_if(models.begin(), models.end(),
                                  [&](const Model& model) { return model.product == product; });
  return found == models.end() ? nullptr : found;
}

/// What a meter is called that does not say which model it is.
inline constexpr std::string_view any_model = "BGStar / MyStar Extra";
/// Records that any meter of the family holds; which model holds how many is not known for certain.
inline constexpr std::size_t largest_memory = models[0].memory;

}  // namespace device::bgstar
