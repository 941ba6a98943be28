#include <algorithm>
#include <array>

#include "device/meters/codefree/annotate.hpp"
#include "device/meters/codefree/codefree_meter.hpp"

namespace device::codefree {
namespace {

constexpr std::array<Model, 1> models{{{"codefree", "SD CodeFree", product, 1000,
                                        "the maker's USB cable with a 2.5 mm jack (CP210x, 10c4:ea60)"}}};
constexpr std::array<UsbId, 1> usb{{{0x10c4, 0xea60}}};

std::unique_ptr<Meter> open(core::ByteStream& wire) {
  return std::make_unique<CodefreeMeter>(wire);
}

bool speaks(core::ByteView heard) {
  constexpr std::array<std::uint8_t, 7> challenge{0x53, 0x20, 0x04, 0x10, 0x30, 0x20, 0xaa};
  return std::search(heard.begin(), heard.end(), challenge.begin(), challenge.end()) != heard.end();
}

/// The first of all probes: it only listens, and any byte would disturb a CodeFree.
constexpr SerialLink link{
    .settings = {38400, 8, Parity::none, 1},
    .usb = usb,
    .open = open,
    .speaks = speaks,
    .probe = {.place = 10, .question = "", .tries = 1, .wait = std::chrono::milliseconds(2500)},
    .annotator = {.annotate = annotate}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{
    .family = "codefree", .models = models, .link = link, .can_read_clock = false, .can_set_clock = true};

}  // namespace device::codefree
