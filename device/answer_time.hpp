#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace device {

/// How long an answer is worth waiting for, for a meter whose answers all take about as long: one that has
/// not come after four times the slowest so far was lost more likely than it is late.
class AnswerTime {
 public:
  explicit constexpr AnswerTime(std::chrono::milliseconds longest) : longest_(longest) {}

  /// Where an answer has just been missing.
  std::chrono::milliseconds longest() const { return longest_; }
  /// Where all has gone well so far; the longest before the first answer. At least 150 ms, what a USB adapter
  /// and a busy computer may add by themselves.
  std::chrono::milliseconds usual() const {
    if (!slowest_) return longest_;
    return std::clamp(4 * *slowest_, std::min(least, longest_), longest_);
  }
  /// An answer came so long after its question.
  void came_after(std::chrono::nanoseconds time) {
    slowest_ = std::max(slowest_.value_or(std::chrono::milliseconds(0)),
                        std::chrono::ceil<std::chrono::milliseconds>(time));
  }

 private:
  static constexpr std::chrono::milliseconds least{150};
  std::chrono::milliseconds longest_;
  std::optional<std::chrono::milliseconds> slowest_;
};

}  // namespace device
