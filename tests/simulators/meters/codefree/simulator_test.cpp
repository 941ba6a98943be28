#include "core/error.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/codefree.md, never from the encoder.
namespace {

using namespace core::literals;
using namespace std::chrono_literals;
using core::MealMarker;
using simulators::MeterState;
using simulators::Moment;
using simulators::SimulatedMeter;
using Milliseconds = std::chrono::milliseconds;

const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 3, 27);
const core::LocalSeconds noon = *core::make_local(2026, 11, 18, 12, 30, 0);
const core::LocalSeconds morning = *core::make_local(2026, 11, 18, 8, 0, 0);
const core::LocalSeconds now = *core::make_local(2026, 11, 18, 21, 10, 2);

constexpr std::string_view challenge = "53 20 04 10 30 20 aa";
constexpr std::string_view answer = "53 10 04 10 40 50 aa";
constexpr std::string_view fetch = "53 10 04 10 60 70 aa";
constexpr std::string_view bye = "53 20 04 10 70 60 aa";
constexpr std::string_view set_clock = "53 10 13 41 44 41 54 45 32 30 32 36 31 31 31 38 32 31 31 30 58 aa";
constexpr std::string_view clock_set = "53 20 04 10 10 00 aa";
constexpr std::string_view five_records =
    "53 20 18 30 00 05 aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa 9f aa";
constexpr std::string_view no_records =
    "53 20 18 30 00 00 aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa 9a aa";

constexpr bool lenient = false;
constexpr bool strict = true;

const simulators::Readings five(5, at(noon, core::BloodGlucose{99_mg_dl}));

std::unique_ptr<SimulatedMeter> make(simulators::Readings memory = {}, bool is_strict = lenient,
                                     const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model("codefree");
  MeterState state;
  state.memory = std::move(memory);
  return family->make(*model, std::move(state), {is_strict, options});
}

std::string ask(SimulatedMeter& meter, std::string_view hex, Milliseconds elapsed = 0ms) {
  return core::format_hex(meter.receive(*core::parse_hex(hex), Moment(now, elapsed)), " ");
}

/// What the meter says by itself until then.
std::string hear(SimulatedMeter& meter, Milliseconds until) {
  std::string heard;
  while (meter.next_speech() && *meter.next_speech() <= until)
    heard += core::format_hex(meter.speak(Moment(now, *meter.next_speech())), " ") + "\n";
  return heard;
}

std::string line(std::string_view hex) {
  return std::string(hex) + "\n";
}

/// A meter that has been answered at once.
std::unique_ptr<SimulatedMeter> connected(simulators::Readings memory, bool is_strict = lenient) {
  auto meter = make(std::move(memory), is_strict);
  hear(*meter, 0ms);
  ask(*meter, answer);
  return meter;
}

std::string record_of(core::LogEntry entry) {
  return ask(*connected({std::move(entry)}), fetch);
}

}  // namespace

TEST_CASE("the CodeFree's example conversation goes as published") {
  const auto meter = make({at(std::nullopt, core::BloodGlucose{101_mg_dl}),
                           at(morning, core::BloodGlucose{core::below_range(20_mg_dl)}),
                           at(noon, core::BloodGlucose{core::above_range(600_mg_dl), MealMarker::after_meal}),
                           at(evening, core::BloodGlucose{104_mg_dl, MealMarker::before_meal}),
                           at(evening, core::BloodGlucose{104_mg_dl, MealMarker::before_dinner})},
                          strict);
  CHECK(hear(*meter, 0ms) == line(challenge));
  CHECK(ask(*meter, answer) == five_records);
  CHECK(ask(*meter, fetch) == "53 20 13 20 13 1a 0b 12 15 03 00 68 10 53 49 4d 00 00 00 01 08 aa");
  CHECK(ask(*meter, fetch) == "53 20 13 20 13 1a 0b 12 15 03 00 68 10 53 49 4d 00 00 00 01 08 aa");
  CHECK(ask(*meter, fetch) == "53 20 13 20 13 1a 0b 12 0c 1e 02 59 20 53 49 4d 00 00 00 01 0f aa");
  CHECK(ask(*meter, fetch) == "53 20 13 20 13 1a 0b 12 08 00 00 13 00 53 49 4d 00 00 00 01 7d aa");
  CHECK(ask(*meter, fetch) == "53 20 13 20 13 00 01 01 00 03 00 65 00 53 49 4d 00 00 00 01 03 aa");
  CHECK(ask(*meter, fetch) == bye);
  CHECK(meter->take_record_places().size() == 5);
}

