#include "device/meters/onetouch_verio_iq/annotate.hpp"
#include "device/meters/onetouch_verio_iq/frame.hpp"
#include "device/meters/onetouch_verio_iq/onetouch_verio_iq_meter.hpp"
#include "device/meters/onetouch_verio_iq/records.hpp"

namespace device::onetouch_verio_iq {
namespace {

constexpr std::array<Model, 1> models{
    {{"onetouch-verio-iq", "OneTouch Verio IQ", model_name, 750, "its own USB plug (CP210x, 10c4:85a7)"}}};
constexpr std::array<UsbId, 1> usb{{{0x10c4, 0x85a7}}};

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<VerioIqMeter>(wire);
}

/// Another Verio, too: identify names it.
bool speaks(core::ByteView heard) {
  return holds_frame(heard, look_at_frame, [](core::ByteView frame) {
    return decode_model(lifescan::message_of(frame)).has_value();
  });
}

// A codefree, which speaks first at the same speed, has to be listened to before: it takes the question for a
// wrong command.
constexpr std::string_view question{"\x02\x08\x00\x03\x06\x03\xe8\x44", 8};
constexpr SerialLink link{
    .settings = {38400, 8, Parity::none, 1},
    .usb = usb,
    .open = open,
    .speaks = speaks,
    .probe = {.place = 20, .question = question, .tries = 3, .wait = std::chrono::seconds(1)},
    .annotator = {.annotate = annotate}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{
    .family = "onetouch_verio_iq", .models = models, .link = link, .can_set_clock = true, .can_erase = true};

}  // namespace device::onetouch_verio_iq
