#pragma once

#include "core/io/bytes.hpp"
#include "device/frame_reader.hpp"

/// The frame that LifeScan's serial meters share (docs/protocols/onetouch_ultra_easy.md, Frame):
///
/// | byte         | meaning                                        |
/// |--------------|------------------------------------------------|
/// | 0            | 02                                             |
/// | 1            | LEN, length of the whole frame, 6 to 255       |
/// | 2            | LINK; always 00 where answers carry no number  |
/// | 3 … LEN-4    | message                                        |
/// | LEN-3        | 03                                             |
/// | LEN-2, LEN-1 | CRC-16 over bytes 0 … LEN-3, low byte first    |
namespace device::lifescan {

inline constexpr std::size_t envelope = 6;  ///< bytes of a frame that are no message

/// Looks at LEN, 03 and CRC; what LINK may be is the family's.
FrameLook look_at_frame(core::ByteView received);
/// At most 249 bytes of message.
core::Bytes encode_frame(std::uint8_t link, core::ByteView message);
/// Of a whole frame.
core::ByteView message_of(core::ByteView frame);

}  // namespace device::lifescan
