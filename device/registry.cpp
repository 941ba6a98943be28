#include "device/registry.hpp"

namespace device {

const Driver* find_driver(std::string_view name) {
  for (const Driver* driver : drivers()) {
    if (driver->family == name) return driver;
    for (const Model& model : driver->models)
      if (model.name == name) return driver;
  }
  return nullptr;
}

}  // namespace device
