#pragma once

#include <map>
#include <string_view>

#include "core/recording/recording.hpp"
#include "simulators/far_end.hpp"

namespace simulators {

/// A recording played back: when the host says what it said then, it hears what the meter answered then.
/// Times are not played back. What the meter said before the host's first word it says unasked, each second
/// until the host takes it up, and again after the end and where the two have parted.
///
/// The conversation begins where the recorded beginning comes, whatever stands before it: a host that does
/// not know yet who is there asks other meters first, and this one hears them in silence, as it would on a
/// real wire. A remark tells of the first of that, if it goes on. Within the conversation a host that says
/// something else hears nothing more, and a remark tells where the two part; one that begins anew is answered
/// from the beginning.
class Replay : public FarEnd {
 public:
  /// `openings`: see SimulatedFamily; any of these bytes stands for any other of them at the beginning.
  explicit Replay(const core::Recording& recording, std::string_view openings = {});

  FaultyLine::Sent receive(core::ByteView bytes, const Moment& now) override;
  void replug(const Moment& now) override;
  std::optional<std::chrono::milliseconds> next_speech() const override { return speech_at_; }
  FaultyLine::Sent speak(const Moment& now) override;
  std::string take_remark() override;

  bool is_finished() const { return said_ == host_.size(); }

 private:
  /// The recorded beginning has come, and the two have not parted since.
  bool has_begun() const { return !answers_.empty() && said_ >= answers_.begin()->first; }
  /// Whether the recorded host says this, or what opens a conversation alike, behind so many bytes.
  bool fits(std::size_t place, std::uint8_t byte) const;
  void find_borders();
  void take(std::uint8_t byte, core::Bytes& answers);
  std::string departure(core::ByteView said) const;

  std::string openings_;
  core::Bytes unasked_;
  core::Bytes host_;                            ///< all that the recorded host says
  std::map<std::size_t, core::Bytes> answers_;  ///< what it hears when it has said so many bytes
  /// Of each beginning of host_: how much of its end is a beginning again (Knuth, Morris and Pratt's search).
  std::vector<std::size_t> borders_;
  std::size_t said_ = 0;                  ///< so much of host_ stands at the end of what came
  std::optional<std::size_t> parted_at_;  ///< a value of said_, until it is told or the host has begun anew
  bool is_foreign_ = false;               ///< something came since that is no beginning
  bool is_told_ = false;                  ///< that it waits for the beginning
  std::optional<std::chrono::milliseconds> speech_at_;
  std::string remark_;
};

}  // namespace simulators
