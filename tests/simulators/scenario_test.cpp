#include "simulators/scenario.hpp"

#include "simulators/command.hpp"
#include "simulators/people.hpp"
#include "tests/catch.hpp"

namespace {

using namespace core::literals;
using namespace std::chrono_literals;
using simulators::Scenario;

core::Content measurement(std::string_view text) {
  return simulators::parse_measurement(text).value();
}

}  // namespace

TEST_CASE("a measurement is read as a person writes it") {
  using core::BloodGlucose;
  using core::MealMarker;
  CHECK(measurement("113 mg/dL before_breakfast") ==
        core::Content(BloodGlucose{113_mg_dl, MealMarker::before_breakfast}));
  CHECK(measurement("6.4 before_lunch") == core::Content(BloodGlucose{6.4_mmol_l, MealMarker::before_lunch}));
  CHECK(measurement("6.4 mmol/L") == core::Content(BloodGlucose{6.4_mmol_l}));
  CHECK(std::get<BloodGlucose>(measurement("HI after_lunch")).value.reach == core::Reach::hi);
  CHECK(std::get<BloodGlucose>(measurement("LO")).value.reach == core::Reach::lo);
  CHECK(measurement("control 98 mg/dL") == core::Content(core::ControlResult{98_mg_dl}));
  CHECK(measurement("error 3") == core::Content(core::MeterError{3}));
  CHECK(measurement("ketone 1.5 mmol/L") == core::Content(core::Ketone{{15, 1}}));
  CHECK(measurement("ketone HI") == core::Content(core::Ketone{{}, core::Reach::hi}));
  CHECK(measurement("control ketone 0.6") == core::Content(core::KetoneControl{{6, 1}}));
  CHECK(measurement("hematocrit 42") ==
        core::Content(core::OtherMeasurement{core::Analyte::hematocrit, {42, 0}}));
  CHECK(measurement("unreadable") == core::Content(core::UnreadRecord{}));
  for (const std::string_view text : {"", "x", "25", "54 mmol/L", "error", "error x", "error 0", "error 3 4",
                                      "control", "113 mg/dL teatime", "before_lunch", "ketone", "ketone LO",
                                      "hematocrit", "hematocrit x", "control 98 before_lunch"}) {
    INFO(text);
    CHECK(simulators::parse_measurement(text).has_error());
  }
}

TEST_CASE("a file of readings keeps its order, and lines that cannot be are told by number") {
  const Scenario scenario = simulators::parse_scenario(
      "# two readings, the clock set back between them\n"
      "2020-02-13 08:34:18 113 mg/dL before_breakfast\r\n"
      "\n"
      "2017-01-01 00:00:00 HI\n"
      "2017-02-30 00:00:00 113 mg/dL\n"
      "2017-01-01 113 mg/dL\n"
      "2017-01-01 00:00:00 54 mmol/L\n"
      "time unknown 6.4\n"
      "\x1b[2J");
  REQUIRE(scenario.readings.size() == 3);
  CHECK(scenario.readings[0].time.local == core::make_local(2020, 2, 13, 8, 34, 18));
  CHECK(scenario.readings[1].time.local == core::make_local(2017, 1, 1, 0, 0, 0));
  CHECK(scenario.readings[2].time.local == std::nullopt);
  REQUIRE(scenario.rejected.size() == 4);
  CHECK(scenario.rejected[0].line == 5);
  CHECK(scenario.rejected[0].reason == "this line does not begin with a time");
  CHECK(scenario.rejected[1].line == 6);
  CHECK(scenario.rejected[2].line == 7);
  CHECK(scenario.rejected[2].reason == "no meter shows this value");
  CHECK(scenario.rejected[3].line == 9);
  CHECK(scenario.rejected[3].text == "\\x1B[2J");
}

TEST_CASE("a UCI logbook is a scenario too") {
  const Scenario scenario = simulators::parse_scenario(
      "\n04-21-1991\t9:09\t58\t100\n04-21-1991\t9:09\t33\t009\n04-31-1991\t9:09\t58\t100\n");
  REQUIRE(scenario.readings.size() == 2);
  CHECK(scenario.readings[0].content ==
        core::Content(core::BloodGlucose{100_mg_dl, core::MealMarker::before_breakfast}));
  REQUIRE(scenario.rejected.size() == 1);
  CHECK(scenario.rejected[0].line == 4);
}

TEST_CASE("made-up readings are plausible, in order, end before now and depend on the seed alone") {
  const core::LocalSeconds now = *core::make_local(2020, 2, 14, 21, 30, 2);
  for (const core::GlucoseUnit unit : {core::GlucoseUnit::mg_dl, core::GlucoseUnit::mmol_l}) {
    const auto readings = simulators::make_readings(5000, now, unit, 1);
    REQUIRE(readings.size() == 5000);
    std::size_t low = 0, numbers = 0;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const auto& value = std::get<core::BloodGlucose>(readings[i].content).value;
      CHECK(core::is_plausible(value));
      CHECK((i == 0 || *readings[i - 1].time.local < *readings[i].time.local));
      if (value.reach != core::Reach::number) continue;
      ++numbers;
      CHECK(value.unit == unit);
      low += core::band(value) <= core::Band::low ? 1u : 0u;
    }
    CHECK(*readings.back().time.local <= now);
    CHECK(now - *readings.back().time.local < 48h);
    CHECK(numbers > 4980);
    CHECK(low > 100);
    CHECK(low < 700);
    CHECK(simulators::make_readings(5000, now, unit, 1) == readings);
    CHECK(simulators::make_readings(5000, now, unit, 2) != readings);
  }
  CHECK(simulators::make_readings(0, now, core::GlucoseUnit::mg_dl, 1).empty());
}

