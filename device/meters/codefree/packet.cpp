#include "device/meters/codefree/packet.hpp"

#include "core/io/checksum.hpp"

namespace device::codefree {
namespace {

constexpr std::uint8_t begin = 0x53, from_meter = 0x20, from_host = 0x10, end = 0xaa;

bool is_known_length(std::uint8_t length) {
  return length == 0x04 || length == 0x13 || length == 0x18;
}

}  // namespace

FrameLook look_at_packet(core::ByteView received) {
  using State = FrameLook::State;
  if (received.size() > 0 && received[0] != begin) return {State::damaged};
  if (received.size() > 1 && received[1] != from_meter) return {State::damaged};
  if (received.size() > 2 && !is_known_length(received[2])) return {State::damaged};
  if (received.size() < head_size) return {};
  const std::size_t size = head_size + received[2];
  if (received.size() < size) return {};
  const core::ByteView message = received.subspan(head_size, size - head_size - tail_size);
  const bool is_right = received[size - 2] == core::xor8(message) && received[size - 1] == end;
  return is_right ? FrameLook{State::complete, size} : FrameLook{State::damaged};
}

core::Result<core::ByteView> decode_packet(core::ByteView packet) {
  const FrameLook look = look_at_packet(packet);
  if (look.state != FrameLook::State::complete || look.size != packet.size())
    return core::Error{core::Errc::protocol, "what came is no packet of a CodeFree", "",
                       "The line may be disturbed: try another cable or port."};
  return packet.subspan(head_size, packet.size() - head_size - tail_size);
}

core::Bytes encode_packet(core::ByteView message) {
  core::Bytes packet;
  core::ByteWriter out(packet);
  out.u8(begin);
  out.u8(from_host);
  out.u8(static_cast<std::uint8_t>(message.size() + tail_size));
  out.bytes(message);
  out.u8(core::xor8(message));
  out.u8(end);
  return packet;
}

}  // namespace device::codefree
