#include "device/meters/td42xx/packet.hpp"

#include <algorithm>

#include "core/io/checksum.hpp"

namespace device::td42xx {
namespace {

constexpr std::uint8_t begin = 0x51, from_host = 0xa3, from_meter = 0xa5;

}  // namespace

FrameLook look_at_packet(core::ByteView received) {
  using enum FrameLook::State;
  if (received.empty()) return {incomplete};
  if (received[0] != begin) return {damaged};
  if (received.size() < packet_size) return {incomplete};
  if (received[6] != from_meter || received[7] != core::sum8(received.first(packet_size - 1)))
    return {damaged};
  return {complete, packet_size};
}

Packet decode_packet(core::ByteView packet) {
  Packet decoded{static_cast<Command>(packet[1]), {}};
  std::copy_n(packet.begin() + 2, decoded.data.size(), decoded.data.begin());
  return decoded;
}

core::Bytes encode_packet(Command command, Data data) {
  core::Bytes packet;
  core::ByteWriter out(packet);
  out.u8(begin);
  out.u8(static_cast<std::uint8_t>(command));
  out.bytes(data);
  out.u8(from_host);
  out.u8(core::sum8(packet));
  return packet;
}

}  // namespace device::td42xx
