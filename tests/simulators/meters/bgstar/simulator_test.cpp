#include "core/error.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected text is taken from docs/protocols/bgstar.md, never from the encoder.
namespace {

using namespace core::literals;
using simulators::MeterState;
using simulators::SimulatedMeter;

const core::LocalSeconds valentine = *core::make_local(2020, 2, 14, 21, 30, 2);
const core::LocalSeconds breakfast = *core::make_local(2020, 2, 13, 8, 34, 18);

std::unique_ptr<SimulatedMeter> make(std::string_view name, MeterState state = {},
                                     const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model(name);
  return family->make(*model, std::move(state), {false, options});
}

std::string ask(SimulatedMeter& meter, std::string_view command) {
  const std::string line = std::string(command) + "\r";
  return std::string(core::as_text(meter.receive(core::as_bytes(line), valentine)));
}

std::unique_ptr<SimulatedMeter> woken(std::string_view name, MeterState state = {},
                                      const std::vector<std::string>& options = {}) {
  auto meter = make(name, std::move(state), options);
  ask(*meter, "hello");
  return meter;
}

/// The newest record, as the meter sends it.
std::string record(core::LogEntry entry) {
  MeterState state;
  state.memory = {std::move(entry)};
  return ask(*woken("bgstar", std::move(state)), "get glurec 0");
}

std::string record_of(core::Content content) {
  return record(at(breakfast, content));
}

}  // namespace

TEST_CASE("the published example bytes are answered as published") {
  MeterState state;
  state.memory = {at(breakfast, core::BloodGlucose{113_mg_dl, core::MealMarker::before_breakfast})};
  const auto meter = make("bgstar", state);
  const core::Bytes hello{0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x0d};
  CHECK(core::as_text(meter->receive(hello, valentine)) == "200 hello JAZZESC-EN\r\n");
  const core::Bytes get{0x67, 0x65, 0x74, 0x20, 0x67, 0x6c, 0x75, 0x72, 0x65, 0x63, 0x20, 0x30, 0x0d};
  CHECK(core::as_text(meter->receive(get, valentine)) == "200 glurec 0 0 113 1 2020 2 13 8 34 18\r\n");
}

TEST_CASE("a BGStar that is lenient takes any line end, a strict one CR alone") {
  const auto [family, model] = simulators::find_model("bgstar");
  const auto say = [](SimulatedMeter& meter, std::string_view words) {
    return std::string(core::as_text(meter.receive(core::as_bytes(words), valentine)));
  };
  for (const char* text : {"hello\r\nget glucount\r\n", "hello\nget glucount\n", "hello\rget glucount\r"}) {
    INFO(text);
    CHECK(say(*make("bgstar"), text) == "200 hello JAZZESC-EN\r\n200 glucount 0\r\n");
  }
  const auto strict = family->make(*model, {}, {true, {}});
  CHECK(say(*strict, "hello\nget glucount\n").empty());
  CHECK(say(*strict, "\rhello\r") == "200 hello JAZZESC-EN\r\n");
  CHECK(say(*strict, "\nget glucount\r") == "400\r\n");
}

TEST_CASE("the meter sleeps until hello and again after the cable was pulled") {
  const auto meter = make("bgstar");
  CHECK(ask(*meter, "get glucount").empty());
  CHECK(ask(*meter, "hello") == "200 hello JAZZESC-EN\r\n");
  CHECK(ask(*meter, "get glucount") == "200 glucount 0\r\n");
  meter->receive(core::as_bytes("get glu"), valentine);
  meter->replug(valentine);
  CHECK(ask(*meter, "get glucount").empty());
  CHECK(ask(*meter, "hello") == "200 hello JAZZESC-EN\r\n");
}

TEST_CASE("a command that comes in pieces is answered once, when its CR has come") {
  const auto meter = woken("bgstar");
  for (const char c : std::string_view("get glucount")) {
    const auto byte = static_cast<std::uint8_t>(c);
    CHECK(meter->receive({&byte, 1}, valentine).empty());
  }
  CHECK(ask(*meter, "") == "200 glucount 0\r\n");
  CHECK(ask(*meter, "").empty());
}

TEST_CASE("meter lines end as the option says") {
  CHECK(ask(*woken("bgstar", {}, {"eol=cr"}), "get glucount") == "200 glucount 0\r");
  CHECK(ask(*woken("bgstar", {}, {"eol=lf"}), "get glucount") == "200 glucount 0\n");
  CHECK(ask(*woken("bgstar", {}, {"eol=crlf"}), "get glucount") == "200 glucount 0\r\n");
}

TEST_CASE("an option the family does not know is a usage fault") {
  for (const std::string option : {"eol=tab", "eol", "colour=red", "battery=101", "battery=", "busy=1", ""}) {
    INFO(option);
    try {
      make("bgstar", {}, {option});
      FAIL("taken");
    } catch (const core::Failure& failure) {
      CHECK(failure.error().kind == core::Errc::usage);
    }
  }
}

