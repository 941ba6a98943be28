#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/simulated_meter.hpp"

namespace simulators {

/// What a preset is made for. The same wish gives the same meter on every machine whose time zone tables
/// agree.
struct PresetWish {
  FoundModel model;
  core::LocalSeconds now;  ///< the person's wall clock
  core::GlucoseUnit unit = core::GlucoseUnit::mg_dl;
  std::uint64_t seed = 1;
  std::string zone;  ///< where the person is: "Europe/London"
};

/// A meter in a state that testers ask for again and again.
struct Preset {
  Readings readings;                         ///< oldest first, in the order of the memory
  std::chrono::seconds clock_difference{0};  ///< meter clock minus wall clock
};

/// For every model of every family; what a meter cannot hold it leaves out of the readings (see fit).
///
/// | name | the meter |
/// |---|---|
/// | first-week | is seven days old: a control test, then readings until the evening before |
/// | summer-time | was left on winter time over the zone's last change: two weeks around it |
/// | clock-lost | had its battery out: older readings, then some from the clock's start on |
/// | full-memory | took thirty readings more than it holds, the oldest are gone |
/// | hi-lo | shows HI, LO, control tests, the ends of its range and ketones among ordinary readings |
/// | two-people | is used by two: every other reading is the other's, below 130 or above 160 mg/dL |
///
/// Where a zone has no summer time it is Europe/London's. The clocks of the second and third are still wrong.
/// Errc::usage with the names for any other.
[[nodiscard]] core::Result<Preset> make_preset(std::string_view name, const PresetWish& wish);
std::vector<std::string> preset_names();

}  // namespace simulators
