#pragma once

#include "device/lifescan_frame.hpp"

/// The link of an Ultra Easy (docs/protocols/onetouch_ultra_easy.md, Link).
namespace device::onetouch_ultra_easy {

namespace link {
inline constexpr std::uint8_t number = 0x01;    ///< S, of this frame
inline constexpr std::uint8_t expected = 0x02;  ///< E, of the other side's next frame
inline constexpr std::uint8_t ack = 0x04;
inline constexpr std::uint8_t disconnect = 0x08;
}  // namespace link

/// A frame whose message goes on (MORE), with an unknown bit of LINK, or an ACK or DISCONNECT with a message
/// is damaged, whatever its CRC.
FrameLook look_at_frame(core::ByteView received);

}  // namespace device::onetouch_ultra_easy
