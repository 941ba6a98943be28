#pragma once

#include "core/error.hpp"
#include "device/frame_reader.hpp"

/// The packets of a CodeFree (docs/protocols/codefree.md): `53`, `20` from the meter or `10` from the host,
/// LEN, LEN - 2 bytes of message, their exclusive or, `aa`.
namespace device::codefree {

/// Bytes before the message and behind it.
inline constexpr std::size_t head_size = 3, tail_size = 2;

/// A packet from the meter, of a length that is known and right to its end: what is damaged is none.
FrameLook look_at_packet(core::ByteView received);
/// Its message; Errc::protocol for anything but one whole right packet from the meter.
[[nodiscard]] core::Result<core::ByteView> decode_packet(core::ByteView packet);
/// From the host.
core::Bytes encode_packet(core::ByteView message);

}  // namespace device::codefree