TEST_CASE("an empty CodeFree says so and then bye") {
  const auto meter = make();
  CHECK(hear(*meter, 0ms) == line(challenge));
  CHECK(ask(*meter, answer) == no_records);
  CHECK(ask(*meter, fetch) == bye);
}

TEST_CASE("a CodeFree's count has two bytes, the high one first") {
  const auto meter = make(simulators::Readings(1001, at(noon, core::BloodGlucose{99_mg_dl})));
  hear(*meter, 0ms);
  CHECK(meter->state().memory.size() == 1000);
  CHECK(ask(*meter, answer).starts_with("53 20 18 30 03 e8 aa aa "));
}

TEST_CASE("each field of a CodeFree's record is written as the page says") {
  const auto value = [](core::Glucose glucose) {
    return record_of(at(noon, core::BloodGlucose{glucose})).substr(30, 5);
  };
  CHECK(value(20_mg_dl) == "00 14");
  CHECK(value(19_mg_dl) == "00 13");
  CHECK(value(7_mg_dl) == "00 13");
  CHECK(value(600_mg_dl) == "02 58");
  CHECK(value(601_mg_dl) == "02 59");
  CHECK(value(730_mg_dl) == "02 59");
  CHECK(value(5.8_mmol_l) == "00 68");  // 104.49
  const auto meal = [](MealMarker marker) {
    return record_of(at(noon, core::BloodGlucose{104_mg_dl, marker})).substr(36, 2);
  };
  CHECK(meal(MealMarker::none) == "00");
  CHECK(meal(MealMarker::before_breakfast) == "10");
  CHECK(meal(MealMarker::before_snack) == "10");
  CHECK(meal(MealMarker::after_dinner) == "20");
  CHECK(meal(MealMarker::bedtime) == "00");
  CHECK(record_of(at(*core::make_local(2099, 12, 31, 23, 59, 59), core::BloodGlucose{104_mg_dl}))
            .substr(15, 14) == "63 0c 1f 17 3b");
  CHECK(record_of(at(noon, core::UnreadRecord{})).substr(9, 29) == "20 13 1a 02 1e 0c 1e 00 64 00");
  CHECK(record_of(at(std::nullopt, core::UnreadRecord{})).substr(9, 29) == "20 13 00 02 1e 00 03 00 64 00");
}

TEST_CASE("a CodeFree holds blood glucose of the years it can write") {
  CHECK(make({at(noon, core::ControlResult{98_mg_dl}), at(noon, core::MeterError{3}),
              at(noon, core::Ketone{{6, 1}}),
              at(*core::make_local(1999, 12, 31, 23, 59, 59), core::BloodGlucose{99_mg_dl}),
              at(*core::make_local(2100, 1, 1, 0, 0, 0), core::BloodGlucose{99_mg_dl})})
            ->state()
            .memory.empty());
}

TEST_CASE("a CodeFree's records are those it had when it was answered") {
  const auto meter = connected(five);
  meter->state().add(at(evening, core::BloodGlucose{123_mg_dl}));
  for (int i = 0; i < 5; ++i) CHECK(ask(*meter, fetch).substr(30, 5) == "00 63");
  CHECK(ask(*meter, fetch) == bye);
  hear(*meter, 2s);
  ask(*meter, answer, 2s);
  CHECK(ask(*meter, fetch, 2s).substr(30, 5) == "00 7b");
}

