#include "core/error.hpp"
#include "simulators/meters/glucomen_areo/encode.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/glucomen_areo.md, never from the encoder.
namespace {

using namespace core::literals;
using namespace std::literals;
using simulators::MeterState;
using simulators::SimulatedMeter;

const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 3, 27);
const core::LocalSeconds noon = *core::make_local(2026, 11, 18, 12, 30, 0);
const core::LocalSeconds morning = *core::make_local(2026, 11, 18, 8, 0, 0);
const core::LocalSeconds now = *core::make_local(2026, 11, 18, 21, 10, 2);

constexpr std::string_view who_are_you = "\xa2";
constexpr std::string_view read_memory = "\x80";
constexpr std::string_view empty_memory = "[\r\n\x90\x3d\r\n]\r\n";

MeterState holding(simulators::Readings readings, core::GlucoseUnit unit = core::GlucoseUnit::mg_dl) {
  MeterState state;
  state.memory = std::move(readings);
  state.display_unit = unit;
  return state;
}

std::unique_ptr<SimulatedMeter> make(std::string_view name, MeterState state = {},
                                     const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model(name);
  return family->make(*model, std::move(state), {false, options});
}

std::string ask(SimulatedMeter& meter, std::string_view bytes) {
  return std::string(core::as_text(meter.receive(core::as_bytes(bytes), now)));
}

std::string memory_of(std::string_view name, MeterState state) {
  return ask(*make(name, std::move(state)), read_memory);
}

/// The line of the one reading in an areo's memory, without CRC and brackets.
std::string line_of(core::LogEntry entry, core::GlucoseUnit unit = core::GlucoseUnit::mg_dl,
                    std::string_view name = "glucomen-areo") {
  const std::string block = memory_of(name, holding({std::move(entry)}, unit));
  return block.substr(3, block.find("\r\n", 3) - 3);
}

const auto mmol_l = core::GlucoseUnit::mmol_l;

}  // namespace

TEST_CASE("the areo says who it is as published") {
  CHECK(ask(*make("glucomen-areo"), who_are_you) == "[\r\n0,0,0,  SIM0000001, 1.00\r\n5D\r\n]\r\n");
}

TEST_CASE("the areo's example readings are written as published") {
  using core::MealMarker;
  const core::LogEntry before = at(evening, core::BloodGlucose{104_mg_dl, MealMarker::before_meal});
  const core::LogEntry high =
      at(noon, core::BloodGlucose{core::above_range(600_mg_dl), MealMarker::after_meal});
  const core::LogEntry control = at(morning, core::ControlResult{98_mg_dl});
  SECTION("104 before a meal, byte by byte") {
    const core::Bytes expected = *core::parse_hex(
        "5b 0d 0a 47 6c 75 2c 31 30 34 2c 6d 67 2f 64 4c 2c 30 32 2c 32 36 31 31 31 38 2c 32 31 30 33 0d 0a "
        "33 "
        "30 0d 0a 5d 0d 0a");
    CHECK(memory_of("glucomen-areo", holding({before})) == core::as_text(expected));
  }
  SECTION("the other single readings") {
    CHECK(memory_of("glucomen-areo",
                    holding({at(evening, core::BloodGlucose{5.8_mmol_l, MealMarker::after_meal})}, mmol_l)) ==
          "[\r\nGlu,5.8,mmol/L,04,261118,2103\r\n78\r\n]\r\n");
    CHECK(memory_of("glucomen-areo-gk", holding({before})) ==
          "[\r\nGlu,104, mg/dL,02,261118,2103\r\nCD\r\n]\r\n");
    CHECK(memory_of("glucomen-areo", holding({high})) == "[\r\nGlu,HI,mg/dL,04,261118,1230\r\nCE\r\n]\r\n");
    CHECK(
        memory_of("glucomen-areo", holding({at(morning, core::BloodGlucose{core::below_range(20_mg_dl)})})) ==
        "[\r\nGlu,LO,mg/dL,00,261118,0800\r\n6A\r\n]\r\n");
    CHECK(memory_of("glucomen-areo", holding({control})) ==
          "[\r\nCtl,98,mg/dL,00,261118,0800\r\nBF\r\n]\r\n");
    CHECK(memory_of("glucomen-areo", holding({at(std::nullopt, core::BloodGlucose{101_mg_dl})})) ==
          "[\r\nGlu,101,mg/dL,00,000101,0003\r\n87\r\n]\r\n");
  }
  SECTION("three readings, the newest first") {
    CHECK(memory_of("glucomen-areo", holding({control, high, before})) ==
          "[\r\nGlu,104,mg/dL,02,261118,2103\r\nGlu,HI,mg/dL,04,261118,1230\r\n"
          "Ctl,98,mg/dL,00,261118,0800\r\n17\r\n]\r\n");
  }
  SECTION("an empty memory") {
    CHECK(ask(*make("glucomen-areo"), read_memory) == empty_memory);
    CHECK(empty_memory == core::as_text(*core::parse_hex("5b 0d 0a 90 3d 0d 0a 5d 0d 0a")));
  }
}

