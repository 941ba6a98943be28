#pragma once

#include <memory>

#include "core/io/memory_stream.hpp"
#include "simulators/far_end.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators {

/// A simulated meter at the far end of a faulty line: what the server serves and what tests talk to.
class FaultyMeter : public FarEnd {
 public:
  FaultyMeter(std::unique_ptr<SimulatedMeter> meter, const Faults& faults, std::uint64_t seed)
      : meter_(std::move(meter)), faults_(faults), line_(faults, seed) {}

  /// A reading that `add-during` asks for is taken after the answer.
  FaultyLine::Sent receive(core::ByteView bytes, core::LocalSeconds wall_clock) override;
  void replug() override;
  /// Other faults from now on; bytes and record requests are counted from 1 again.
  void change(const Faults& faults);

  const Faults& faults() const { return faults_; }
  SimulatedMeter& meter() { return *meter_; }

 private:
  std::unique_ptr<SimulatedMeter> meter_;
  Faults faults_;
  FaultyLine line_;
  std::size_t requests_before_ = 0;  ///< record requests before the faults were changed
};

/// A far end for core::MemoryStream, with the person's wall clock standing still. Time is
/// virtual there: bytes that come after a pause lie ready, stale, before the answer to the host's next words,
/// as they would after the host's deadline. It must outlive the stream.
core::MemoryStream::Peer memory_peer(FarEnd& far_end, core::LocalSeconds wall_clock);

}  // namespace simulators
