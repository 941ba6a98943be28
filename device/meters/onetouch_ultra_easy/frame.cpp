#include "device/meters/onetouch_ultra_easy/frame.hpp"

namespace device::onetouch_ultra_easy {

FrameLook look_at_frame(core::ByteView received) {
  constexpr unsigned empty = link::ack | link::disconnect;
  constexpr unsigned known = link::number | link::expected | empty;
  if (received.size() > 2) {
    const unsigned flags = received[2];
    const bool has_message = received[1] != lifescan::envelope;
    if ((flags & ~known) != 0 || ((flags & empty) != 0 && has_message)) return {FrameLook::State::damaged};
  }
  return lifescan::look_at_frame(received);
}

}  // namespace device::onetouch_ultra_easy
