#pragma once

#include "core/recording/recording.hpp"
#include "simulators/far_end.hpp"

namespace simulators {

/// A recording played back: when the host says what it said then, it hears what the meter answered then.
/// When the host says something else, it hears nothing more and a remark tells where the two part; a host
/// that starts the conversation anew is answered from the beginning. Times are not played back. Bytes the
/// meter sent before the host's first come with the first answer.
class Replay : public FarEnd {
 public:
  explicit Replay(const core::Recording& recording);

  FaultyLine::Sent receive(core::ByteView bytes, const Moment& now) override;
  void replug(const Moment&) override { start_over(); }
  std::string take_remark() override;

  bool is_finished() const { return turn_ == turns_.size(); }

 private:
  /// What the host said without hearing anything, and what it then heard.
  struct Turn {
    core::Bytes host;
    core::Bytes meter;
  };
  /// Takes as many bytes as fit; the answers to what is complete go to `answers`.
  bool play(core::ByteView bytes, core::Bytes& answers);
  void start_over();

  std::vector<Turn> turns_;
  core::Bytes unasked_;
  std::size_t turn_ = 0;
  std::size_t heard_ = 0;  ///< bytes of this turn's host side that have come
  bool parted_ = false;
  std::string remark_;
};

}  // namespace simulators
