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

inline simulators::FaultyMeter simulated_meter(std::string_view model, simulators::Readings readings,
                                               const simulators::Faults& faults = {},
                                               std::uint64_t seed = 1) {
  const simulators::FoundModel found = simulators::find_model(model);
  simulators::MeterState state;
  state.serial = "SIM00000000001";
  state.memory = std::move(readings);
  return {found.family->make(*found.model, std::move(state), {}), faults, seed};
}

/// How a conversation ended: what was read, and the error that ended it early, thrown or kept.
struct SessionResult {
  device::MeterRead read;
  std::optional<core::Error> error;
  std::chrono::nanoseconds virtual_time{0};
};

inline SessionResult run_session(core::MemoryStream& wire,
                                 std::optional<core::Bookmark> bookmark = std::nullopt) {
  boost::asio::io_context io;
  device::ReadOptions options;
  options.find_bookmark = [&bookmark](const device::Identity&) { return bookmark; };
  options.host_clock = [] { return core::UtcSeconds{session_time().time_since_epoch()}; };
  SessionResult result;
  try {
    const auto meter = device::serial_link(*device::find_driver("bgstar")).open(wire);
    result.read = core::run(io, device::read_meter(*meter, options));
    result.error = result.read.broken;
  } catch (const core::Failure& failure) {
    result.error = failure.error();
  }
  result.virtual_time = wire.now() - core::Deadline{};
  return result;
}

inline SessionResult run_session(simulators::FaultyMeter& meter,
                                 std::optional<core::Bookmark> bookmark = std::nullopt) {
  core::MemoryStream wire(simulators::memory_peer(meter, session_time()));
  return run_session(wire, std::move(bookmark));
}

/// A cable that does something to one byte, counted in the order in which bytes travel, both directions.
class TamperedCable {
 public:
  enum class What { nothing, cut, flip };
  struct Plan {
    What what = What::nothing;
    std::uint64_t byte = 0;  ///< from 0
    unsigned bit = 0;
  };

  TamperedCable(simulators::FaultyMeter& meter, Plan plan)
      : peer_(simulators::memory_peer(meter, session_time())), plan_(plan) {}

  core::MemoryStream::Answer operator()(core::ByteView host, core::Deadline now) {
    core::Bytes to_meter(host.begin(), host.end());
    if (pass(to_meter)) {
      if (!to_meter.empty()) peer_(to_meter, now);  // it answers into a cable that is gone
      return {{}, true};
    }
    core::MemoryStream::Answer answer = peer_(to_meter, now);
    answer.cut = pass(answer.bytes) || answer.cut;
    return answer;
  }

  std::uint64_t passed() const { return passed_; }

 private:
  /// True when the cable is cut within these bytes; they are then what still came through.
  bool pass(core::Bytes& bytes) {
    const bool here = plan_.byte >= passed_ && plan_.byte < passed_ + bytes.size();
    const auto place = static_cast<std::size_t>(plan_.byte - passed_);
    passed_ += bytes.size();
    if (!here || plan_.what == What::nothing) return false;
    if (plan_.what == What::flip) bytes[place] = static_cast<std::uint8_t>(bytes[place] ^ 1u << plan_.bit);
    if (plan_.what == What::cut) bytes.resize(place);
    return plan_.what == What::cut;
  }

  core::MemoryStream::Peer peer_;
  Plan plan_;
  std::uint64_t passed_ = 0;
};

inline SessionResult run_tampered(simulators::FaultyMeter& meter, TamperedCable::Plan plan,
                                  std::optional<core::Bookmark> bookmark = std::nullopt) {
  TamperedCable cable(meter, plan);
  core::MemoryStream wire([&cable](core::ByteView bytes, core::Deadline now) { return cable(bytes, now); });
  return run_session(wire, std::move(bookmark));
}

/// Bytes of an undisturbed conversation, both directions.
inline std::uint64_t bytes_of_session(simulators::FaultyMeter meter,
                                      const std::optional<core::Bookmark>& bookmark = std::nullopt) {
  TamperedCable cable(meter, {});
  core::MemoryStream wire([&cable](core::ByteView bytes, core::Deadline now) { return cable(bytes, now); });
  run_session(wire, bookmark);
  return cable.passed();
}
