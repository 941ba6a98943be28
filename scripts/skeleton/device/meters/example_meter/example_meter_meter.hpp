#pragma once

#include <memory>

#include "device/meter.hpp"

namespace device::example_meter {

/// The meter at the end of a wire; docs/protocols/example_meter.md tells the conversation.
std::unique_ptr<Meter> open(core::ByteStream& wire);

}  // namespace device::example_meter
