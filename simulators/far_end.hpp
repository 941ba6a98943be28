#pragma once

#include "core/time/meter_time.hpp"
#include "simulators/faulty_line.hpp"

namespace simulators {

/// What sits at the far end of the wire: a simulated meter behind a faulty line, or a recording played back.
class FarEnd {
 public:
  virtual ~FarEnd() = default;

  /// Bytes as the host sent them; gives what arrives at the host, and when.
  virtual FaultyLine::Sent receive(core::ByteView bytes, const Moment& now) = 0;
  /// The cable was pulled and plugged in again.
  virtual void replug(const Moment& now) = 0;
  /// When, as Moment::elapsed, it will next speak unasked, if at all; and what then arrives.
  virtual std::optional<std::chrono::milliseconds> next_speech() const { return std::nullopt; }
  virtual FaultyLine::Sent speak(const Moment&) { return {}; }
  /// What a tester should know of since this was last asked; empty for nothing.
  virtual std::string take_remark() { return ""; }
};

}  // namespace simulators
