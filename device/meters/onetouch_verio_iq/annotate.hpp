#pragma once

#include "core/recording/annotation.hpp"

namespace device::onetouch_verio_iq {

/// Every message of docs/protocols/onetouch_verio_iq.md.
void annotate(const core::Run& run, core::Cutter& cut);

}  // namespace device::onetouch_verio_iq
