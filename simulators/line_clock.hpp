#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace simulators {

using Instant = std::chrono::steady_clock::time_point;

/// When bytes are on a half-duplex wire of this speed: one clock for both directions. Pure: every moment is
/// handed in, so that the schedule can be tested without waiting.
class LineClock {
 public:
  /// A rate of 0 means no pacing: everything is due at once. A byte has ten bits at 8N1, eleven with a parity
  /// bit.
  explicit LineClock(std::uint32_t baud, std::uint32_t bits_per_byte = 10)
      : baud_(baud), bits_per_byte_(bits_per_byte) {}

  /// The wire carries `bytes` more, from now or from when it is free; gives the moment the first can start.
  /// Byte i of them is through at leaves(start, i), the wire is free again after the last.
  Instant occupy(std::size_t bytes, Instant now);
  /// When byte i (from 0) of a transmission that began at `start` is through: start + (i + 1) * bits / baud,
  /// rounded up to the clock's tick.
  Instant leaves(Instant start, std::size_t i) const;
  /// How many bytes of such a transmission are through at `now`.
  std::size_t through(Instant start, Instant now) const;
  /// What was still to be carried is dropped: the wire is free at `now`.
  void release(Instant now) { free_at_ = std::min(free_at_, now); }
  Instant free_at() const { return free_at_; }

 private:
  std::uint32_t baud_;
  std::uint32_t bits_per_byte_;
  Instant free_at_{};
};

}  // namespace simulators
