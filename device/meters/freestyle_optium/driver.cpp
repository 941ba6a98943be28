#include "device/meters/freestyle_optium/annotate.hpp"
#include "device/meters/freestyle_optium/freestyle_optium_meter.hpp"
#include "device/meters/freestyle_optium/models.hpp"
#include "device/meters/freestyle_optium/records.hpp"

namespace device::freestyle_optium {
namespace {

constexpr std::array<UsbId, 1> usb{{{0x1a61, 0x3420}}};

bool speaks(core::ByteView heard) {
  return holds_info(core::as_text(heard));
}

constexpr SerialLink link{
    .settings = {19200, 8, Parity::none, 1},
    .usb = usb,
    .open = open,
    .speaks = speaks,
    .probe = {.place = 50, .question = "\r\n$colq\r\n", .tries = 3, .wait = std::chrono::seconds(2)},
    .annotator = {.annotate = annotate, .is_text = true}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{.family = "freestyle_optium", .models = models, .link = link, .can_set_clock = true};

}  // namespace device::freestyle_optium
