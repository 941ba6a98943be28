#include "core/error.hpp"
#include "core/io/checksum.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/td42xx.md, never from the encoder.
namespace {

using namespace core::literals;
using simulators::MeterState;
using simulators::SimulatedMeter;

const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 3, 20);
const std::string connect = "51 22 00 00 00 00 a3 16";
const std::string connected = "51 22 00 00 00 00 a5 18";
const std::string notice = "51 54 00 00 00 00 a5 4a";
const std::string count = "51 2b 00 00 00 00 a3 1f";
const std::string time_of_0 = "51 25 00 00 00 00 a3 19";
const std::string value_of_0 = "51 26 00 00 00 00 a3 1a";

MeterState holding(simulators::Readings readings) {
  MeterState state;
  state.memory = std::move(readings);
  return state;
}

std::unique_ptr<SimulatedMeter> make(MeterState state = {}, bool strict = false,
                                     const std::vector<std::string>& options = {},
                                     std::string_view name = "td-4277") {
  const auto [family, model] = simulators::find_model(name);
  return family->make(*model, std::move(state), {strict, options});
}

std::string say(SimulatedMeter& meter, std::string_view hex, const simulators::Moment& now = evening) {
  return core::format_hex(meter.receive(*core::parse_hex(hex), now), " ");
}

/// A packet with its sum, for questions and answers of which the page has no example.
std::string packet(std::string_view hex) {
  core::Bytes bytes = *core::parse_hex(hex);
  bytes.push_back(core::sum8(bytes));
  return core::format_hex(bytes, " ");
}

std::string value_sent(core::Content content) {
  return say(*make(holding({at(evening, std::move(content))}), true, {}, "glucorx-hct"), value_of_0);
}

}  // namespace

TEST_CASE("the TaiDoc meter answers the page's questions with the page's bytes") {
  const auto meter = make(holding(simulators::Readings(5, at(evening, core::BloodGlucose{104_mg_dl}))), true);
  CHECK(say(*meter, connect) == connected);
  CHECK(say(*meter, "51 24 00 00 00 00 a3 18") == "51 24 77 42 00 00 a5 d3");
  CHECK(say(*meter, "51 27 00 00 00 00 a3 1b") == "51 27 01 00 4d 49 a5 b4");
  CHECK(say(*meter, "51 28 00 00 00 00 a3 1c") == "51 28 53 4d 49 53 a5 5a");
  CHECK(say(*meter, "51 23 00 00 00 00 a3 17") == "51 23 72 35 03 15 a5 d8");
  CHECK(say(*meter, count) == "51 2b 05 00 00 00 a5 26");
  CHECK(say(*make(), count) == "51 2b 00 00 ff ff a5 1f");
}

TEST_CASE("the TaiDoc meter's times of records are those of the page") {
  const auto time = [](std::optional<core::LocalSeconds> local) {
    return say(*make(holding({at(local, core::BloodGlucose{104_mg_dl})})), time_of_0);
  };
  CHECK(time(evening) == "51 25 72 35 03 15 a5 da");
  CHECK(time(core::make_local(2019, 8, 4, 13, 37, 0)) == "51 25 04 27 25 0d a5 78");
  CHECK(time(std::nullopt) == "51 25 21 00 03 00 a5 3f");
}

TEST_CASE("the TaiDoc meter's values are those of the page") {
  using core::MealMarker;
  CHECK(value_sent(core::BloodGlucose{104_mg_dl, MealMarker::before_meal}) == "51 26 68 00 00 40 a5 c4");
  CHECK(value_sent(core::BloodGlucose{core::above_range(600_mg_dl), MealMarker::after_meal}) ==
        "51 26 59 02 00 80 a5 f7");
  CHECK(value_sent(core::BloodGlucose{core::below_range(20_mg_dl)}) == "51 26 13 00 00 00 a5 2f");
  CHECK(value_sent(core::ControlResult{98_mg_dl}) == "51 26 62 00 00 c0 a5 3e");
  CHECK(value_sent(core::Ketone{{15, 1}}) == "51 26 2d 00 00 1c a5 65");
  CHECK(value_sent(core::OtherMeasurement{core::Analyte::hematocrit, {42, 0}}) == "51 26 2a 00 00 18 a5 5e");
}

