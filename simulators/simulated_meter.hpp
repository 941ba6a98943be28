#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/io/bytes.hpp"
#include "core/time/meter_time.hpp"
#include "core/values/log_entry.hpp"

namespace simulators {

/// What the simulated person put into the meter; a scenario is a list of them, oldest first.
using Readings = std::vector<core::LogEntry>;

/// A moment in the life of a simulated meter.
struct Moment {
  core::LocalSeconds wall_clock;         ///< the person's
  std::chrono::milliseconds elapsed{0};  ///< steady, since the simulation began: for pauses and deadlines

  Moment(core::LocalSeconds wall, std::chrono::milliseconds since = std::chrono::milliseconds{0})
      : wall_clock(wall), elapsed(since) {}
};

/// The state every simulated meter has: a memory of readings in the order they were taken, and a clock that
/// runs beside the host's with a difference.
struct MeterState {
  std::string serial;
  Readings memory;  ///< oldest first; never longer than capacity
  std::size_t capacity = 0;
  std::chrono::seconds clock_difference{0};  ///< meter clock minus the person's wall clock
  core::GlucoseUnit display_unit = core::GlucoseUnit::mg_dl;
  bool (*holds)(const core::LogEntry&) = [](const core::LogEntry&) { return true; };  ///< set by fit

  /// Sets clock_difference. Throws core::Failure (refused) for what would be shown outside of the meters'
  /// years.
  void set_clock(std::chrono::seconds difference, core::LocalSeconds wall_clock);
  /// Takes a measurement: appended, the oldest overwritten when the memory is full. False for what the meter
  /// cannot hold, which changes nothing.
  bool add(core::LogEntry entry);
};

/// A meter without a wire: bytes in, bytes out. It knows nothing of ports, pacing or faults, so the same
/// meter answers on a pseudo-terminal, in memory and under a fuzzer.
class SimulatedMeter {
 public:
  explicit SimulatedMeter(MeterState state) : state_(std::move(state)) {}
  virtual ~SimulatedMeter() = default;

  /// Takes bytes from the host as they come, in pieces of any size, and gives what the meter answers.
  virtual core::Bytes receive(core::ByteView bytes, const Moment& now) = 0;
  /// The cable was plugged in again: half-read commands are forgotten.
  virtual void replug(const Moment& now) = 0;

  /// For a meter that speaks unasked: when, as Moment::elapsed, it will next want to. Nothing: when asked
  /// only.
  virtual std::optional<std::chrono::milliseconds> next_speech() const { return std::nullopt; }
  /// What it says then.
  virtual core::Bytes speak(const Moment&) { return {}; }

  /// How it says no to whatever it was told, where its protocol has a word for that; else nothing.
  virtual std::string refusal() const { return ""; }

  MeterState& state() { return state_; }
  const MeterState& state() const { return state_; }
  /// Where a record stands in what receive or speak gave.
  struct RecordPlace {
    std::size_t begin;
    std::size_t end;
  };
  /// The places of the records in the last answer, in its order; faults that concern records find them so.
  std::vector<RecordPlace> take_record_places() { return std::exchange(places_, {}); }

 protected:
  /// To be called for each record as it goes into an answer.
  void note_record(std::size_t begin, std::size_t end) { places_.push_back({begin, end}); }

  MeterState state_;

 private:
  std::vector<RecordPlace> places_;
};

/// What a family of simulated meters declares: one constant object per folder of simulators/meters.
struct SimulatedModel {
  std::string_view name;  ///< "ibgstar": what `simulate` takes
  std::string_view title;
  std::uint16_t memory;
  std::uint32_t baud;                ///< 0: without a wire
  std::uint32_t bits_per_byte = 10;  ///< on the wire, start and stop bits and parity, too
};

/// How a simulated meter behaves.
struct Manners {
  bool strict = false;  ///< as the page says and no other way; else it is kind to foreign programs
  std::span<const std::string> options = {};  ///< the family's own, e.g. {"eol=cr"}
};

/// A file as a meter that is a folder shows it.
struct MeterFile {
  std::filesystem::path path;  ///< below the folder
  std::string text;
};

/// How a meter is simulated that is not talked to: plugged in, it is a folder with a report.
struct SimulatedFolder {
  bool (*holds)(const core::LogEntry& entry);
  /// What the meter writes at this moment of the person's wall clock.
  MeterFile (*report)(const MeterState& state, core::LocalSeconds wall_clock);
};

struct SimulatedFamily {
  std::string_view family;  ///< the folder's name, as in device/meters
  std::span<const SimulatedModel> models;
  /// The serial number of this family's n-th simulated meter; different for all n that its digits can tell.
  std::string (*make_serial)(const SimulatedModel& model, std::uint64_t n);
  /// Whether a serial number is one of a simulated meter of this model.
  bool (*is_serial)(const SimulatedModel& model, std::string_view serial);
  /// An unknown option throws core::Failure (usage). What the meter cannot hold (insulin in a glucose meter)
  /// is left out of `state`'s memory, and of what is left the newest that fit its capacity are kept (see
  /// fit); a missing serial number is the first. Null for a family without a wire.
  std::unique_ptr<SimulatedMeter> (*make)(const SimulatedModel& model, MeterState state,
                                          const Manners& manners);
  std::optional<SimulatedFolder> folder = std::nullopt;  ///< of a family without a wire
  int first_year = 2000;  ///< with its January the clock begins anew when the battery was out
  /// Bytes that mean the same to a meter that is not spoken with, where one begins a conversation.
  std::string_view openings = {};
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
/// The model of this name, or the first of the family of this name, as core::is_same_name compares them; both
/// null when there is none.
FoundModel find_model(std::string_view name);

}  // namespace simulators
