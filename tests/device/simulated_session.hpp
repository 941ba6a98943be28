#pragma once

#include <cstdlib>
#include <string>

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"
#include "core/io/memory_stream.hpp"
#include "device/download.hpp"
#include "device/registry.hpp"
#include "simulators/faulty_meter.hpp"

// Whole conversations between a driver and the simulated meter of its name, over a wire in memory.

/// Campaigns try every case; what runs in CI is a sample of them.
inline bool is_campaign() {
  return std::getenv("BGBINGO_CAMPAIGN") != nullptr;
}

inline core::LocalSeconds session_time() {
  return *core::make_local(2026, 11, 18, 21, 0, 0);
}

/// Readings of a plausible spread, some hours apart, oldest first; every value and meal differs from its
/// neighbours'.
inline simulators::Readings plain_readings(int count) {
  simulators::Readings readings;
  for (int i = 0; i < count; ++i) {
    core::LogEntry entry;
    entry.time.local =
        session_time() - std::chrono::minutes(217) * (count - i) + std::chrono::seconds(i % 60);
    const auto meal = core::MealMarker{static_cast<std::uint8_t>(3 + i % 6)};
    entry.content = core::BloodGlucose{core::mg_dl(60 + i * 37 % 240), meal};
    readings.push_back(entry);
  }
  return readings;
}

/// The meter of this model that holds what it can of the readings.
inline simulators::FaultyMeter simulated_meter(std::string_view model, simulators::Readings readings,
                                               const simulators::Faults& faults = {}, std::uint64_t seed = 1,
                                               const simulators::Manners& manners = {}) {
  const simulators::FoundModel found = simulators::find_model(model);
  simulators::MeterState state;
  state.serial = found.family->make_serial(*found.model, seed);
  state.memory = std::move(readings);
  return {found.family->make(*found.model, std::move(state), manners), faults, seed};
}

/// How a conversation ended: what was read, and the error that ended it early, thrown or kept.
struct SessionResult {
  device::MeterRead read;
  std::optional<core::Error> error;
  std::chrono::nanoseconds virtual_time{0};
};

inline const device::Driver& bgstar_driver() {
  return *device::find_driver("bgstar");
}

struct SessionOptions {
  std::optional<core::Bookmark> bookmark = std::nullopt;
  const device::Driver* driver = &bgstar_driver();
  device::Passes passes = device::Passes::usual;
  std::function<void()> do_at_meter = [] {};  ///< what the person does when asked to
};

inline SessionResult run_session(core::MemoryStream& wire, const SessionOptions& session = {}) {
  boost::asio::io_context io;
  device::ReadOptions options;
  options.passes = session.passes;
  options.find_bookmark = [&session](const device::Identity&) { return session.bookmark; };
  options.host_clock = [&wire] {
    const auto elapsed = std::chrono::floor<std::chrono::seconds>(wire.now() - core::Deadline{});
    return core::UtcSeconds{session_time().time_since_epoch() + elapsed};
  };
  SessionResult result;
  try {
    const auto meter = device::serial_link(*session.driver).open(wire);
    meter->request = [&session](std::string_view) { session.do_at_meter(); };
    result.read = core::run(io, device::read_meter(*meter, options));
    result.error = result.read.broken;
  } catch (const core::Failure& failure) {
    result.error = failure.error();
  }
  result.virtual_time = wire.now() - core::Deadline{};
  return result;
}

inline SessionResult run_session(simulators::FaultyMeter& meter, const SessionOptions& session = {}) {
  core::MemoryStream wire(simulators::memory_peer(meter, session_time()),
                          simulators::memory_speaker(meter, session_time()));
  return run_session(wire, session);
}

/// A cable that does something to one byte, counted in the order in which bytes travel, both directions.
class TamperedCable {
 public:
  enum class What { nothing, cut, flip, drop, twice };
  struct Plan {
    What what = What::nothing;
    std::uint64_t byte = 0;  ///< from 0
    unsigned bit = 0;
  };

  TamperedCable(core::MemoryStream::Peer peer, core::MemoryStream::Speaker speaker, Plan plan)
      : peer_(std::move(peer)), speaker_(std::move(speaker)), plan_(plan) {}
  TamperedCable(simulators::FaultyMeter& meter, Plan plan)
      : TamperedCable(simulators::memory_peer(meter, session_time()),
                      simulators::memory_speaker(meter, session_time()), plan) {}

  core::MemoryStream stream() {
    return core::MemoryStream([this](core::ByteView bytes, core::Deadline now) { return carry(bytes, now); },
                              [this](core::Deadline until) { return speak(until); });
  }
  std::uint64_t passed() const { return passed_; }

 private:
  core::MemoryStream::Answer carry(core::ByteView host, core::Deadline now) {
    core::Bytes to_meter(host.begin(), host.end());
    if (pass(to_meter)) {
      if (!to_meter.empty()) peer_(to_meter, now);  // it answers into a cable that is gone
      return {{}, true};
    }
    if (to_meter.empty()) return {};  // its only byte was dropped
    core::MemoryStream::Answer answer = peer_(to_meter, now);
    answer.cut = pass(answer.bytes) || answer.cut;
    return answer;
  }

  std::optional<core::MemoryStream::Unasked> speak(core::Deadline until) {
    auto said = speaker_(until);
    if (said) said->answer.cut = pass(said->answer.bytes) || said->answer.cut;
    return said;
  }

  /// True when the cable is cut within these bytes; they are then what still came through.
  bool pass(core::Bytes& bytes) {
    const bool here = plan_.byte >= passed_ && plan_.byte < passed_ + bytes.size();
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(here ? plan_.byte - passed_ : 0);
    passed_ += bytes.size();
    if (!here || plan_.what == What::nothing) return false;
    if (plan_.what == What::flip) *place = static_cast<std::uint8_t>(*place ^ 1u << plan_.bit);
    if (plan_.what == What::drop) bytes.erase(place);
    if (plan_.what == What::twice) bytes.insert(place, std::uint8_t{*place});
    if (plan_.what == What::cut) bytes.erase(place, bytes.end());
    return plan_.what == What::cut;
  }

  core::MemoryStream::Peer peer_;
  core::MemoryStream::Speaker speaker_;
  Plan plan_;
  std::uint64_t passed_ = 0;
};

inline SessionResult run_tampered(simulators::FaultyMeter& meter, TamperedCable::Plan plan,
                                  const SessionOptions& session = {}) {
  TamperedCable cable(meter, plan);
  core::MemoryStream wire = cable.stream();
  return run_session(wire, session);
}

/// Bytes of an undisturbed conversation, both directions.
inline std::uint64_t bytes_of_session(simulators::FaultyMeter meter, const SessionOptions& session = {}) {
  TamperedCable cable(meter, {});
  core::MemoryStream wire = cable.stream();
  run_session(wire, session);
  return cable.passed();
}

/// Evenly spread numbers below `end` and the last: every one in a campaign, about `sample` of them otherwise.
inline std::vector<std::uint64_t> spread(std::uint64_t end, std::uint64_t sample) {
  const std::uint64_t step = is_campaign() ? 1 : end / sample | 1;  // odd: meets every bit of a byte
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t n = 0; n + 1 < end; n += step) numbers.push_back(n);
  numbers.push_back(end - 1);
  return numbers;
}