TEST_CASE("a strict CodeFree says its challenge once each time it is plugged in") {
  const auto meter = make(five, strict);
  CHECK(hear(*meter, 60s) == line(challenge));
  meter->replug(Moment(now, 70s));
  CHECK(ask(*meter, answer, 70s).empty());
  CHECK(hear(*meter, 69s).empty());
  CHECK(hear(*meter, 70s) == line(challenge));
  CHECK(ask(*meter, answer, 71s) == five_records);
}

TEST_CASE("a strict CodeFree is deaf when it was not answered within a second") {
  const auto meter = make(five, strict);
  hear(*meter, 0ms);
  CHECK(ask(*meter, answer, 1001ms).empty());
  CHECK(ask(*meter, answer, 1002ms).empty());
  CHECK_FALSE(meter->next_speech());
}

TEST_CASE("a lenient CodeFree says its challenge every two seconds until it is answered, late or not") {
  const auto meter = make(five);
  CHECK(hear(*meter, 4s) == line(challenge) + line(challenge) + line(challenge));
  CHECK(ask(*meter, answer, 5900ms) == five_records);
  CHECK(hear(*meter, 30s).empty());
}

TEST_CASE("a wrong or damaged packet silences a CodeFree") {
  const std::string wrong[] = {"00",
                               "53 20",
                               "53 10 05",
                               "53 10 04 10 40 51 aa",
                               "53 10 04 10 40 50 ab",
                               std::string(fetch),
                               std::string(set_clock),
                               "53 10 04 10 30 20 aa"};
  for (const std::string& said : wrong) {
    INFO(said);
    const auto strict_one = make(five, strict);
    hear(*strict_one, 0ms);
    CHECK(ask(*strict_one, said).empty());
    CHECK(ask(*strict_one, answer).empty());
    CHECK_FALSE(strict_one->next_speech());
    strict_one->replug(Moment(now, 1s));
    hear(*strict_one, 1s);
    CHECK(ask(*strict_one, answer, 1s) == five_records);

    const auto lenient_one = make(five);
    hear(*lenient_one, 0ms);
    CHECK(ask(*lenient_one, said, 500ms).empty());
    CHECK(ask(*lenient_one, answer, 600ms).empty());
    CHECK(hear(*lenient_one, 2499ms).empty());
    CHECK(hear(*lenient_one, 2500ms) == line(challenge));
    CHECK(ask(*lenient_one, answer, 2500ms) == five_records);
  }
}

TEST_CASE("a wrong packet in the middle of a CodeFree's session ends it") {
  for (const std::string_view said : {answer, set_clock, std::string_view("53 10 04 10 60 71 aa")}) {
    INFO(said);
    const auto meter = connected(five, strict);
    CHECK(ask(*meter, fetch).starts_with("53 20 13 "));
    CHECK(ask(*meter, said).empty());
    CHECK(ask(*meter, fetch).empty());
    CHECK(meter->state().clock_difference == 0s);
  }
}

TEST_CASE("a packet for a CodeFree may come in pieces, but not with a pause of more than 0.2 s") {
  const auto meter = make(five);
  hear(*meter, 0ms);
  CHECK(ask(*meter, "53 10 04", 100ms).empty());
  CHECK(ask(*meter, "10 40 50", 300ms).empty());
  CHECK(ask(*meter, "aa", 500ms) == five_records);
  CHECK(ask(*meter, "53 10 04", 600ms).empty());
  SECTION("the rest comes too late") {
    CHECK(ask(*meter, "10 60 70 aa", 801ms).empty());
    CHECK(ask(*meter, fetch, 900ms).empty());
    CHECK(hear(*meter, 2801ms) == line(challenge));
  }
  SECTION("the rest never comes") {
    CHECK(hear(*meter, 2799ms).empty());
    CHECK(hear(*meter, 2800ms) == line(challenge));
  }
}

