#pragma once

#include <memory>

#include "device/meter.hpp"

namespace device::onetouch_ultra2 {

/// A OneTouch Ultra or Ultra 2 on a wire; docs/protocols/onetouch_ultra2.md tells the conversation.
std::unique_ptr<Meter> open(core::ByteStream& wire);

}  // namespace device::onetouch_ultra2
