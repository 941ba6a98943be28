#pragma once

#include "core/recording/annotation.hpp"

namespace device::td42xx {

/// Every message of docs/protocols/td42xx.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::td42xx
