#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "core/time/meter_time.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators {

/// What shall go wrong, as a plain value. Bytes from the meter are counted from 1, from when the fault was
/// set, over every plugging in; those of a report from its beginning. The text form of each member is what
/// `--fault` takes:
///
/// | text | what happens |
/// |---|---|
/// | drop=N | byte N from the meter never arrives |
/// | corrupt=N[:BIT] | bit 0-7 of byte N from the meter arrives flipped (0 when not given) |
/// | noise=RATE | every bit of both directions is flipped with this probability (seeded) |
/// | stall=N | after byte N the meter is silent until it is turned on or plugged in anew |
/// | stall=N:SECONDS | after byte N the meter is silent for so long |
/// | disconnect=N | after byte N the cable is pulled, once |
/// | clock=+1h | the meter's clock is an hour fast from the start |
/// | clock=2017-01-01T00:00:00 | the meter's clock shows this at the start |
/// | clock-back[=3h] | its clock was set back after the readings were taken (1096 days when not given) |
/// | deaf=N | the first N messages of the host are lost, as if the meter were asleep |
/// | nak=N[:K] | N messages of the host in a row are refused, from the K-th on (1 when not given) |
/// | bad-record=N | a bit in the middle of the N-th record sent is flipped |
/// | truncate=N | of the meter's N-th answer only the first half comes |
/// | duplicate=N | the meter's N-th answer comes twice |
/// | add-during=N | a reading is taken right after the N-th record was sent |
/// | twice | the newest record stands in the memory twice |
/// | impossible-date=N | the N-th newest record in the memory is of a date that does not exist |
/// | clock-unset | the clock was never set: the readings have no time, and it begins now |
struct Faults {
  struct Corrupt {
    std::uint64_t byte = 0;
    unsigned bit = 0;
    bool operator==(const Corrupt&) const = default;
  };
  struct Stall {
    std::uint64_t after = 0;
    std::optional<std::chrono::milliseconds> length;
    bool operator==(const Stall&) const = default;
  };
  struct Refusals {
    std::uint64_t count = 0;
    std::uint64_t first = 1;
    bool operator==(const Refusals&) const = default;
  };
  using Clock = std::variant<std::chrono::seconds, core::LocalSeconds>;

  std::vector<std::uint64_t> drop;
  std::vector<Corrupt> corrupt;
  double noise = 0;
  std::vector<Stall> stall;
  std::vector<std::uint64_t> disconnect;
  std::optional<Clock> clock;
  std::chrono::seconds clock_back{0};
  std::uint64_t deaf = 0;
  std::vector<std::uint64_t> bad_record;
  std::vector<std::uint64_t> truncate;
  std::vector<std::uint64_t> duplicate;
  std::vector<std::uint64_t> add_during;
  std::vector<std::uint64_t> impossible_date;
  std::vector<Refusals> nak;
  bool twice = false;
  bool clock_unset = false;

  bool operator==(const Faults&) const = default;
};

/// What had been counted when a fault was set.
struct FaultCounts {
  std::uint64_t bytes = 0;     ///< from the meter
  std::uint64_t messages = 0;  ///< of the host
  std::uint64_t records = 0;
  std::uint64_t answers = 0;
};

/// `faults`, their numbers counted from the beginning instead of from there.
Faults counted_from_start(Faults faults, const FaultCounts& there);
/// Both at once; of what there is one of, the second's, and of two deafnesses the longer.
Faults joined(Faults faults, const Faults& more);

/// `faults` and one more, read from its text; Errc::usage, with what it may look like, for anything else.
[[nodiscard]] core::Result<Faults> with_fault(Faults faults, std::string_view text);
/// The text of each fault; with_fault makes the same value of them again.
std::vector<std::string> format_faults(const Faults& faults);

/// Meter clock minus wall clock, before any reading is taken; `otherwise` where no fault concerns it.
std::chrono::seconds initial_clock_difference(const Faults& faults, core::LocalSeconds now,
                                              std::chrono::seconds otherwise = std::chrono::seconds(0));
/// What happened to the meter between its last reading and this session: clock-back, twice, impossible-date,
/// clock-unset. Throws as MeterState::set_clock does, unsupported for what this meter cannot hold, and usage
/// for a record that is not there.
void apply_to_state(const Faults& faults, MeterState& state, core::LocalSeconds now);

}  // namespace simulators