TEST_CASE("an areo's value is written in the meter's unit and is HI or LO outside its range") {
  const auto value = [](core::Glucose glucose, core::GlucoseUnit unit = core::GlucoseUnit::mg_dl) {
    const std::string line = line_of(at(noon, core::BloodGlucose{glucose}), unit);
    return line.substr(4, line.find(",00,") - 4);
  };
  CHECK(value(20_mg_dl) == "20,mg/dL");
  CHECK(value(19_mg_dl) == "LO,mg/dL");
  CHECK(value(600_mg_dl) == "600,mg/dL");
  CHECK(value(601_mg_dl) == "HI,mg/dL");
  CHECK(value(1.1_mmol_l, mmol_l) == "1.1,mmol/L");
  CHECK(value(1.0_mmol_l, mmol_l) == "LO,mmol/L");
  CHECK(value(33.3_mmol_l, mmol_l) == "33.3,mmol/L");
  CHECK(value(33.4_mmol_l, mmol_l) == "HI,mmol/L");
  // 5.8 * 18.01559 = 104.49, 104 / 18.01559 = 5.773
  CHECK(value(5.8_mmol_l) == "104,mg/dL");
  CHECK(value(104_mg_dl, mmol_l) == "5.8,mmol/L");
}

TEST_CASE("an areo has room for one mark: the meal, else check, else exercise") {
  using core::MealMarker;
  const auto mark = [](MealMarker meal, std::vector<std::string> tags = {}) {
    return line_of(at(noon, core::BloodGlucose{104_mg_dl, meal}, std::move(tags))).substr(14, 2);
  };
  for (const MealMarker meal :
       {MealMarker::before_meal, MealMarker::before_breakfast, MealMarker::before_lunch,
        MealMarker::before_dinner, MealMarker::before_snack})
    CHECK(mark(meal) == "02");
  for (const MealMarker meal : {MealMarker::after_meal, MealMarker::after_breakfast, MealMarker::after_lunch,
                                MealMarker::after_dinner})
    CHECK(mark(meal) == "04");
  for (const MealMarker meal : {MealMarker::none, MealMarker::fasting, MealMarker::bedtime})
    CHECK(mark(meal) == "00");
  CHECK(mark(MealMarker::none, {"check"}) == "01");
  CHECK(mark(MealMarker::none, {"exercise"}) == "08");
  CHECK(mark(MealMarker::none, {"stress"}) == "00");
  CHECK(mark(MealMarker::none, {"exercise", "check"}) == "01");
  CHECK(mark(MealMarker::before_meal, {"check"}) == "02");
}

TEST_CASE("ketone is held by the areo GK alone, with one decimal, HI above 8.0") {
  const auto ketone = [](core::Ketone value) {
    return line_of(at(*core::make_local(2026, 11, 18, 9, 0, 0), value), mmol_l, "glucomen-areo-gk");
  };
  CHECK(ketone({{6, 1}}) == "Ket,0.6, mmol/L,00,261118,0900");
  CHECK(ketone({{0, 1}}) == "Ket,0.0, mmol/L,00,261118,0900");
  CHECK(ketone({{8, 0}}) == "Ket,8.0, mmol/L,00,261118,0900");
  CHECK(ketone({{155, 2}}) == "Ket,1.6, mmol/L,00,261118,0900");
  CHECK(ketone({{81, 1}}) == "Ket,HI, mmol/L,00,261118,0900");
  CHECK(ketone({{}, core::Reach::hi}) == "Ket,HI, mmol/L,00,261118,0900");
  CHECK(memory_of("glucomen-areo", holding({at(noon, core::Ketone{{6, 1}})})) == empty_memory);
  // The page's ketone line has no blank, as no simulated meter writes it; its CRC is checked all the same.
  CHECK(simulators::glucomen_areo::encode_block("Ket,0.6,mmol/L,00,261118,0900\r\n") ==
        "[\r\nKet,0.6,mmol/L,00,261118,0900\r\nAE\r\n]\r\n");
}

TEST_CASE("an unreadable record is an areo's reading of 30 February") {
  CHECK(line_of(at(noon, core::UnreadRecord{})) == "Glu,100,mg/dL,00,260230,1230");
  CHECK(line_of(at(std::nullopt, core::UnreadRecord{})) == "Glu,100,mg/dL,00,000230,0003");
}

