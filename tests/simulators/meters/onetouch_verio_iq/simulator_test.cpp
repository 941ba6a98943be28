#include "core/error.hpp"
#include "core/io/checksum.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/onetouch_verio_iq.md, never from the encoder.
namespace {

using namespace core::literals;
using simulators::MeterState;
using simulators::SimulatedMeter;

const std::string model = "02 08 00 03 06 03 e8 44";
const std::string model_answer =
    "02 22 00 03 06 56 65 72 69 6f 49 51 00 00 a6 e7 79 0c ee c6 00 94 b6 fe 7a 58 ec c6 00 1a 00 03 62 f5";
const std::string record_0 = "02 0a 00 03 21 00 00 03 9d d2";
const std::string done = "02 08 00 03 06 03 e8 44";  // the same bytes as the question for the model
const std::string refusal = "02 08 00 03 09 03 d6 54";

MeterState holding(simulators::Readings readings) {
  MeterState state;
  state.memory = std::move(readings);
  return state;
}

std::unique_ptr<SimulatedMeter> make(MeterState state = {}, bool strict = false,
                                     const std::vector<std::string>& options = {}) {
  const auto [family, found] = simulators::find_model("onetouch-verio-iq");
  return family->make(*found, std::move(state), {strict, options});
}

std::string say(SimulatedMeter& meter, std::string_view hex, const simulators::Moment& now = page_time) {
  return core::format_hex(meter.receive(*core::parse_hex(hex), now), " ");
}

/// A frame with its length and CRC, for messages of which the page has no example.
std::string frame(std::string_view message, std::uint8_t third_byte = 0) {
  core::Bytes bytes = *core::parse_hex(message);
  bytes.insert(bytes.begin(), {0x02, static_cast<std::uint8_t>(bytes.size() + 6), third_byte});
  bytes.push_back(0x03);
  const std::uint16_t crc = core::crc16(bytes);
  core::ByteWriter(bytes).u16_le(crc);
  return core::format_hex(bytes, " ");
}

}  // namespace

TEST_CASE("the Verio IQ answers the published log's questions as the real meter did") {
  const core::LocalSeconds other = *core::make_local(2013, 1, 1, 12, 0, 0);
  const auto blood = [](int mg_dl) { return core::BloodGlucose{core::mg_dl(mg_dl)}; };
  const auto meter =
      make(holding({at(core::make_local(2014, 8, 9, 9, 24, 42), blood(206)),
                    at(core::make_local(2014, 8, 9, 11, 37, 17), blood(162)),
                    at(core::make_local(2014, 8, 9, 18, 42, 20), blood(84)), at(other, blood(100)),
                    at(other, blood(100)), at(other, blood(100)), at(other, blood(100)),
                    at(core::make_local(2014, 8, 11, 11, 43, 6), blood(75)), at(other, blood(100)),
                    at(other, blood(100)), at(core::make_local(2014, 8, 12, 11, 52, 45), blood(86))}));
  const simulators::Moment then = *core::make_local(2014, 8, 12, 15, 53, 45);
  const std::pair<std::string, std::string> log[] = {
      {"02 09 00 03 20 02 03 d4 92", "02 0c 00 03 06 09 f5 7c 1b 03 37 16"},
      {"02 09 00 03 0d 01 03 10 03",
       "02 1b 00 03 06 11 30 31 2e 31 30 2e 30 30 20 30 33 2f 31 35 2f 31 33 00 03 31 9d"},
      {model, model_answer},
      {"02 0a 00 03 09 02 02 03 12 68", "02 0c 00 03 06 00 00 00 00 03 a3 ef"},
      {"02 09 00 03 29 02 03 45 0c", "02 0d 00 03 06 01 3c 00 96 00 03 48 ad"},
      {"02 0c 00 03 11 e4 4e b2 59 03 12 67", done},
      {"02 09 00 03 27 00 03 26 71", "02 0a 00 03 06 0b 00 03 0f 44"},
      {"02 0a 00 03 21 0a 00 03 5c 15", "02 12 00 03 06 5a a5 78 1b ce 00 00 01 00 00 03 42 8a"},
      {"02 0a 00 03 21 09 00 03 0c 4c", "02 12 00 03 06 6d c4 78 1b a2 00 00 01 00 00 03 9b 99"},
      {"02 0a 00 03 21 08 00 03 3c 7b", "02 12 00 03 06 0c 28 79 1b 54 00 00 01 00 00 03 be 82"},
      {"02 0a 00 03 21 03 00 03 cd 8b", "02 12 00 03 06 ca 68 7b 1b 4b 00 00 01 00 00 03 da b7"},
      {record_0, "02 12 00 03 06 8d bc 7c 1b 56 00 00 01 00 00 03 e5 19"},
      {"02 09 00 03 27 01 03 17 42", "02 0a 00 03 06 00 00 03 fe b4"},
  };
  for (const auto& [question, answer] : log) CHECK(say(*meter, question, then) == answer);
}

