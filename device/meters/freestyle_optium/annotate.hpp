#pragma once

#include "core/recording/annotation.hpp"

namespace device::freestyle_optium {

/// Every message of docs/protocols/freestyle_optium.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::freestyle_optium
