#pragma once

#include "core/recording/annotation.hpp"

namespace device::bgstar {

/// Every line of docs/protocols/bgstar.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::bgstar
