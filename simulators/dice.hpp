#pragma once

#include <cstdint>
#include <random>

namespace simulators {

/// The standard's distributions differ between libraries; this does not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  int below(int bound) { return static_cast<int>(random_() % static_cast<std::uint64_t>(bound)); }
  /// From -reach to reach, the middle likeliest (the mean of three throws).
  int around(int reach) {
    return (below(2 * reach + 1) + below(2 * reach + 1) + below(2 * reach + 1)) / 3 - reach;
  }
  bool once_in(int many) { return many > 0 && below(many) == 0; }

 private:
  std::mt19937_64 random_;
};

}  // namespace simulators
