#include "device/meters/onetouch_verio_iq/frame.hpp"

namespace device::onetouch_verio_iq {

FrameLook look_at_frame(core::ByteView received) {
  constexpr std::size_t smallest = lifescan::envelope + 2;
  const bool is_short = received.size() > 1 && received[1] < smallest;
  if (is_short || (received.size() > 2 && received[2] != 0)) return {FrameLook::State::damaged};
  return lifescan::look_at_frame(received);
}

}  // namespace device::onetouch_verio_iq
