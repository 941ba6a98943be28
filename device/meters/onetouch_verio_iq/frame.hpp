#pragma once

#include "device/lifescan_frame.hpp"

namespace device::onetouch_verio_iq {

/// A frame whose byte 2 is not 00, or without room for a prefix and a status, is damaged, whatever its CRC.
FrameLook look_at_frame(core::ByteView received);

}  // namespace device::onetouch_verio_iq
