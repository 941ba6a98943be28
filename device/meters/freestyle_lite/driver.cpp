#include "device/meters/freestyle_lite/annotate.hpp"
#include "device/meters/freestyle_lite/freestyle_lite_meter.hpp"
#include "device/meters/freestyle_lite/models.hpp"
#include "device/meters/freestyle_lite/records.hpp"

namespace device::freestyle_lite {
namespace {

using namespace std::chrono_literals;

constexpr std::array<UsbId, 2> usb{{{0x1a61, 0x3410}, {0x0403, 0x6001}}};

bool speaks(core::ByteView heard) {
  return is_dump_begun(core::as_text(heard));
}

// After freestyle_optium's, which a FreeStyle Lite does not take amiss.
constexpr Probe probe{.place = 60, .question = "\r\n$mem\r\n", .tries = 2, .wait = 2s, .rest = 30s};
constexpr SerialLink link{.settings = {19200, 8, Parity::none, 1},
                          .usb = usb,
                          .open = open,
                          .speaks = speaks,
                          .probe = probe,
                          .annotator = {.annotate = annotate, .is_text = true}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{.family = "freestyle_lite", .models = models, .link = link, .can_set_clock = true};

}  // namespace device::freestyle_lite
