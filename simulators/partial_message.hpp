#pragma once

#include "simulators/simulated_meter.hpp"

namespace simulators {

/// What came of a binary message that may not be whole yet. Where the pages say so, one that began and did
/// not go on is forgotten, lest it swallow the next.
class PartialMessage {
 public:
  explicit PartialMessage(std::chrono::milliseconds longest_gap) : longest_gap_(longest_gap) {}

  void append(core::ByteView more, const Moment& now) {
    if (now.elapsed - last_ > longest_gap_) bytes_.clear();
    last_ = now.elapsed;
    bytes_.insert(bytes_.end(), more.begin(), more.end());
  }

  /// What is not taken off it stays for the next time.
  core::Bytes& bytes() { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  core::Bytes bytes_;
  std::chrono::milliseconds longest_gap_;
  std::chrono::milliseconds last_{0};
};

}  // namespace simulators
