#pragma once

#include "core/recording/annotation.hpp"

namespace device::codefree {

/// Every message of docs/protocols/codefree.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::codefree