TEST_CASE("after the bye a strict CodeFree is silent and a lenient one turns itself on after 2 s") {
  const auto strict_one = connected({}, strict);
  CHECK(ask(*strict_one, fetch) == bye);
  CHECK(ask(*strict_one, fetch).empty());
  CHECK_FALSE(strict_one->next_speech());
  const auto lenient_one = connected({});
  CHECK(ask(*lenient_one, fetch, 1s) == bye);
  CHECK(hear(*lenient_one, 2999ms).empty());
  CHECK(hear(*lenient_one, 3s) == line(challenge));
  CHECK(ask(*lenient_one, answer, 3s) == no_records);
}

TEST_CASE("a CodeFree ends a session in which the host is silent for 30 s") {
  const auto meter = connected(five, strict);
  CHECK(ask(*meter, fetch, 30s).starts_with("53 20 13 "));
  CHECK(ask(*meter, fetch, 60s).starts_with("53 20 13 "));
  CHECK(ask(*meter, fetch, 90001ms).empty());
  const auto lenient_one = connected(five);
  CHECK(hear(*lenient_one, 31999ms).empty());
  CHECK(hear(*lenient_one, 32s) == line(challenge));
}

TEST_CASE("a CodeFree's clock is set right after the count, and the bye must follow") {
  const auto meter = connected(five);
  CHECK(ask(*meter, set_clock) == clock_set);
  CHECK(meter->state().clock_difference == -2s);
  CHECK(ask(*meter, fetch) == bye);
}

TEST_CASE("a CodeFree ignores the century and refuses a time that does not exist") {
  SECTION("ADATE192611182110") {
    const auto meter = connected(five);
    CHECK(ask(*meter, "53 10 13 41 44 41 54 45 31 39 32 36 31 31 31 38 32 31 31 30 52 aa") == clock_set);
    CHECK(meter->state().clock_difference == -2s);
  }
  SECTION("ADATE202613182110") {
    const auto meter = connected(five);
    CHECK(ask(*meter, "53 10 13 41 44 41 54 45 32 30 32 36 31 33 31 38 32 31 31 30 5a aa").empty());
    CHECK(ask(*meter, fetch).empty());
    CHECK(meter->state().clock_difference == 0s);
  }
}

TEST_CASE("with null=1 a 00 comes before each challenge of a CodeFree") {
  const auto meter = make(five, lenient, {"null=1"});
  CHECK(hear(*meter, 2s) == "00 " + line(challenge) + "00 " + line(challenge));
  CHECK(hear(*make(five, lenient, {"null=0"}), 0ms) == line(challenge));
  for (const std::string option : {"null=2", "null", "eol=cr", ""})
    CHECK_THROWS_AS(make(five, lenient, {option}), core::Failure);
}

TEST_CASE("a simulated CodeFree's serial number is SIM and eight hex digits, and stands in its records") {
  const auto [family, model] = simulators::find_model("codefree");
  CHECK(family->family == "codefree");
  CHECK(family->make_serial(*model, 1) == "SIM00000001");
  CHECK(family->make_serial(*model, ~std::uint64_t{0}) == "SIMffffffff");
  CHECK(family->is_serial(*model, "SIM0000beef"));
  for (const std::string_view serial :
       {"SIM0000BEEF", "SIM0000001", "SIM000000001", "ABC00000001", "SIM0000000g", ""})
    CHECK_FALSE(family->is_serial(*model, serial));
  MeterState state;
  state.serial = "SIM0123beef";
  state.memory = five;
  const auto meter = family->make(*model, std::move(state), {});
  hear(*meter, 0ms);
  ask(*meter, answer);
  CHECK(ask(*meter, fetch).substr(39, 20) == "53 49 4d 01 23 be ef");
}
