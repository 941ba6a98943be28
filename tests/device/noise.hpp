#pragma once

#include <array>

#include "tests/device/families.hpp"

// A whole download over a line that flips bits, and how long it takes beside one over a clean line.
namespace noise {

/// One flipped bit in so many: 10^4 where a record or a frame is asked for again, 10^6 where the whole memory
/// is.
inline double rate_for(std::string_view family) {
  constexpr std::array asks_again{"bgstar", "contour", "onetouch_ultra_easy", "onetouch_verio_iq", "td42xx"};
  return std::find(asks_again.begin(), asks_again.end(), family) != asks_again.end() ? 1e-4 : 1e-6;
}

struct Download {
  bool is_complete = false;
  std::size_t wrong = 0;  ///< readings that the meter does not hold
  std::chrono::duration<double> time{0};
  std::string error;
};

/// 500 readings, or as many as the meter holds.
inline std::vector<core::LogEntry> readings_for(const Family& family) {
  return plain_readings(std::min<int>(500, family.simulated->models.front().memory));
}

/// Time is what the driver waits, and what the bytes take at the family's speed, one direction at a time.
inline Download download(const Family& family, double rate, std::uint64_t seed) {
  simulators::Faults faults;
  faults.noise = rate;
  const auto readings = readings_for(family);
  auto meter = simulated_meter(family.model(), readings, faults, seed);
  TamperedCable cable(meter, {});
  core::MemoryStream wire = cable.stream();
  const auto turn_on = [&] {  // two seconds after being asked to
    const auto at = wire.now() - core::Deadline{} + std::chrono::seconds(2);
    meter.replug({session_time(), std::chrono::floor<std::chrono::milliseconds>(at)});
  };
  const SessionResult session = run_session(wire, {.driver = family.driver, .do_at_meter = turn_on});
  const device::SerialSettings line = device::serial_link(*family.driver).settings;
  Download result;
  const auto& read = session.read.downloaded.entries;
  const Seen seen = seen_by(read);
  std::unordered_map<std::string, int> left;
  for (const core::LogEntry& entry : readings) ++left[seen(entry)];
  for (const core::LogEntry& entry : read) result.wrong += --left[seen(entry)] < 0;
  result.is_complete = !session.error && session.read.downloaded.complete && read.size() == readings.size();
  result.time = session.virtual_time +
                std::chrono::duration<double>(
                    static_cast<double>(cable.passed() * device::bits_per_byte(line)) / line.baud);
  if (session.error) result.error = core::sentence(*session.error);
  return result;
}

}  // namespace noise
