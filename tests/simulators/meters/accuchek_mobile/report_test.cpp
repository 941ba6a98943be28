#include <algorithm>

#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected text is taken from docs/protocols/accuchek_mobile.md, never from the encoder.
namespace {

using namespace core::literals;
using core::BloodGlucose;
using core::ControlResult;
using core::GlucoseUnit;
using core::LogEntry;
using core::MealMarker;

const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 5, 40);

const core::LocalSeconds last = *core::make_local(2026, 11, 18, 21, 3, 12);

simulators::MeterFile report(std::vector<LogEntry> memory, GlucoseUnit unit = GlucoseUnit::mg_dl,
                             std::chrono::seconds clock_difference = std::chrono::seconds(0)) {
  simulators::MeterState state;
  state.serial = "SIM00000001";
  state.memory = std::move(memory);
  state.display_unit = unit;
  state.clock_difference = clock_difference;
  return simulators::find_model("accuchek-mobile").family->folder->report(state, evening);
}

/// What follows the column names.
std::string records(std::vector<LogEntry> memory, GlucoseUnit unit = GlucoseUnit::mg_dl) {
  const std::string text = report(std::move(memory), unit).text;
  std::size_t begin = 0;
  for (int line = 0; line < 3; ++line) begin = text.find("\r\n", begin) + 2;
  return text.substr(begin);
}

std::string record(core::Content content, GlucoseUnit unit = GlucoseUnit::mg_dl) {
  return records({at(last, std::move(content))}, unit);
}

bool holds(const LogEntry& entry) {
  return simulators::find_model("accuchek-mobile").family->folder->holds(entry);
}

}  // namespace

TEST_CASE("the report of an empty memory is its three lines, in the folder named after the meter") {
  const simulators::MeterFile file = report({});
  CHECK(file.path == "ACCU-CHEK Mobile/Reports/SIM00000001.csv");
  CHECK(file.text ==
        "Serial number;Report date;Report time;;;;;;;\r\n"
        "SIM00000001;18.11.2026;21:05;;;;;;;\r\n"
        "Date;Time;Result;Unit;Temperature warning;Out of target range;Other;Before meal;After meal;Control "
        "test" +
            std::string(197, ' ') + "\r\n");
}

TEST_CASE("line 2 has the bytes of the page") {
  constexpr unsigned char bytes[] = {0x53, 0x49, 0x4d, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30,
                                     0x31, 0x3b, 0x31, 0x38, 0x2e, 0x31, 0x31, 0x2e, 0x32, 0x30,
                                     0x32, 0x36, 0x3b, 0x32, 0x31, 0x3a, 0x30, 0x35, 0x3b, 0x3b,
                                     0x3b, 0x3b, 0x3b, 0x3b, 0x3b, 0x0d, 0x0a};
  const std::string line(std::begin(bytes), std::end(bytes));
  CHECK(report({}).text.find("\r\n" + line) != std::string::npos);
}

TEST_CASE("the records of the page's example are written as there, the newest first") {
  CHECK(records(
            {at(std::nullopt, BloodGlucose{101_mg_dl}),
             at(core::make_local(2026, 11, 17, 22, 0, 0), BloodGlucose{212_mg_dl}, {"temperature", "other"}),
             at(core::make_local(2026, 11, 18, 8, 0, 59), ControlResult{98_mg_dl}),
             at(core::make_local(2026, 11, 18, 12, 30, 0),
                BloodGlucose{core::above_range(600_mg_dl), MealMarker::after_meal}),
             at(last, BloodGlucose{104_mg_dl, MealMarker::before_meal})}) ==
        "18.11.2026;21:03;104;mg/dl;;;;X;;\r\n"
        "18.11.2026;12:30;HI;mg/dl;;X;;;X;\r\n"
        "18.11.2026;08:00;98;mg/dl;;;;;;X\r\n"
        "17.11.2026;22:00;212;mg/dl;X;X;X;;;\r\n"
        "01.01.2000;00:03;101;mg/dl;;;;;;\r\n");
  CHECK(record(BloodGlucose{5.8_mmol_l, MealMarker::before_meal}, GlucoseUnit::mmol_l) ==
        "18.11.2026;21:03;5.8;mmol/l;;;;X;;\r\n");
}

