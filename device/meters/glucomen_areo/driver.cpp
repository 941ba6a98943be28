#include "device/meters/glucomen_areo/annotate.hpp"
#include "device/meters/glucomen_areo/glucomen_areo_meter.hpp"
#include "device/meters/glucomen_areo/models.hpp"

namespace device::glucomen_areo {
namespace {

constexpr std::array<UsbId, 1> usb{{{0x10c4, 0xea60}}};

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<GlucomenAreoMeter>(wire);
}

bool speaks(core::ByteView heard) {
  constexpr std::string_view begin = "[\r\n", end = "\r\n]\r\n";
  std::string_view text = core::as_text(heard);
  for (std::size_t at; (at = text.find(begin)) != std::string_view::npos; text.remove_prefix(1)) {
    text.remove_prefix(at);
    const std::size_t size = text.find(end);
    if (size != std::string_view::npos && decode_who(text.substr(0, size + end.size()))) return true;
  }
  return false;
}

constexpr SerialLink link{
    .settings = {9600, 8, Parity::odd, 1},
    .usb = usb,
    .open = open,
    .speaks = speaks,
    .probe = {.place = 100, .question = "\xa2", .tries = 3, .wait = std::chrono::seconds(2)},
    .annotator = {.annotate = annotate, .is_text = true}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{.family = "glucomen_areo",
                    .models = models,
                    .link = link,
                    .can_read_clock = false,
                    .can_set_clock = true};

}  // namespace device::glucomen_areo