TEST_CASE("each field of the record is written as the page says") {
  using core::MealMarker;
  CHECK(record_of(core::BloodGlucose{20_mg_dl}) == "200 glurec 0 0 20 0 2020 2 13 8 34 18\r\n");
  CHECK(record_of(core::BloodGlucose{600_mg_dl}) == "200 glurec 0 0 600 0 2020 2 13 8 34 18\r\n");
  SECTION("HI, LO and what lies outside the range") {
    CHECK(record_of(core::BloodGlucose{core::above_range(600_mg_dl)}) ==
          "200 glurec 0 0 601 0 2020 2 13 8 34 18\r\n");
    CHECK(record_of(core::BloodGlucose{core::below_range(20_mg_dl)}) ==
          "200 glurec 0 0 19 0 2020 2 13 8 34 18\r\n");
    CHECK(record_of(core::BloodGlucose{730_mg_dl}) == "200 glurec 0 0 601 0 2020 2 13 8 34 18\r\n");
    CHECK(record_of(core::BloodGlucose{7_mg_dl}) == "200 glurec 0 0 19 0 2020 2 13 8 34 18\r\n");
  }
  SECTION("mmol/L becomes whole mg/dL: 5.8 * 18.01559 = 104.49, 6.4 * 18.01559 = 115.30") {
    CHECK(record_of(core::BloodGlucose{5.8_mmol_l}) == "200 glurec 0 0 104 0 2020 2 13 8 34 18\r\n");
    CHECK(record_of(core::BloodGlucose{6.4_mmol_l}) == "200 glurec 0 0 115 0 2020 2 13 8 34 18\r\n");
  }
  SECTION("control solution and errors") {
    CHECK(record_of(core::ControlResult{98_mg_dl}) == "200 glurec 0 1 98 0 2020 2 13 8 34 18\r\n");
    CHECK(record_of(core::MeterError{3}) == "200 glurec 0 0 E3 0 2020 2 13 8 34 18\r\n");
    CHECK(record_of(core::MeterError{99}) == "200 glurec 0 0 E99 0 2020 2 13 8 34 18\r\n");
  }
  SECTION("meal tags; a marker the meter does not know is 0, other") {
    const std::pair<MealMarker, char> tags[] = {{MealMarker::before_breakfast, '1'},
                                                {MealMarker::after_breakfast, '2'},
                                                {MealMarker::before_lunch, '3'},
                                                {MealMarker::after_lunch, '4'},
                                                {MealMarker::before_dinner, '5'},
                                                {MealMarker::after_dinner, '6'},
                                                {MealMarker::none, '0'},
                                                {MealMarker::bedtime, '0'},
                                                {MealMarker::before_meal, '0'}};
    for (const auto& [meal, digit] : tags)
      CHECK(record_of(core::BloodGlucose{113_mg_dl, meal}) ==
            std::string("200 glurec 0 0 113 ") + digit + " 2020 2 13 8 34 18\r\n");
  }
  SECTION("a time that was never set") {
    CHECK(record(at(std::nullopt, core::BloodGlucose{113_mg_dl})) ==
          "200 glurec 0 0 113 0 2000 1 1 0 0 0\r\n");
  }
}

TEST_CASE("index 0 is the newest record and an index beyond the memory is 404") {
  MeterState state;
  state.memory = {at(breakfast, core::BloodGlucose{101_mg_dl}), at(breakfast, core::BloodGlucose{102_mg_dl})};
  const auto meter = woken("bgstar", state);
  CHECK(ask(*meter, "get glucount") == "200 glucount 2\r\n");
  CHECK(ask(*meter, "get glurec 0") == "200 glurec 0 0 102 0 2020 2 13 8 34 18\r\n");
  CHECK(ask(*meter, "get glurec 1") == "200 glurec 0 0 101 0 2020 2 13 8 34 18\r\n");
  CHECK(ask(*meter, "get glurec 2") == "404 glurec\r\n");
  CHECK(ask(*meter, "get glurec 4294967295") == "404 glurec\r\n");
  CHECK(meter->take_record_places().size() == 2);
}

TEST_CASE("the clock runs beside the person's and can be set") {
  MeterState state;
  state.clock_difference = std::chrono::hours(1);
  const auto meter = woken("bgstar", state);
  CHECK(ask(*meter, "get datetime") == "200 datetime 2020 2 14 22 30 2\r\n");
  CHECK(ask(*meter, "set datetime 2020 2 14 21 30 0") == "200 datetime 2020 2 14 21 30 0\r\n");
  CHECK(meter->state().clock_difference == std::chrono::seconds(-2));
  CHECK(ask(*meter, "get datetime") == "200 datetime 2020 2 14 21 30 0\r\n");
}

