#pragma once

#include "core/recording/annotation.hpp"

namespace device::glucomen_areo {

/// Every message of docs/protocols/glucomen_areo.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::glucomen_areo
