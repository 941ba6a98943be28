#include "device/meters/contour/annotate.hpp"
#include "device/meters/contour/contour_meter.hpp"
#include "device/meters/contour/models.hpp"

namespace device::contour {
namespace {

constexpr std::array<UsbId, 2> usb{{{0x1a79, 0x6001}, {0x0403, 0x6001}}};

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<ContourMeter>(wire);
}

/// An ENQ or EOT is one byte, which noise and other meters' words may hold: it must be the last. So must be
/// the frame of a meter that somebody has left in the middle of its data.
bool speaks(core::ByteView heard) {
  if (heard.empty()) return false;
  if (heard.back() == enq || heard.back() == eot) return true;
  const auto begin = std::find(heard.rbegin(), heard.rend(), stx);
  if (begin == heard.rend()) return false;
  return decode_frame(heard.last(static_cast<std::size_t>(begin - heard.rbegin()) + 1)).has_value();
}

constexpr SerialLink link{.settings = {9600, 8, Parity::none, 1},
                          .usb = usb,
                          .open = open,
                          .speaks = speaks,
                          .probe = {.place = 90,
                                    .question = "\x15",
                                    .tries = 3,
                                    .wait = std::chrono::seconds(2),
                                    .farewell = "\x15"},
                          .annotator = {.annotate = annotate, .is_text = true}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{.family = "contour", .models = models, .link = link, .can_set_clock = true};

}  // namespace device::contour
