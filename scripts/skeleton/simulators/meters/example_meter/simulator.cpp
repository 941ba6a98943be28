// unfinished: not in the registry while this line stands here (cmake/registry.cmake), so nobody is offered
// it.
#include <algorithm>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/meters/example_meter/encode.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::example_meter {
namespace {

// As the page says, once it says so.
constexpr SimulatedModel models[] = {{"example-meter", "", 0, 9600}};

std::string make_serial(const SimulatedModel&, std::uint64_t n) {
  return fmt::format("SIM{:06}", n % 1'000'000);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return serial.size() == 9 && serial.starts_with("SIM") &&
         std::all_of(serial.begin() + 3, serial.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Simulator : public SimulatedMeter {
 public:
  using SimulatedMeter::SimulatedMeter;

  core::Bytes receive(core::ByteView, const Moment&) override {
    throw core::Failure({core::Errc::unsupported, "the simulated example_meter is not written yet", "",
                         "CONTRIBUTING.md says what comes next."});
  }
  void replug(const Moment&) override {}
};

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners&) {
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model,
              [](const core::LogEntry& entry) { return encode_record(entry).has_value(); });
  return std::make_unique<Simulator>(std::move(state));
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"example_meter", models, make_serial, is_serial, make};

}  // namespace simulators::example_meter
