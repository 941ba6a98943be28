#include "device/meters/example_meter/annotate.hpp"

namespace device::example_meter {

void annotate(const core::Run&, core::Cutter&) {}

}  // namespace device::example_meter
