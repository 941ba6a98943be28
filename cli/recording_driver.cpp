#include "cli/recording_driver.hpp"

#include <algorithm>

#include "device/registry.hpp"

namespace cli {

const device::Driver* find_driver_of(const core::Recording& recording) {
  const device::Driver* const driver = device::find_driver(recording.driver);
  const bool has_wire = driver && driver->family == recording.driver &&
                        std::holds_alternative<device::SerialLink>(driver->link);
  return has_wire ? driver : nullptr;
}

const device::Driver& driver_of(const core::Recording& recording) {
  if (const device::Driver* const driver = find_driver_of(recording)) return *driver;
  throw core::Failure({core::Errc::unsupported, "the recording is of a family of meters not known here",
                       recording.driver, "A newer bgbingo may know it."});
}

void forget_foreign_words(core::Recording& recording, const device::Driver& driver) {
  const bool is_model =
      recording.model == driver.family ||
      std::any_of(driver.models.begin(), driver.models.end(),
                  [&](const device::Model& model) { return model.name == recording.model; });
  if (!is_model) recording.model.clear();
  constexpr std::string_view of_settings = "0123456789 NOE";
  const bool is_settings = recording.settings.size() <= 16 &&
                           recording.settings.find_first_not_of(of_settings) == std::string::npos;
  if (!is_settings) recording.settings.clear();
}

}  // namespace cli