TEST_CASE("made-up readings have the same values at every hour and on every day") {
  const auto values = [](core::LocalSeconds now) {
    std::vector<core::Content> all;
    for (const core::LogEntry& entry : simulators::make_readings(300, now, core::GlucoseUnit::mg_dl, 7))
      all.push_back(entry.content);
    return all;
  };
  const auto evening = values(*core::make_local(2020, 2, 14, 21, 30, 2));
  CHECK(values(*core::make_local(2020, 2, 14, 0, 0, 0)) == evening);
  CHECK(values(*core::make_local(2026, 11, 24, 12, 0, 0)) == evening);
}

TEST_CASE("commands are read with what follows them") {
  using namespace simulators::command;
  const auto parse = [](std::string_view line) { return simulators::parse_command(line).value(); };
  CHECK(std::get<Add>(parse("add 6.4 before_lunch")).entry.content ==
        core::Content(core::BloodGlucose{6.4_mmol_l, core::MealMarker::before_lunch}));
  const core::LogEntry tagged = std::get<Add>(parse("add 7.1 after_dinner #mild_exercise\r")).entry;
  CHECK(tagged.content == core::Content(core::BloodGlucose{7.1_mmol_l, core::MealMarker::after_dinner}));
  CHECK(tagged.tags == std::vector<std::string>{"mild_exercise"});
  CHECK(std::get<SetClock>(parse("clock +1h\r")).clock == simulators::Faults::Clock(3600s));
  CHECK(std::get<SetClock>(parse("clock 2017-01-01T00:00:00")).clock ==
        simulators::Faults::Clock(*core::make_local(2017, 1, 1, 0, 0, 0)));
  CHECK(std::get<AddFaults>(parse("fault drop=3  noise=0.25")).faults.noise == 0.25);
  CHECK(std::holds_alternative<ClearFaults>(parse("fault")));
  CHECK(std::holds_alternative<ClearFaults>(parse("fault \r")));
  CHECK(std::holds_alternative<Unplug>(parse("unplug ")));
  CHECK(std::holds_alternative<Plug>(parse("plug")));
  CHECK(std::holds_alternative<Erase>(parse("erase")));
  CHECK(std::holds_alternative<Quit>(parse("quit")));
  for (const std::string_view line :
       {"", "add", "add x", "clock", "clock 1", "fault x", "quit now", "Quit", "unplug it"})
    CHECK(simulators::parse_command(line).has_error());
}

TEST_CASE("a word that is no meal marker is named, with those there are") {
  const std::string reason =
      "after_diner is neither a unit nor one of the meal markers before_meal, after_meal, before_breakfast, "
      "after_breakfast, before_lunch, after_lunch, before_dinner, after_dinner, before_snack, fasting, "
      "bedtime";
  const Scenario scenario = simulators::parse_scenario(
      "2020-02-13 08:34 7.1 after_diner\n2020-02-13 08:34 113 mg/dL after_diner #illness\n");
  REQUIRE(scenario.rejected.size() == 2);
  CHECK(scenario.rejected[0].reason == reason);
  CHECK(scenario.rejected[1].reason == reason);
  CHECK(simulators::parse_command("add 7.1 after_diner").error().what == reason);
  CHECK(simulators::parse_command("add HI after_diner").error().what == reason);
  CHECK(simulators::parse_command("add x after_diner").error().what != reason);
  CHECK(simulators::parse_command("add 7.1 after_dinner mild_exercise")
            .error()
            .what.starts_with("mild_exercise is neither"));
}

TEST_CASE("a byte order mark before the readings is skipped") {
  const Scenario scenario = simulators::parse_scenario(
      "\xEF\xBB\xBF"
      "2020-02-13 08:34 113 mg/dL\n");
  CHECK(scenario.readings.size() == 1);
  CHECK(scenario.rejected.empty());
  CHECK(simulators::parse_scenario("\xEF\xBB\xBF"
                                   "04-21-1991\t9:09\t58\t100\n")
            .readings.size() == 1);
}

TEST_CASE("words that begin with # are a record's tags") {
  const Scenario scenario = simulators::parse_scenario(
      "2020-02-13 08:34 113 mg/dL before_breakfast #illness #stress\n"
      "2020-02-13 09:00 6.4 #");
  REQUIRE(scenario.readings.size() == 1);
  CHECK(scenario.readings[0].tags == std::vector<std::string>{"illness", "stress"});
  CHECK(scenario.readings[0].content ==
        core::Content(core::BloodGlucose{113_mg_dl, core::MealMarker::before_breakfast}));
  CHECK(scenario.rejected.size() == 1);
}
