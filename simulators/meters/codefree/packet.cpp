#include "simulators/meters/codefree/packet.hpp"

#include "core/io/checksum.hpp"

namespace simulators::codefree {
namespace {

constexpr std::uint8_t start = 0x53;
constexpr std::uint8_t from_meter = 0x20;
constexpr std::uint8_t from_host = 0x10;
constexpr std::uint8_t end = 0xaa;
constexpr std::size_t head = 3;  ///< start, direction, length

/// Of all that is known; no host sends the third.
constexpr bool is_length(std::uint8_t length) {
  return length == 0x04 || length == 0x13 || length == 0x18;
}

}  // namespace

core::Bytes encode_packet(core::ByteView message) {
  core::Bytes packet;
  core::ByteWriter writer(packet);
  writer.u8(start);
  writer.u8(from_meter);
  writer.u8(static_cast<std::uint8_t>(message.size() + 2));
  writer.bytes(message);
  writer.u8(core::xor8(message));
  writer.u8(end);
  return packet;
}

HostPacket look_at_packet(core::ByteView received) {
  const HostPacket damaged{HostPacket::State::damaged};
  if (!received.empty() && received[0] != start) return damaged;
  if (received.size() > 1 && received[1] != from_host) return damaged;
  if (received.size() > 2 && !is_length(received[2])) return damaged;
  if (received.size() < head || received.size() < head + received[2]) return {};
  const std::size_t length = received[2];
  const core::ByteView message = received.subspan(head, length - 2);
  if (received[length + 1] != core::xor8(message) || received[length + 2] != end) return damaged;
  return {HostPacket::State::complete, head + length, message};
}

}  // namespace simulators::codefree
