#pragma once

#include <memory>

#include "device/meter.hpp"

namespace device::freestyle_lite {

/// A FreeStyle Lite, Freedom Lite or Mini on a wire; docs/protocols/freestyle_lite.md tells the conversation.
std::unique_ptr<Meter> open(core::ByteStream& wire);

}  // namespace device::freestyle_lite