TEST_CASE("index 0 is the TaiDoc meter's newest record, and an index beyond the memory gets no answer") {
  simulators::Readings readings(500, at(evening, core::BloodGlucose{102_mg_dl}));
  readings.front() = at(core::make_local(2019, 8, 4, 13, 37, 0), core::BloodGlucose{101_mg_dl});
  const auto meter = make(holding(readings), true);
  CHECK(say(*meter, "51 25 f3 01 00 00 a3 0d") == "51 25 04 27 25 0d a5 78");
  CHECK(say(*meter, packet("51 26 f3 01 00 00 a3")) == packet("51 26 65 00 00 00 a5"));
  CHECK(say(*meter, time_of_0) == "51 25 72 35 03 15 a5 da");
  CHECK(say(*meter, packet("51 25 f4 01 00 00 a3")).empty());
  CHECK(say(*meter, packet("51 26 f4 01 00 00 a3")).empty());
}

TEST_CASE("the TaiDoc meter's clock goes to the minute and is set to times that exist") {
  const auto meter = make(holding({}), true);
  CHECK(say(*meter, "51 33 04 27 25 0d a3 84") == "51 33 04 27 25 0d a5 86");
  CHECK(say(*meter, "51 23 00 00 00 00 a3 17") == packet("51 23 04 27 25 0d a5"));
  CHECK(say(*meter, "51 23 00 00 00 00 a3 17", evening + std::chrono::seconds(60)) ==
        packet("51 23 04 27 26 0d a5"));
  CHECK(say(*meter, packet("51 33 5e 34 00 0c a3")) == "51 33 04 27 25 0d a5 86");  // 30 February
  CHECK(say(*meter, packet("51 33 21 c8 00 00 a3")) == "51 33 04 27 25 0d a5 86");  // 2100
}

TEST_CASE("the TaiDoc meter's memory can be erased") {
  const auto meter = make(holding({at(evening, core::BloodGlucose{104_mg_dl})}), true);
  CHECK(say(*meter, "51 52 00 00 00 00 a3 46") == "51 52 00 00 00 00 a5 48");
  CHECK(say(*meter, count) == "51 2b 00 00 ff ff a5 1f");
}

TEST_CASE("the TaiDoc meter does not answer what is damaged or unknown") {
  const auto meter = make(holding({at(evening, core::BloodGlucose{104_mg_dl})}));
  CHECK(say(*meter, "51 22 00 00 00 00 a3 17").empty());       // sum
  CHECK(say(*meter, packet("51 22 00 00 00 00 a5")).empty());  // from a meter
  CHECK(say(*meter, packet("50 22 00 00 00 00 a3")).empty());  // start
  CHECK(say(*meter, packet("51 21 00 00 00 00 a3")).empty());  // command
  CHECK(say(*meter, notice).empty());
  CHECK(say(*meter, connect) == connected);
  CHECK(meter->state().memory.size() == 1);
}

TEST_CASE("the TaiDoc meter finds a packet behind other bytes, and two in one piece") {
  const auto meter = make();
  CHECK(say(*meter, "0d 0a " + connect) == connected);
  CHECK(say(*meter, "51 51 " + connect) == connected);
  CHECK(say(*meter, "51 22 00 00 " + connect) == connected);
  CHECK(say(*meter, connect + count) == connected + " 51 2b 00 00 ff ff a5 1f");
}

TEST_CASE("a TaiDoc packet that stops for more than 0.2 s is forgotten") {
  using std::chrono::milliseconds;
  const auto meter = make();
  CHECK(say(*meter, "51 22 00", {evening, milliseconds(1000)}).empty());
  CHECK(say(*meter, "00 00 00 a3 16", {evening, milliseconds(1201)}).empty());
  CHECK(say(*meter, "51 22 00", {evening, milliseconds(2000)}).empty());
  CHECK(say(*meter, "00 00 00 a3 16", {evening, milliseconds(2200)}) == connected);
  CHECK(say(*meter, "51 22 00", {evening, milliseconds(2300)}).empty());
  meter->replug(evening);
  CHECK(say(*meter, "00 00 00 a3 16", {evening, milliseconds(2301)}).empty());
}

