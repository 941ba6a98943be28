#include "device/meters/td42xx/annotate.hpp"
#include "device/meters/td42xx/models.hpp"
#include "device/meters/td42xx/packet.hpp"
#include "device/meters/td42xx/td42xx_meter.hpp"

namespace device::td42xx {
namespace {

constexpr std::array<UsbId, 1> usb{{{0x10c4, 0xea80}}};

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<Td42xxMeter>(wire);
}

bool speaks(core::ByteView heard) {
  return holds_frame(heard, look_at_packet, [](core::ByteView) { return true; });
}

// Before the FreeStyle probes, whose first line end ends what this may have left there.
constexpr std::string_view probe_packet{"\x51\x22\x00\x00\x00\x00\xa3\x16", 8};
constexpr SerialLink link{
    .settings = {19200, 8, Parity::none, 1},
    .usb = usb,
    .open = open,
    .speaks = speaks,
    .probe = {.place = 40, .question = probe_packet, .tries = 3, .wait = std::chrono::seconds(1)},
    .annotator = {.annotate = annotate}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{
    .family = "td42xx", .models = models, .link = link, .can_set_clock = true, .can_erase = true};

}  // namespace device::td42xx