TEST_CASE("a meal of the day is only before or after a meal; what has no column is left out") {
  CHECK(record(BloodGlucose{104_mg_dl, MealMarker::before_dinner}) ==
        "18.11.2026;21:03;104;mg/dl;;;;X;;\r\n");
  CHECK(record(BloodGlucose{104_mg_dl, MealMarker::after_lunch}) == "18.11.2026;21:03;104;mg/dl;;;;;X;\r\n");
  CHECK(record(BloodGlucose{104_mg_dl, MealMarker::fasting}) == "18.11.2026;21:03;104;mg/dl;;;;;;\r\n");
}

TEST_CASE("values beyond the meter's range are HI and LO, in either unit") {
  const auto result = [](core::Glucose value, GlucoseUnit unit) {
    const std::string line = record(ControlResult{value}, unit);
    const std::size_t begin = line.find(';', line.find(';') + 1) + 1;
    return line.substr(begin, line.find(';', begin) - begin);
  };
  CHECK(result(600_mg_dl, GlucoseUnit::mg_dl) == "600");
  CHECK(result(601_mg_dl, GlucoseUnit::mg_dl) == "HI");
  CHECK(result(10_mg_dl, GlucoseUnit::mg_dl) == "10");
  CHECK(result(9_mg_dl, GlucoseUnit::mg_dl) == "LO");
  CHECK(result(core::below_range(10_mg_dl), GlucoseUnit::mg_dl) == "LO");
  CHECK(result(33.3_mmol_l, GlucoseUnit::mmol_l) == "33.3");
  CHECK(result(33.4_mmol_l, GlucoseUnit::mmol_l) == "HI");
  CHECK(result(0.6_mmol_l, GlucoseUnit::mmol_l) == "0.6");
  CHECK(result(0.5_mmol_l, GlucoseUnit::mmol_l) == "LO");
  CHECK(result(core::above_range(core::mmol_l_tenths(333)), GlucoseUnit::mmol_l) == "HI");
  CHECK(result(104_mg_dl, GlucoseUnit::mmol_l) == "5.8");
}

TEST_CASE("a record that cannot be read has an impossible date") {
  CHECK(record(core::UnreadRecord{}) == "30.02.2026;21:03;100;mg/dl;;;;;;\r\n");
}

TEST_CASE("the report's time is the meter's, whose clock may be off") {
  CHECK(report({}, GlucoseUnit::mg_dl, std::chrono::hours(3)).text.find("SIM00000001;19.11.2026;00:05;") !=
        std::string::npos);
}

TEST_CASE("this meter holds blood glucose and control results, nothing else") {
  CHECK(holds(at(last, BloodGlucose{104_mg_dl})));
  CHECK(holds(at(last, ControlResult{104_mg_dl})));
  CHECK(holds(at(std::nullopt, BloodGlucose{104_mg_dl})));
  CHECK(holds(at(last, core::UnreadRecord{})));
  CHECK_FALSE(holds(at(last, core::Ketone{{15, 1}})));
  CHECK_FALSE(holds(at(last, core::MeterError{3})));
  CHECK_FALSE(holds(at(core::LocalSeconds{} - std::chrono::minutes(1), BloodGlucose{104_mg_dl})));
}

TEST_CASE("a simulated serial number is SIM and eight digits") {
  const auto [family, model] = simulators::find_model("accuchek-mobile");
  CHECK(family->make_serial(*model, 1) == "SIM00000001");
  CHECK(family->is_serial(*model, "SIM12345678"));
  CHECK_FALSE(family->is_serial(*model, "SIM1234567"));
  CHECK_FALSE(family->is_serial(*model, "SIM1234567a"));
  CHECK_FALSE(family->is_serial(*model, "../12345678"));
}
