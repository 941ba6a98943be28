#pragma once

#include "core/recording/annotation.hpp"

namespace device::example_meter {

/// Every message of docs/protocols/example_meter.md, once it says them; what is not taken off `cut` is shown
/// as unexplained, and blanked in a copy for others.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::example_meter
