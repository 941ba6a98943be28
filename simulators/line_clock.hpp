#pragma once

#include <chrono>
#include <cstdint>

namespace simulators {

using Instant = std::chrono::steady_clock::time_point;

/// When bytes are on a half-duplex wire of this speed: one clock for both directions, ten bits a byte (8N1).
/// Pure: every moment is handed in, so that the schedule can be tested without waiting.
class LineClock {
 public:
  /// A rate of 0 means no pacing: everything is due at once.
  explicit LineClock(std::uint32_t baud) : baud_(baud) {}

  /// The wire carries `bytes` more, from now or from when it is free; gives the moment the first can start.
  /// Byte i of them is through at leaves(start, i), the wire is free again after the last.
  Instant occupy(std::size_t bytes, Instant now);
  /// When byte i (from 0) of a transmission that began at `start` is through: start + (i + 1) * 10 / baud,
  /// rounded up to the clock's tick.
  Instant leaves(Instant start, std::size_t i) const;
  /// How many bytes of such a transmission are through at `now`.
  std::size_t through(Instant start, Instant now) const;
  Instant free_at() const { return free_at_; }

 private:
  std::uint32_t baud_;
  Instant free_at_{};
};

}  // namespace simulators