TEST_CASE("what the page does not list is answered 400 and changes nothing") {
  const auto meter = woken("bgstar");
  const std::string too_long(129, 'x');
  for (const std::string command : {"Hello",
                                    "hello ",
                                    "get",
                                    "get ",
                                    "get  serial",
                                    "get serial 1",
                                    "set",
                                    "get glurec",
                                    "get glurec 01",
                                    "get glurec -1",
                                    "get glurec x",
                                    "get glurec 4294967296",
                                    "get sysinfo",
                                    "get sysinfo some",
                                    "erase",
                                    "set datetime 2020 2 30 1 1 1",
                                    "set datetime 1969 12 31 23 59 59",
                                    "set datetime 2020 02 1 1 1 1",
                                    "set datetime 2020 2 1 24 0 0",
                                    "set datetime 2020 2 1 1 1",
                                    "get battery",
                                    "get clockfmt",
                                    "set clockfmt 24 DMY",
                                    too_long.c_str()}) {
    INFO(command);
    CHECK(ask(*meter, command) == "400\r\n");
  }
  CHECK(meter->state().clock_difference == std::chrono::seconds(0));
  CHECK(ask(*meter, "get serial") == "200 serial SIM00000000001\r\n");
}

TEST_CASE("who the meter is, model by model") {
  MeterState state;
  state.serial = "SIM12345678abc";
  state.display_unit = core::GlucoseUnit::mmol_l;
  const auto meter = woken("mystar-extra", state);
  CHECK(ask(*meter, "get serial") == "200 serial SIM12345678abc\r\n");
  CHECK(ask(*meter, "get gluunit") == "200 gluunit mmol/L\r\n");
  CHECK(ask(*woken("bgstar"), "get gluunit") == "200 gluunit mg/dL\r\n");
  CHECK(ask(*meter, "get sysinfo all") ==
        "100 model JAZZESC-EN\r\n100 product MyStar Extra\r\n100 comm F\r\n100 commmaster F\r\n100 co A\r\n"
        "100 firmware 4.8.11.b1.34\r\n100 calcode 840010042A\r\n100 compiler bgbingo\r\n"
        "100 compiletime simulated\r\n100 deviceid 0xf449\r\n100 cpu MSP430F449\r\n200 sysinfo all\r\n");
  CHECK(ask(*woken("bgstar"), "get sysinfo all").find("100 product BGStar\r\n") != std::string::npos);
  CHECK(ask(*woken("ibgstar"), "get sysinfo all").find("100 product iBGStar\r\n") != std::string::npos);
}

TEST_CASE("battery and clock format belong to the iBGStar-style meter alone") {
  const auto meter = woken("ibgstar", {}, {"battery=42"});
  CHECK(ask(*meter, "get battery") == "200 battery 42\r\n");
  CHECK(ask(*meter, "set clockfmt 12 MDY") == "200 clockfmt 12 MDY\r\n");
  CHECK(ask(*meter, "get clockfmt") == "200 clockfmt 12 MDY\r\n");
  CHECK(ask(*meter, "set clockfmt 13 MDY") == "400\r\n");
}

TEST_CASE("a busy meter says so and answers when asked again") {
  const auto meter = make("bgstar", {}, {"busy=2"});
  CHECK(ask(*meter, "hello") == "200 hello JAZZESC-EN\r\n");
  CHECK(ask(*meter, "get glucount") == "503\r\n");
  CHECK(ask(*meter, "get glucount") == "200 glucount 0\r\n");
}

TEST_CASE("a meter holds glucose readings, control tests and errors, the newest that fit") {
  MeterState state;
  for (int i = 0; i < 301; ++i)
    state.memory.push_back(at(breakfast, core::BloodGlucose{core::mg_dl(100 + i)}));
  state.memory.push_back(at(breakfast, core::Insulin{}));
  state.memory.push_back(at(breakfast, core::MeterError{100}));
  state.memory.push_back(at(core::LocalSeconds{std::chrono::seconds{-1}}, core::BloodGlucose{99_mg_dl}));
  const auto meter = woken("ibgstar", state);
  CHECK(ask(*meter, "get glucount") == "200 glucount 300\r\n");
  CHECK(ask(*meter, "get glurec 0") == "200 glurec 0 0 400 0 2020 2 13 8 34 18\r\n");
  CHECK(ask(*meter, "get glurec 299") == "200 glurec 0 0 101 0 2020 2 13 8 34 18\r\n");
  meter->state().add(at(valentine, core::BloodGlucose{55_mg_dl}));
  CHECK(ask(*meter, "get glucount") == "200 glucount 300\r\n");
  CHECK(ask(*meter, "get glurec 299") == "200 glurec 0 0 102 0 2020 2 13 8 34 18\r\n");
}

TEST_CASE("a simulated meter's serial number is SIM and 11 letters or digits") {
  const auto [family, model] = simulators::find_model("bgstar");
  for (const std::string_view serial : {"SIM-2345678901", "SIM1", "ABCD1234567890", ""})
    CHECK_FALSE(family->is_serial(*model, serial));
  CHECK(family->make_serial(*model, 7) == "SIM00000000007");
  for (const simulators::SimulatedModel& each : family->models)
    for (const std::uint64_t n : {std::uint64_t{1}, ~std::uint64_t{0}})
      CHECK(family->is_serial(each, family->make_serial(each, n)));
}
