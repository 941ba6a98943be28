#pragma once

#include <memory>

#include "core/io/memory_stream.hpp"
#include "simulators/faulty_line.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators {

/// A simulated meter at the far end of a faulty line: what the server serves and what tests talk to.
class FaultyMeter {
 public:
  FaultyMeter(std::unique_ptr<SimulatedMeter> meter, const Faults& faults, std::uint64_t seed)
      : meter_(std::move(meter)), faults_(faults), line_(faults, seed) {}

  /// Bytes as the host sent them; gives what arrives at the host, and when. A reading that `add-during` asks
  /// for is taken after the answer.
  FaultyLine::Sent receive(core::ByteView bytes, core::LocalSeconds wall_clock);
  /// The cable was pulled and plugged in again.
  void replug();
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

/// The meter as the other end of a core::MemoryStream, with the person's wall clock standing still. Time is
/// virtual there: bytes that come after a pause lie ready, stale, before the answer to the host's next words,
/// as they would after the host's deadline. The meter must outlive the stream.
core::MemoryStream::Peer memory_peer(FaultyMeter& meter, core::LocalSeconds wall_clock);

}  // namespace simulators
