#pragma once

#include <memory>

#include "core/io/memory_stream.hpp"
#include "simulators/far_end.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators {

/// A simulated meter at the far end of a faulty line: what the server serves and what tests talk to.
class FaultyMeter : public FarEnd {
 public:
  /// Throws as change does.
  FaultyMeter(std::unique_ptr<SimulatedMeter> meter, const Faults& faults, std::uint64_t seed);

  /// A reading that `add-during` asks for is taken after the answer.
  FaultyLine::Sent receive(core::ByteView bytes, const Moment& now) override;
  void replug(const Moment& now) override;
  std::optional<std::chrono::milliseconds> next_speech() const override { return meter_->next_speech(); }
  FaultyLine::Sent speak(const Moment& now) override;
  /// Other faults from now on; bytes, records, messages and answers are counted from 1 again. Throws
  /// core::Failure (unsupported), and changes nothing, for refusals of a meter that knows none.
  void change(const Faults& faults);

  /// These as well, counted from here; the others' counts go on. Throws as change does.
  void add(const Faults& more);

  /// As they were set.
  const Faults& faults() const { return faults_; }
  SimulatedMeter& meter() { return *meter_; }
  /// Records sent since the faults were changed.
  std::uint64_t records() const { return records_; }

 private:
  void require_refusal(const Faults& faults) const;
  bool is_refused(std::uint64_t message) const;
  /// What becomes of an answer before it goes on the line.
  void spoil(core::Bytes& answer, const Moment& now);

  std::unique_ptr<SimulatedMeter> meter_;
  Faults faults_;
  Faults counted_;  ///< the same, counted from when the first were set
  FaultyLine line_;
  std::uint64_t records_ = 0;   ///< sent by the meter
  std::uint64_t messages_ = 0;  ///< pieces that came from the host
  std::uint64_t answers_ = 0;   ///< given by the meter
};

/// A far end for core::MemoryStream, with the person's wall clock running beside the stream's virtual one.
/// Bytes that come after a pause lie ready, stale, before the answer to the host's next words, as they would
/// after the host's deadline. The far end must outlive the stream.
core::MemoryStream::Peer memory_peer(FarEnd& far_end, core::LocalSeconds wall_clock);
core::MemoryStream::Speaker memory_speaker(FarEnd& far_end, core::LocalSeconds wall_clock);

}  // namespace simulators
