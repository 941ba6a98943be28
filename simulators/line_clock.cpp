#include "simulators/line_clock.hpp"

#include <limits>

namespace simulators {

Instant LineClock::leaves(Instant start, std::size_t i) const {
  if (baud_ == 0) return start;
  const std::uint64_t nanoseconds = ((i + 1) * bits_per_byte_ * 1'000'000'000 + baud_ - 1) / baud_;
  return start + std::chrono::nanoseconds(nanoseconds);
}

std::size_t LineClock::through(Instant start, Instant now) const {
  if (baud_ == 0) return std::numeric_limits<std::size_t>::max();
  if (now <= start) return 0;
  const auto elapsed = std::chrono::duration_cast<std::chrono::nanoseconds>(now - start);
  // In two steps, lest the product of an hour and 115200 overflow.
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed);
  const auto rest = static_cast<std::uint64_t>((elapsed - seconds).count());
  const auto bits = static_cast<std::uint64_t>(seconds.count()) * baud_ + rest * baud_ / 1'000'000'000;
  return static_cast<std::size_t>(bits / bits_per_byte_);
}

Instant LineClock::occupy(std::size_t bytes, Instant now) {
  const Instant start = std::max(now, free_at_);
  free_at_ = bytes == 0 ? start : leaves(start, bytes - 1);
  return start;
}

}  // namespace simulators