TEST_CASE("a strict TaiDoc meter is silent where data are not 0, a lenient one does not look at them") {
  const auto strict = make(holding({at(evening, core::BloodGlucose{104_mg_dl})}), true);
  const auto lenient = make(holding({at(evening, core::BloodGlucose{104_mg_dl})}));
  for (const std::string command : {"22", "23", "24", "27", "28", "2b", "52"})
    for (const std::string data : {"01 00 00 00", "00 01 00 00", "00 00 01 00", "00 00 00 01"}) {
      INFO(command + " " + data);
      CHECK(say(*strict, packet("51 " + command + data + "a3")).empty());
    }
  CHECK(strict->state().memory.size() == 1);
  for (const std::string question :
       {"51 25 00 00 01 00 a3", "51 26 00 00 00 01 a3", "51 22 00 00 00 01 a3"}) {
    CHECK(say(*strict, packet(question)).empty());
    CHECK_FALSE(say(*lenient, packet(question)).empty());
  }
}

TEST_CASE("with connect=54 the TaiDoc meter's first answer is a notice") {
  CHECK(say(*make({}, false, {"connect=54"}), connect) == notice);
}

TEST_CASE("with notice=N the TaiDoc meter says 54 before every N-th answer and forgets the question") {
  const auto meter = make(holding({at(evening, core::BloodGlucose{104_mg_dl})}), false, {"notice=2"});
  const std::string one = "51 2b 01 00 00 00 a5 22";
  CHECK(say(*meter, count) == one);
  CHECK(say(*meter, packet("51 21 00 00 00 00 a3")).empty());
  CHECK(say(*meter, "51 52 00 00 00 00 a3 46") == notice);
  CHECK(say(*meter, count) == one);
  CHECK(say(*meter, count) == one);
  CHECK(say(*meter, count) == notice);
  CHECK(say(*meter, count) == one);
  const auto always = make({}, false, {"notice=1"});
  for (int i = 0; i < 2; ++i) {
    CHECK(say(*always, connect) == notice);
    CHECK(say(*always, connect) == connected);
  }
}

TEST_CASE("an option the TaiDoc family does not know is a usage fault") {
  for (const std::string option :
       {"notice=0", "notice=", "notice=x", "notice", "connect=22", "colour=red", ""}) {
    INFO(option);
    CHECK_THROWS_AS(make({}, false, {option}), core::Failure);
  }
}

TEST_CASE("each TaiDoc model says its number and has its own memory") {
  const std::string model = "51 24 00 00 00 00 a3 18";
  for (const std::string_view name : {"td-4277", "glucorx-nexus", "glucomen-nexus"})
    CHECK(say(*make({}, true, {}, name), model) == "51 24 77 42 00 00 a5 d3");
  CHECK(say(*make({}, true, {}, "td-4235b"), model) == packet("51 24 35 42 00 00 a5"));
  CHECK(say(*make({}, true, {}, "glucorx-hct"), model) == packet("51 24 79 42 00 00 a5"));
  const MeterState full = holding(simulators::Readings(1001, at(evening, core::BloodGlucose{104_mg_dl})));
  CHECK(make(full)->state().memory.size() == 1000);
  CHECK(make(full, true, {}, "td-4235b")->state().memory.size() == 450);
}

TEST_CASE("hematocrit is held by the GlucoRx HCT alone") {
  const MeterState state = holding({at(evening, core::OtherMeasurement{core::Analyte::hematocrit, {42, 0}}),
                                    at(evening, core::UnreadRecord{}), at(evening, core::MeterError{3})});
  CHECK(make(state)->state().memory.size() == 1);
  CHECK(make(state, false, {}, "glucorx-hct")->state().memory.size() == 2);
}

TEST_CASE("where a TaiDoc meter's record stands in an answer is told once, with its value") {
  const auto meter = make(holding({at(evening, core::BloodGlucose{104_mg_dl})}));
  say(*meter, connect);
  say(*meter, time_of_0);
  CHECK(meter->take_record_places().empty());
  say(*meter, count + value_of_0);
  const auto places = meter->take_record_places();
  REQUIRE(places.size() == 1);
  CHECK(places[0].begin == 8);
  CHECK(places[0].end == 16);
}

TEST_CASE("a simulated TaiDoc meter's serial number spells SIMSIM") {
  const auto [family, model] = simulators::find_model("td-4277");
  CHECK(family->make_serial(*model, 1) == "53494D53494D0001");
  for (const std::string_view serial : {"53494D53494D000", "53494D53494D000g", "1234567890123456", ""})
    CHECK_FALSE(family->is_serial(*model, serial));
  for (const simulators::SimulatedModel& each : family->models)
    for (const std::uint64_t n : {std::uint64_t{1}, ~std::uint64_t{0}})
      CHECK(family->is_serial(each, family->make_serial(each, n)));
}
