#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "device/driver.hpp"

namespace device::bgstar {

inline constexpr std::array<Model, 3> models{{{"bgstar", "Sanofi BGStar", 1865},
                                              {"mystar-extra", "Sanofi MyStar Extra", 500},
                                              {"ibgstar", "iBGStar-style (this project's own)", 300}}};
/// What each calls itself (`get sysinfo all`, product), in the same order.
inline constexpr std::array<std::string_view, 3> products{"BGStar", "MyStar Extra", "iBGStar"};

inline bool is_known_product(std::string_view product) {
  return std::find(products.begin(), products.end(), product) != products.end();
}

/// Records a meter of this product holds; the family's largest memory for a word we do not know.
inline std::size_t memory_of(std::string_view product) {
  const auto place = std::find(products.begin(), products.end(), product) - products.begin();
  const auto index = static_cast<std::size_t>(place);
  return index < models.size() ? models[index].memory : models[0].memory;
}

}  // namespace device::bgstar
