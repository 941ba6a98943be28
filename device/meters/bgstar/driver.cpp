#include "device/meters/bgstar/annotate.hpp"
#include "device/meters/bgstar/bgstar_meter.hpp"
#include "device/meters/bgstar/models.hpp"

namespace device::bgstar {
namespace {

constexpr std::array<UsbId, 1> usb{{{0x17f4, 0xaaaa}}};

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<BgstarMeter>(wire);
}

bool speaks(core::ByteView heard) {
  return core::as_text(heard).find("200 hello ") != std::string_view::npos;
}

constexpr SerialLink link{
    .settings = {115200, 8, Parity::none, 1},
    .usb = usb,
    .open = open,
    .speaks = speaks,
    .probe = {.place = 30, .question = "\rhello\r", .tries = 3, .wait = std::chrono::seconds(1)},
    .annotator = {.annotate = annotate, .is_text = true}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{.family = "bgstar", .models = models, .link = link, .can_set_clock = true};

}  // namespace device::bgstar
