#pragma once

#include "core/recording/annotation.hpp"

namespace device::freestyle_lite {

/// Every message of docs/protocols/freestyle_lite.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::freestyle_lite
