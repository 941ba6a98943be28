#pragma once

#include <array>

#include "device/frame_reader.hpp"

/// The packet of a TaiDoc meter (docs/protocols/td42xx.md, Packet): eight bytes, a command with four bytes of
/// data, guarded by a sum.
namespace device::td42xx {

enum class Command : std::uint8_t {
  connect = 0x22,
  clock = 0x23,
  model = 0x24,
  record_time = 0x25,
  record_value = 0x26,
  serial_end = 0x27,
  serial_begin = 0x28,
  count = 0x2b,
  set_clock = 0x33,
  erase = 0x52,
  notice = 0x54,  ///< from the meter, unasked
};

using Data = std::array<std::uint8_t, 4>;

struct Packet {
  Command command;
  Data data;
};

inline constexpr std::size_t packet_size = 8;

/// A packet that a meter sends; one of the host's own is damaged.
FrameLook look_at_packet(core::ByteView received);
/// Of a whole packet.
Packet decode_packet(core::ByteView packet);
/// As the host sends it.
core::Bytes encode_packet(Command command, Data data = {});

}  // namespace device::td42xx
