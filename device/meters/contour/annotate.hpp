#pragma once

#include "core/recording/annotation.hpp"

namespace device::contour {

/// Every message of docs/protocols/contour.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::contour
