#pragma once

#include "core/recording/recording.hpp"
#include "simulators/far_end.hpp"

namespace simulators {

/// A recording played back: when the host says what it said then, it hears what the meter answered then.
/// When the host says something else, it hears nothing more and a remark tells where the two part; a host
/// that starts the conversation anew is answered from the beginning. Times are not played back. What the
/// meter said before the host's first word it says unasked, each second until the host takes it up, and again
/// after the end and where the two have parted.
class Replay : public FarEnd {
 public:
  explicit Replay(const core::Recording& recording);

  FaultyLine::Sent receive(core::ByteView bytes, const Moment& now) override;
  void replug(const Moment& now) override;
  std::optional<std::chrono::milliseconds> next_speech() const override { return speech_at_; }
  FaultyLine::Sent speak(const Moment& now) override;
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
  std::optional<std::chrono::milliseconds> speech_at_;
  std::string remark_;
};

}  // namespace simulators