TEST_CASE("an areo holds what the page says, the newest that fit, of the years it can write") {
  const std::vector<core::LogEntry> others{
      at(noon, core::Insulin{}),
      at(noon, core::MeterError{3}),
      at(noon, core::KetoneControl{{6, 1}}),
      at(noon, core::OtherMeasurement{}),
      at(*core::make_local(1999, 12, 31, 23, 59, 59), core::BloodGlucose{99_mg_dl}),
      at(*core::make_local(2100, 1, 1, 0, 0, 0), core::BloodGlucose{99_mg_dl})};
  CHECK(make("glucomen-areo-gk", holding(others))->state().memory.empty());
  MeterState state;
  for (int i = 0; i < 731; ++i)
    state.memory.push_back(at(noon, core::BloodGlucose{core::mg_dl(20 + i % 500)}));
  const auto meter = make("glucomen-areo", std::move(state));
  CHECK(meter->state().memory.size() == 730);
  CHECK(line_of(at(*core::make_local(2099, 12, 31, 23, 59, 59), core::BloodGlucose{99_mg_dl})) ==
        "Glu,99,mg/dL,00,991231,2359");
  ask(*meter, read_memory);
  CHECK(meter->take_record_places().size() == 730);
}

TEST_CASE("the places of an areo's records are those of their lines in the answer") {
  const auto meter =
      make("glucomen-areo",
           holding({at(noon, core::BloodGlucose{104_mg_dl}), at(evening, core::BloodGlucose{99_mg_dl})}));
  const std::string answers = ask(*meter, "\xa2\x80");
  const auto places = meter->take_record_places();
  REQUIRE(places.size() == 2);
  const auto text = [&](std::size_t i) {
    return answers.substr(places[i].begin, places[i].end - places[i].begin);
  };
  CHECK(text(0) == "Glu,99,mg/dL,00,261118,2103");
  CHECK(text(1) == "Glu,104,mg/dL,00,261118,1230");
}

TEST_CASE("an areo's clock is set to the minute and the answer is one byte") {
  const auto meter = make("glucomen-areo");
  CHECK(ask(*meter, "\xc2\xa1[\r\n2611182110\r\n97\r\n]\r\n") == "P");
  CHECK(meter->state().clock_difference == std::chrono::seconds(-2));
  SECTION("in pieces as well") {
    meter->state().clock_difference = std::chrono::hours(1);
    std::string answer;
    for (const char c : std::string_view("\xc2\xa1[\r\n2611182110\r\n97\r\n]\r\n"))
      answer += ask(*meter, {&c, 1});
    CHECK(answer == "P");
    CHECK(meter->state().clock_difference == std::chrono::seconds(-2));
  }
}

TEST_CASE("a block that is damaged, impossible or in lower case is refused and sets nothing") {
  const auto meter = make("glucomen-areo");
  for (const std::string block : {
           "[\r\n2611182110\r\n96\r\n]\r\n",  // another CRC
           "[\r\n2611182111\r\n97\r\n]\r\n",  // another time
           "[\r\n261118211\r\n97\r\n]\r\n",   // a digit is missing
           "[\r\n26111821100\r\n97\r\n]\r\n", "[\r\n]\r\n",
           "[\r\n2613182110\r\nC6\r\n]\r\n",  // month 13, a right CRC
           "[\r\n2602302110\r\nDB\r\n]\r\n",  // 30 February
           "[\r\n261118211a\r\n97\r\n]\r\n",
           "[\r\n2611182112\r\nd8\r\n]\r\n",  // lower case
       }) {
    INFO(block);
    CHECK(ask(*meter, "\xc2\xa1" + block) == "F");
  }
  CHECK(meter->state().clock_difference == std::chrono::seconds(0));
  CHECK(ask(*meter, "\xc2\xa1[\r\n2611182112\r\nD8\r\n]\r\n") == "P");
}

TEST_CASE("bytes that are no command are passed over in silence, and a question is heard at any time") {
  const auto meter = make("glucomen-areo");
  CHECK(ask(*meter, "hello\r\n\x00\xff\x81\xa1[\r\n2611182110\r\n97\r\n]\r\n"sv).empty());
  CHECK(ask(*meter, std::string("\xc2\x80")) == empty_memory);
  CHECK(ask(*meter, "\xc2\xa1[\r\n26111").empty());
  CHECK(ask(*meter, read_memory) == empty_memory);
  CHECK(ask(*meter, "82110\r\n97\r\n]\r\n").empty());
  CHECK(ask(*meter, "\xc2\xa1[\r\n26111").empty());
  meter->replug(now);
  CHECK(ask(*meter, "82110\r\n97\r\n]\r\n").empty());
  CHECK(meter->state().clock_difference == std::chrono::seconds(0));
}

TEST_CASE("an areo's serial number is SIM and seven digits, and it has no options") {
  const auto [family, model] = simulators::find_model("glucomen-areo");
  CHECK(family->family == "glucomen_areo");
  CHECK(family->make_serial(*model, 7) == "SIM0000007");
  for (const std::string_view serial : {"SIM000001", "SIM00000001", "SIM000000a", "ABC0000001", ""})
    CHECK_FALSE(family->is_serial(*model, serial));
  for (const std::uint64_t n : {std::uint64_t{1}, ~std::uint64_t{0}})
    CHECK(family->is_serial(*model, family->make_serial(*model, n)));
  CHECK_THROWS_AS(make("glucomen-areo", {}, {"eol=cr"}), core::Failure);
}
