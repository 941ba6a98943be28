#pragma once

#include <cstdint>

namespace simulators::onetouch_ultra_easy {

/// The meter's end of the link (docs/protocols/onetouch_ultra_easy.md, "Link" and "Simulated meters"): it
/// numbers its frames, and says what a frame of the host asks for. It holds no messages.
class Link {
 public:
  explicit Link(bool strict) : strict_(strict) {}

  enum class Step {
    nothing,  ///< dropped, or an acknowledgement taken
    reset,    ///< to be answered with DISCONNECT and ACK
    command,  ///< to be carried out and answered
    repeat,   ///< the last ACK and answer once more, if there are any
  };
  /// `link` is the frame's LINK byte.
  Step take(std::uint8_t link, bool has_message);

  /// LINK of what a step is answered with.
  static constexpr std::uint8_t disconnect_and_ack = 0x0c;
  std::uint8_t ack() const { return static_cast<std::uint8_t>(0x04 | answer()); }
  std::uint8_t answer() const { return static_cast<std::uint8_t>((expected_ ? 2 : 0) | (own_ ? 1 : 0)); }

 private:
  Step take_command(bool number, bool expected);
  void take_acknowledgement(bool number, bool expected);

  bool strict_;
  enum class State { idle, reset, talking } state_ = State::idle;
  bool own_ = false;       ///< S
  bool expected_ = false;  ///< E
  bool unacknowledged_ = false;
};

}  // namespace simulators::onetouch_ultra_easy
