#include "simulators/lifescan_frame.hpp"

#include <algorithm>

#include "core/io/checksum.hpp"

namespace simulators {
namespace {

constexpr std::uint8_t start = 0x02;
constexpr std::uint8_t end = 0x03;
constexpr std::size_t around = 6;  ///< bytes of a frame that are not its message

/// `frame` is as long as its length byte says.
bool is_sound(core::ByteView frame) {
  const core::ByteView summed = frame.first(frame.size() - 2);
  const std::uint16_t crc = core::ByteReader(frame.last(2)).u16_le();
  return summed.back() == end && core::crc16(summed) == crc;
}

}  // namespace

core::Bytes encode_lifescan_frame(std::uint8_t link, core::ByteView message) {
  core::Bytes frame;
  core::ByteWriter out(frame);
  out.u8(start);
  out.u8(static_cast<std::uint8_t>(message.size() + around));
  out.u8(link);
  out.bytes(message);
  out.u8(end);
  out.u16_le(core::crc16(frame));
  return frame;
}

std::optional<LifescanFrame> take_lifescan_frame(core::Bytes& received) {
  auto first = received.begin();
  const auto drop_before = [&] { received.erase(received.begin(), first); };
  while (true) {
    first = std::find(first, received.end(), start);
    const core::ByteView rest(first, received.end());
    if (rest.size() < 2) break;
    const std::size_t length = rest[1];
    if (length >= around) {
      if (rest.size() < length) break;
      if (is_sound(rest.first(length))) {
        const core::ByteView message = rest.subspan(3, length - around);
        LifescanFrame frame{rest[2], {message.begin(), message.end()}};
        first += static_cast<std::ptrdiff_t>(length);
        drop_before();
        return frame;
      }
    }
    ++first;
  }
  drop_before();
  return std::nullopt;
}

}  // namespace simulators
