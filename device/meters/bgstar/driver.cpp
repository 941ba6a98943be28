#include "device/meters/bgstar/bgstar_meter.hpp"
#include "device/meters/bgstar/models.hpp"

namespace device::bgstar {
namespace {

constexpr std::array<UsbId, 1> usb{{{0x17f4, 0xaaaa}}};

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<BgstarMeter>(wire);
}

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{"bgstar", models, {115200, 8, Parity::none, 1}, usb, true, open};

}  // namespace device::bgstar
