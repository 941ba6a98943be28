#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "device/driver.hpp"

namespace device::contour {

inline constexpr std::string_view jack_cable =
    "the maker's USB cable with a 2.5 mm jack (FTDI, 1a79:6001 or 0403:6001)";
inline constexpr std::array<Model, 3> models{
    {{"contour", "Bayer Contour", "Contour 7150", 480, jack_cable},
     {"contour-7220", "Bayer Contour 7220", "Contour 7220", 480, jack_cable},
     {"contour-next-ez", "Contour Next EZ", "Contour Next EZ 7160", 480, jack_cable}}};

/// The product whose model has this number; one nobody knows is called by its number.
inline std::string product_of(std::string_view number) {
  const auto found = std::find_if(models.begin(), models.end(), [&](const Model& model) {
    return model.product.substr(model.product.rfind(' ') + 1) == number;
  });
  return found == models.end() ? "Contour " + std::string(number) : std::string(found->product);
}

}  // namespace device::contour
