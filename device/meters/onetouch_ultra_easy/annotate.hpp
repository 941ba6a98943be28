#pragma once

#include "core/recording/annotation.hpp"

namespace device::onetouch_ultra_easy {

/// Every message of docs/protocols/onetouch_ultra_easy.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::onetouch_ultra_easy
