#pragma once

#include <string>

#include "core/error.hpp"
#include "device/frame_reader.hpp"

/// The frames of a Contour (docs/protocols/contour.md).
namespace device::contour {

inline constexpr std::uint8_t stx = 0x02, etx = 0x03, eot = 0x04, enq = 0x05, ack = 0x06, nak = 0x15,
                              etb = 0x17;

/// EOT, ENQ, ACK or NAK alone, or STX and all up to LF, at most 256 bytes; whether it is right is
/// decode_frame's question.
FrameLook look_at_frame(core::ByteView received);

struct Frame {
  int number = 0;  ///< 0 to 7
  std::string text;
  bool operator==(const Frame&) const = default;
};

/// `STX N TEXT CR E C C CR LF`: one record of at most 240 printable characters; E is ETX or ETB, whatever
/// follows; CC the sum from N to E, upper-case hex. What is off is Errc::protocol.
[[nodiscard]] core::Result<Frame> decode_frame(core::ByteView bytes);

}  // namespace device::contour
