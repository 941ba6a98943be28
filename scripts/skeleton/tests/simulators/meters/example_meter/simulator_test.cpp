#include "core/error.hpp"
#include "simulators/meters/example_meter/encode.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"

namespace simulators::example_meter {
extern const SimulatedFamily family;
}

// Replace this by tests of what the page says, its example bytes first: never bytes taken from the encoder.
TEST_CASE("the simulated example_meter says that it is not written yet") {
  const simulators::SimulatedFamily& family = simulators::example_meter::family;
  const simulators::SimulatedModel& model = family.models.front();
  CHECK(family.is_serial(model, family.make_serial(model, 7)));
  CHECK_FALSE(family.is_serial(model, "SIM00000X"));

  simulators::MeterState state;
  state.memory.resize(3);
  const auto meter = family.make(model, std::move(state), {});
  CHECK(meter->state().memory.empty());
  CHECK(meter->state().serial == family.make_serial(model, 1));
  CHECK_THROWS_AS(meter->receive({}, core::LocalSeconds{}), core::Failure);
  CHECK(simulators::find_model("example-meter").model == nullptr);
}
