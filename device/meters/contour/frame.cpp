#include "device/meters/contour/frame.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/io/checksum.hpp"

namespace device::contour {
namespace {

constexpr std::size_t longest_frame = 256, longest_text = 240;
constexpr std::string_view records = "HPRLCMO";  // what E1394 has
constexpr std::size_t front = 2, back = 6;       // STX N, and CR E C C CR LF

core::Error damage(std::string what) {
  return {core::Errc::protocol, std::move(what), "", "The line may be disturbed: try another cable or port."};
}

}  // namespace

FrameLook look_at_frame(core::ByteView received) {
  using State = FrameLook::State;
  if (received.empty()) return {};
  const std::uint8_t first = received[0];
  if (first == eot || first == enq || first == ack || first == nak) return {State::complete, 1};
  if (first != stx) return {State::damaged};
  const auto possible = received.first(std::min(received.size(), longest_frame));
  const auto end = std::find(possible.begin(), possible.end(), '\n');
  if (end != possible.end()) return {State::complete, static_cast<std::size_t>(end - possible.begin()) + 1};
  return received.size() < longest_frame ? FrameLook{} : FrameLook{State::damaged};
}

core::Result<Frame> decode_frame(core::ByteView bytes) {
  if (bytes.size() <= front + back || bytes.size() > front + longest_text + back)
    return damage("what came is no frame of a Contour");
  const std::string_view all = core::as_text(bytes);
  const std::string_view text = all.substr(front, all.size() - front - back);
  const std::string_view tail = all.substr(all.size() - back);
  const std::uint8_t end = bytes[bytes.size() - back + 1];
  const char number = all[1];
  if (bytes[0] != stx || records.find(text[0]) == std::string_view::npos || number < '0' || number > '7' ||
      tail[0] != '\r' || tail.substr(4) != "\r\n" || (end != etx && end != etb) ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }))
    return damage("what came is no frame of a Contour");
  const std::uint8_t sum = core::sum8(bytes.subspan(1, bytes.size() - 1 - (back - 2)));
  if (tail.substr(2, 2) != fmt::format("{:02X}", sum))
    return damage("a frame of the meter does not have the sum it says");
  return Frame{number - '0', std::string(text)};
}

}  // namespace device::contour