TEST_CASE("the Verio IQ's records are those of the page") {
  const auto record = [](core::LogEntry entry) { return say(*make(holding({std::move(entry)})), record_0); };
  CHECK(record(at(page_time, core::BloodGlucose{104_mg_dl})) ==
        "02 12 00 03 06 04 cf 90 32 68 00 00 01 00 00 03 25 3f");
  CHECK(record(at(page_time, core::BloodGlucose{core::above_range(600_mg_dl)})) ==
        "02 12 00 03 06 04 cf 90 32 59 02 00 01 00 00 03 89 55");
  CHECK(record(at(page_time, core::BloodGlucose{core::below_range(20_mg_dl)})) ==
        "02 12 00 03 06 04 cf 90 32 13 00 00 01 00 00 03 6b f0");
  CHECK(record(at(page_time, core::ControlResult{98_mg_dl})) ==
        "02 12 00 03 06 04 cf 90 32 62 00 01 01 00 00 03 3a 66");
  CHECK(record(at(std::nullopt, core::BloodGlucose{101_mg_dl})) ==
        "02 12 00 03 06 b4 00 00 00 65 00 00 01 00 00 03 6b 46");
}

TEST_CASE("an empty Verio IQ counts none and refuses every index") {
  const auto meter = make();
  CHECK(say(*meter, "02 09 00 03 27 00 03 26 71") == "02 0a 00 03 06 00 00 03 fe b4");
  CHECK(say(*meter, record_0) == refusal);
  CHECK(say(*meter, frame("03 21 ff ff")) == refusal);
}

TEST_CASE("the Verio IQ says its serial number and its unit") {
  MeterState state;
  state.display_unit = core::GlucoseUnit::mmol_l;
  const auto meter = make(state);
  CHECK(say(*meter, "02 0a 00 03 0b 01 02 03 2a dc") ==
        "02 12 00 03 06 53 49 4d 30 30 30 30 30 31 00 03 6b 00");
  CHECK(say(*meter, "02 0a 00 03 09 02 02 03 12 68") == "02 0c 00 03 06 01 00 00 00 03 f2 45");
}

TEST_CASE("the Verio IQ's clock can be set within its years, and is read back") {
  const auto meter = make();
  CHECK(say(*meter, "02 0d 00 03 20 01 a8 d0 90 32 03 43 b4") == done);
  CHECK(meter->state().clock_difference == std::chrono::minutes(7));
  CHECK(say(*meter, "02 09 00 03 20 02 03 d4 92") == frame("03 06 a8 d0 90 32"));
  CHECK(say(*meter, frame("03 20 01 80 13 19 bc")) == refusal);  // 2100
  CHECK(meter->state().clock_difference == std::chrono::minutes(7));
}

TEST_CASE("the Verio IQ's memory can be erased") {
  const auto meter = make(holding({at(page_time, core::BloodGlucose{104_mg_dl})}));
  CHECK(say(*meter, "02 08 00 03 1a 03 f6 02") == done);
  CHECK(meter->state().memory.empty());
}

TEST_CASE("the Verio IQ refuses with status 09 what it does not know") {
  const auto meter = make(holding({at(page_time, core::BloodGlucose{104_mg_dl})}));
  for (const std::string message :
       {"03 07", "03 06 00", "03 0b 01", "03 0d 02", "03 20 02 00", "03 20 01 00", "03 09 02 03", "03 27",
        "03 27 02", "03 21 00", "03 21 00 00 00", "03 1a 00", "03 11 00"}) {
    INFO(message);
    CHECK(say(*meter, frame(message)) == refusal);
  }
  CHECK(meter->state().memory.size() == 1);
}

