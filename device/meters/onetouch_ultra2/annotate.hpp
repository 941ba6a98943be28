#pragma once

#include "core/recording/annotation.hpp"

namespace device::onetouch_ultra2 {

/// Every line of docs/protocols/onetouch_ultra2.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::onetouch_ultra2
