#include "device/lifescan_frame.hpp"

#include "core/io/checksum.hpp"

namespace device::lifescan {
namespace {

constexpr std::uint8_t begin = 0x02, end = 0x03;
constexpr std::size_t crc_size = 2;

}  // namespace

FrameLook look_at_frame(core::ByteView received) {
  using enum FrameLook::State;
  if (received.empty()) return {incomplete};
  if (received[0] != begin) return {damaged};
  if (received.size() < 2) return {incomplete};
  const std::size_t size = received[1];
  if (size < envelope) return {damaged};
  if (received.size() < size) return {incomplete};
  const core::ByteView checked = received.first(size - crc_size);
  core::ByteReader crc(received.subspan(checked.size(), crc_size));
  if (checked.back() != end || crc.u16_le() != core::crc16(checked)) return {damaged};
  return {complete, size};
}

core::Bytes encode_frame(std::uint8_t link, core::ByteView message) {
  core::Bytes frame;
  core::ByteWriter out(frame);
  out.u8(begin);
  out.u8(static_cast<std::uint8_t>(message.size() + envelope));
  out.u8(link);
  out.bytes(message);
  out.u8(end);
  out.u16_le(core::crc16(frame));
  return frame;
}

core::ByteView message_of(core::ByteView frame) {
  return frame.subspan(3, frame.size() - envelope);
}

}  // namespace device::lifescan
