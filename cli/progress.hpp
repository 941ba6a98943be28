#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace cli {

struct Context;

/// A progress bar on stderr, only on a terminal: count, rate and time left, redrawn ten times a second.
class ProgressBar {
 public:
  explicit ProgressBar(Context& context);
  ~ProgressBar();  ///< wipes the line
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// `total` is 0 while it is not known.
  void show(std::size_t done, std::size_t total);

 private:
  using Clock = std::chrono::steady_clock;

  Context& context_;
  std::optional<Clock::time_point> started_;  ///< with the first record: before it a person may think
  Clock::time_point drawn_{};
};

}  // namespace cli
