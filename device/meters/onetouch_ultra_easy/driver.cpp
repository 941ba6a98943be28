#include "device/meters/onetouch_ultra_easy/annotate.hpp"
#include "device/meters/onetouch_ultra_easy/frame.hpp"
#include "device/meters/onetouch_ultra_easy/models.hpp"
#include "device/meters/onetouch_ultra_easy/onetouch_ultra_easy_meter.hpp"

namespace device::onetouch_ultra_easy {
namespace {

constexpr std::array<UsbId, 3> usb{{{0x067b, 0x2303}, {0x0403, 0x6001}, {0x1a86, 0x7523}}};

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<UltraEasyMeter>(wire);
}

bool speaks(core::ByteView heard) {
  return holds_frame(heard, look_at_frame,
                     [](core::ByteView frame) { return frame[2] == (link::disconnect | link::ack); });
}

constexpr std::string_view question{"\x02\x06\x08\x03\xc2\x62", 6};  // DISCONNECT
constexpr SerialLink serial{
    .settings = {9600, 8, Parity::none, 1},
    .usb = usb,
    .open = open,
    .speaks = speaks,
    .probe = {.place = 70, .question = question, .tries = 3, .wait = std::chrono::seconds(1)},
    .annotator = {.annotate = annotate}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{.family = "onetouch_ultra_easy",
                    .models = models,
                    .link = serial,
                    .can_set_clock = true,
                    .can_erase = true};

}  // namespace device::onetouch_ultra_easy
