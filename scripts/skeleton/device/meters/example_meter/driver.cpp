// unfinished: not in the registry while this line stands here (cmake/registry.cmake), so nobody is offered
// it.
#include "device/driver.hpp"

#include <array>

#include "device/meters/example_meter/annotate.hpp"
#include "device/meters/example_meter/example_meter_meter.hpp"
#include "device/meters/example_meter/records.hpp"

namespace device::example_meter {
namespace {

// As the page says, once it says so.
constexpr std::array<Model, 1> models{{{"example-meter", "", "", 0, ""}}};
constexpr std::array<UsbId, 0> usb{};

constexpr SerialLink link{.settings = {9600, 8, Parity::none, 1},
                          .usb = usb,
                          .open = open,
                          .speaks = is_answer,
                          // Its place: docs/protocols/README.md. A probe changes nothing in any meter.
                          .probe = {.place = 0, .question = "", .tries = 0, .wait = {}},
                          .annotator = {.annotate = annotate}};

}  // namespace

extern const Driver driver;  // a constant is otherwise seen in this file only
const Driver driver{.family = "example_meter", .models = models, .link = link};

}  // namespace device::example_meter
