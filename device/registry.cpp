#include "device/registry.hpp"

#include "core/text/same_name.hpp"

namespace device {

const Driver* find_driver(std::string_view name) {
  for (const Driver* driver : drivers()) {
    if (core::is_same_name(driver->family, name)) return driver;
    for (const Model& model : driver->models)
      if (core::is_same_name(model.name, name)) return driver;
  }
  return nullptr;
}

}  // namespace device
