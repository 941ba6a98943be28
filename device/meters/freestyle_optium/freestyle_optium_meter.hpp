#pragma once

#include <memory>

#include "device/meter.hpp"

namespace device::freestyle_optium {

/// A FreeStyle Optium, Precision Xtra or Xceed on a wire; docs/protocols/freestyle_optium.md tells the
/// conversation.
std::unique_ptr<Meter> open(core::ByteStream& wire);

}  // namespace device::freestyle_optium
