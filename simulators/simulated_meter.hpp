#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/bytes.hpp"
#include "core/time/meter_time.hpp"
#include "core/values/log_entry.hpp"

namespace simulators {

/// What the simulated person put into the meter; a scenario is a list of them, oldest first.
using Readings = std::vector<core::LogEntry>;

/// The state every simulated meter has: a memory of readings in the order they were taken, and a clock that
/// runs beside the host's with a difference.
struct MeterState {
  std::string serial;
  Readings memory;  ///< oldest first; never longer than capacity
  std::size_t capacity = 0;
  std::chrono::seconds clock_difference{0};  ///< meter clock minus the person's wall clock
  core::GlucoseUnit display_unit = core::GlucoseUnit::mg_dl;

  /// Sets clock_difference. Throws core::Failure (refused) for what would be shown outside of the meters'
  /// years.
  void set_clock(std::chrono::seconds difference, core::LocalSeconds wall_clock);
  /// Takes a measurement: appended, the oldest overwritten when the memory is full.
  void add(core::LogEntry entry);
};

/// A meter without a wire: bytes in, bytes out. It knows nothing of ports, pacing or faults, so the same
/// meter answers on a pseudo-terminal, in memory and under a fuzzer.
class SimulatedMeter {
 public:
  explicit SimulatedMeter(MeterState state) : state_(std::move(state)) {}
  virtual ~SimulatedMeter() = default;

  /// Takes bytes from the host as they come, in pieces of any size, and gives what the meter answers.
  /// `wall_clock` is the person's wall clock at this moment.
  virtual core::Bytes receive(core::ByteView bytes, core::LocalSeconds wall_clock) = 0;
  /// The cable was plugged in again: half-read commands are forgotten.
  virtual void replug() = 0;

  MeterState& state() { return state_; }
  const MeterState& state() const { return state_; }
  /// Records asked for so far: faults like "a reading is taken during the download" count by it.
  std::size_t record_requests() const { return record_requests_; }

 protected:
  MeterState state_;
  std::size_t record_requests_ = 0;
};

/// What a family of simulated meters declares: one constant object per folder of simulators/meters.
struct SimulatedModel {
  std::string_view name;  ///< "ibgstar": what `simulate` takes
  std::string_view title;
  std::uint16_t memory;
  std::uint32_t baud;
};

struct SimulatedFamily {
  std::string_view family;  ///< the folder's name, as in device/meters
  std::span<const SimulatedModel> models;
  /// `options` are the family's own, e.g. {"eol=cr"}; an unknown one throws core::Failure (usage).
  /// What the meter cannot hold (insulin in a glucose meter) is left out of `state`'s memory, and of what is
  /// left the newest that fit its capacity are kept (see fit); a missing serial number is made up.
  std::unique_ptr<SimulatedMeter> (*make)(const SimulatedModel& model, MeterState state,
                                          std::span<const std::string> options);
};

/// `state` as a meter of this model can hold it: capacity filled in where it is 0, entries that `holds`
/// denies left out, of the rest the newest that fit.
MeterState fit(MeterState state, const SimulatedModel& model, bool (*holds)(const core::LogEntry&));

/// Every family, in the order of the folders' names (made by CMake from the folders).
std::span<const SimulatedFamily* const> families();
struct FoundModel {
  const SimulatedFamily* family;
  const SimulatedModel* model;
};
/// The model of this name; both null when there is none.
FoundModel find_model(std::string_view name);

}  // namespace simulators
