#include "device/meters/onetouch_ultra2/annotate.hpp"
#include "device/meters/onetouch_ultra2/models.hpp"
#include "device/meters/onetouch_ultra2/onetouch_ultra2_meter.hpp"
#include "device/meters/onetouch_ultra2/records.hpp"

namespace device::onetouch_ultra2 {
namespace {

constexpr std::array<UsbId, 3> usb{{{0x067b, 0x2303}, {0x0403, 0x6001}, {0x1a86, 0x7523}}};

bool speaks(core::ByteView heard) {
  std::string_view rest = core::as_text(heard);
  for (std::string_view line = take_line(rest); !line.empty(); line = take_line(rest))
    if (const auto version = line.find('?');
        version != std::string_view::npos && decode_version(line.substr(version)))
      return true;
  return false;
}

constexpr SerialLink link{
    .settings = {9600, 8, Parity::none, 1},
    .usb = usb,
    .open = open,
    .speaks = speaks,
    .probe = {.place = 80, .question = "\x11\rDM?", .tries = 3, .wait = std::chrono::seconds(1)},
    .annotator = {.annotate = annotate, .is_text = true}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{
    .family = "onetouch_ultra2", .models = models, .link = link, .can_set_clock = true, .can_erase = true};

}  // namespace device::onetouch_ultra2