TEST_CASE("the Verio IQ says 0 to the settings whose meaning is unknown") {
  const auto meter = make();
  for (const std::string setting : {"09 02 00", "09 02 01", "09 02 1a", "09 02 1b", "0a 02 00", "0a 02 01"})
    CHECK(say(*meter, frame("03 " + setting)) == "02 0c 00 03 06 00 00 00 00 03 a3 ef");
}

TEST_CASE(
    "a lenient Verio IQ answers Tidepool's questions with their own prefix, a strict one refuses them") {
  const auto lenient = make();
  CHECK(say(*lenient, "02 08 00 04 06 03 78 c1") ==
        frame("04 06 56 65 72 69 6f 49 51 00 00 a6 e7 79 0c ee c6 00 94 b6 fe 7a 58 ec c6 00 1a 00"));
  CHECK(say(*lenient, "02 0a 00 04 0b 00 02 03 ce 8c") == frame("04 06 53 49 4d 30 30 30 30 30 31 00"));
  const auto strict = make({}, true);
  CHECK(say(*strict, model) == model_answer);
  CHECK(say(*strict, "02 08 00 04 06 03 78 c1") == frame("04 09"));
  CHECK(say(*strict, frame("03 0b 00 02")) == refusal);
}

TEST_CASE("the Verio IQ does not answer what is damaged or begins with another prefix") {
  const auto meter = make();
  CHECK(say(*meter, "02 08 00 03 06 03 e8 45").empty());
  CHECK(say(*meter, frame("05 06")).empty());
  CHECK(say(*meter, frame("03")).empty());
  CHECK(say(*meter, frame("03 06", 0x01)).empty());
  CHECK(say(*meter, model) == model_answer);
}

TEST_CASE("a question to the Verio IQ that stops for more than 0.2 s is forgotten") {
  using std::chrono::milliseconds;
  const auto meter = make();
  CHECK(say(*meter, "02 ff 00", {page_time, milliseconds(1000)}).empty());
  CHECK(say(*meter, model, {page_time, milliseconds(1201)}) == model_answer);
  CHECK(say(*meter, "02 08 00", {page_time, milliseconds(2000)}).empty());
  CHECK(say(*meter, "03 06 03 e8 44", {page_time, milliseconds(2200)}) == model_answer);
  CHECK(say(*meter, "02 08 00", {page_time, milliseconds(3000)}).empty());
  meter->replug(page_time);
  CHECK(say(*meter, "03 06 03 e8 44", {page_time, milliseconds(3001)}).empty());
}

TEST_CASE("where the Verio IQ's records stand in an answer is told") {
  const auto meter = make(holding({at(page_time, core::BloodGlucose{104_mg_dl})}));
  say(*meter, model);
  say(*meter, frame("03 21 01 00"));
  CHECK(meter->take_record_places().empty());
  say(*meter, model + record_0);
  const auto places = meter->take_record_places();
  REQUIRE(places.size() == 1);
  CHECK(places[0].begin == 34);
  CHECK(places[0].end == 52);
}

TEST_CASE("a Verio IQ holds the newest 750 readings and control results, and has no options") {
  simulators::Readings readings(751, at(page_time, core::BloodGlucose{104_mg_dl}));
  readings.push_back(at(page_time, core::MeterError{3}));
  CHECK(make(holding(readings))->state().memory.size() == 750);
  CHECK_THROWS_AS(make({}, false, {"colour=red"}), core::Failure);
}

TEST_CASE("a simulated Verio IQ's serial number is SIM and six digits") {
  const auto [family, found] = simulators::find_model("onetouch-verio-iq");
  CHECK(family->make_serial(*found, 1) == "SIM000001");
  CHECK(family->is_serial(*found, family->make_serial(*found, ~std::uint64_t{0})));
  for (const std::string_view serial : {"SIM00001", "SIM00000X", "ABC000001", ""})
    CHECK_FALSE(family->is_serial(*found, serial));
}
