// What the frames of a dump say.
#include "simulators/meters/contour/encode.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/contour/simulated_contour.hpp"

using namespace contour_test;

TEST_CASE("the Contour's example dump comes as published") {
  const auto meter = make(page_memory);
  const std::vector<std::string> answers = dump(*meter);
  REQUIRE(answers.size() == 10);
  CHECK(answers[0] == bytes("<ENQ>"));
  CHECK(answers[1] == bytes(page_header));
  CHECK(answers[2] == bytes(page_patient));
  // The page's own average is made; that of this memory is its one number of the last 14 days.
  CHECK(answers[3].starts_with(bytes("<STX>3R|1|^^^Glucose|104|mg/dL^P|||||||202611182105<CR><ETB>")));
  CHECK(answers[4] ==
        core::as_text(*core::parse_hex(
            "02 34 52 7c 32 7c 5e 5e 5e 47 6c 75 63 6f 73 65 7c 31 30 34 7c 6d 67 2f 64 4c 5e 50 7c 7c 7c 42 "
            "7c 7c 7c 7c 32 30 32 36 31 31 31 38 32 31 30 33 0d 17 41 46 0d 0a")));
  CHECK(answers[5] == bytes("<STX>5R|3|^^^Glucose|600|mg/dL^P||>|A||||202611181230<CR><ETB>EF<CR><LF>"));
  CHECK(answers[6] == bytes("<STX>6R|4|^^^Glucose|98|mg/dL^P||||E|||202611180800<CR><ETB>94<CR><LF>"));
  CHECK(answers[7] == bytes("<STX>7R|5|^^^Glucose|101|mg/dL^P|||||||200001010003<CR><ETB>5C<CR><LF>"));
  CHECK(answers[8] == bytes("<STX>0L|1||N<CR><ETX>7F<CR><LF>"));
  CHECK(answers[9] == bytes("<EOT>"));
  CHECK(meter->take_record_places().size() == 4);
}

TEST_CASE("the sums of the Contour's other example frames are as published") {
  using simulators::contour::encode_frame;
  CHECK(encode_frame(3, "R|1|^^^Glucose|99|mg/dL^P|||||||202611182105", false) ==
        bytes("<STX>3R|1|^^^Glucose|99|mg/dL^P|||||||202611182105<CR><ETB>4A<CR><LF>"));
  CHECK(encode_frame(5, "R|3|^^^Glucose|93|mg/dL^P||A/M0/T1||201505261150", false) ==
        bytes("<STX>5R|3|^^^Glucose|93|mg/dL^P||A/M0/T1||201505261150<CR><ETB>74<CR><LF>"));
  CHECK(
      encode_frame(1,
                   "H|\\^&||7w3LBL|Bayer7390^01.24\\01.04\\09.02.20^7390-2336773^7403-|A=1^C=63^G=1^I=0200"
                   "^R=0^S=1^U=0^V=10600^X=070070070070180130150250^Y=360126090050099050300089^Z=1|1714||||||"
                   "1|201909221304",
                   false)
          .ends_with(bytes("<CR><ETB>D7<CR><LF>")));
}

TEST_CASE("a Contour's result outside the range is the limit with a flag") {
  const auto frame = [](core::LogEntry entry) {
    const auto meter = make({at(evening, core::BloodGlucose{99_mg_dl}), std::move(entry),
                             at(evening, core::BloodGlucose{99_mg_dl})});
    return dump(*meter)[5];
  };
  CHECK(frame(at(noon, core::BloodGlucose{601_mg_dl, MealMarker::before_dinner})) ==
        bytes("<STX>5R|3|^^^Glucose|600|mg/dL^P||>|B||||202611181230<CR><ETB>F0<CR><LF>"));
  CHECK(frame(at(noon, core::BloodGlucose{9_mg_dl})) ==
        bytes("<STX>5R|3|^^^Glucose|10|mg/dL^P||<|||||202611181230<CR><ETB>77<CR><LF>"));
  CHECK(frame(at(noon, core::BloodGlucose{212_mg_dl}, {"temperature", "logbook"})) ==
        bytes("<STX>5R|3|^^^Glucose|212|mg/dL^P||T|D||||202611181230<CR><ETB>07<CR><LF>"));
}

TEST_CASE("a Contour writes each field of a result as the page says") {
  const auto reading = [](core::Glucose value, core::GlucoseUnit unit = mg_dl) {
    return record_of(at(noon, core::BloodGlucose{value}), unit);
  };
  SECTION("the edges of the range in both units, the value in the meter's own") {
    CHECK(reading(10_mg_dl) == "R|2|^^^Glucose|10|mg/dL^P|||||||202611181230");
    CHECK(reading(600_mg_dl) == "R|2|^^^Glucose|600|mg/dL^P|||||||202611181230");
    CHECK(reading(0.6_mmol_l, mmol_l) == "R|2|^^^Glucose|0.6|mmol/L^P|||||||202611181230");
    CHECK(reading(0.5_mmol_l, mmol_l) == "R|2|^^^Glucose|0.6|mmol/L^P||<|||||202611181230");
    CHECK(reading(33.3_mmol_l, mmol_l) == "R|2|^^^Glucose|33.3|mmol/L^P|||||||202611181230");
    CHECK(reading(33.4_mmol_l, mmol_l) == "R|2|^^^Glucose|33.3|mmol/L^P||>|||||202611181230");
    CHECK(reading(core::below_range(20_mg_dl)) == "R|2|^^^Glucose|10|mg/dL^P||<|||||202611181230");
    CHECK(reading(104_mg_dl, mmol_l) == "R|2|^^^Glucose|5.8|mmol/L^P|||||||202611181230");
  }
  SECTION("the mark, of which there is room for one") {
    const auto mark = [](MealMarker meal, std::vector<std::string> tags = {}) {
      const std::string record = record_of(at(noon, core::BloodGlucose{104_mg_dl, meal}, std::move(tags)));
      return record.substr(29, record.find("||||2026") - 29);
    };
    CHECK(mark(MealMarker::before_meal) == "B");
    CHECK(mark(MealMarker::before_breakfast) == "B");
    CHECK(mark(MealMarker::after_meal) == "A");
    CHECK(mark(MealMarker::after_lunch) == "A");
    CHECK(mark(MealMarker::fasting).empty());
    CHECK(mark(MealMarker::none, {"logbook"}) == "D");
    CHECK(mark(MealMarker::after_meal, {"logbook"}) == "A");
  }
  SECTION("two flags") {
    CHECK(record_of(at(noon, core::BloodGlucose{core::above_range(600_mg_dl)}, {"temperature"})) ==
          "R|2|^^^Glucose|600|mg/dL^P||>\\T|||||202611181230");
    CHECK(record_of(at(noon, core::BloodGlucose{core::below_range(20_mg_dl)}, {"temperature"})) ==
          "R|2|^^^Glucose|10|mg/dL^P||<\\T|||||202611181230");
  }
  SECTION("an unreadable record is of 30 February") {
    CHECK(record_of(at(noon, core::UnreadRecord{})) == "R|2|^^^Glucose|100|mg/dL^P|||||||202602301230");
    CHECK(record_of(at(std::nullopt, core::UnreadRecord{})) ==
          "R|2|^^^Glucose|100|mg/dL^P|||||||200002300003");
  }
}

TEST_CASE("the first result of a Contour is its mean of the last 14 days") {
  const auto average = [](simulators::Readings memory, core::GlucoseUnit unit = mg_dl) {
    const auto meter = make(std::move(memory), false, unit);
    const std::string frame = dump(*meter)[3];
    return frame.substr(2, frame.find('\r') - 2);
  };
  const auto reading = [](core::LocalSeconds time, core::Glucose value) {
    return at(time, core::BloodGlucose{value});
  };
  CHECK(average({reading(now - date::days(14), 99_mg_dl), reading(now, 100_mg_dl),
                 reading(now - date::days(14) - 1s, 300_mg_dl), reading(now + 1s, 300_mg_dl)}) ==
        "R|1|^^^Glucose|100|mg/dL^P|||||||202611182105");
  CHECK(average({reading(noon, 5.8_mmol_l), reading(noon, 6.0_mmol_l), reading(noon, 6.0_mmol_l)}, mmol_l) ==
        "R|1|^^^Glucose|5.9|mmol/L^P|||||||202611182105");
  CHECK(average({at(noon, core::ControlResult{98_mg_dl}), at(std::nullopt, core::BloodGlucose{98_mg_dl}),
                 reading(noon, 601_mg_dl)}) == "R|1|^^^Glucose|0|mg/dL^P|||||||202611182105");
}

TEST_CASE("an empty Contour sends no result at all") {
  const auto meter = make({}, false, mmol_l, "contour-next-ez");
  const std::vector<std::string> answers = dump(*meter);
  REQUIRE(answers.size() == 5);
  CHECK(answers[1].starts_with(
      bytes("<STX>1H|\\^&||SIM001|Bayer7160^02.10\\01.10\\00.00.00^7160-SIM0001^7160-|A=1^C=63^G=1^I=0200^R=0"
            "^S=1^U=1^V=06333^X=")));
  CHECK(answers[1].find(bytes("^Z=0|0||||||1|202611182105<CR><ETB>")) != std::string::npos);
  CHECK(answers[2] == bytes(page_patient));
  CHECK(answers[3].starts_with(bytes("<STX>3L|1||N<CR><ETX>")));
  CHECK(answers[4] == bytes("<EOT>"));
}

TEST_CASE("the numbers of a Contour's frames go on after 7 with 0") {
  const auto meter = make(simulators::Readings(14, at(noon, core::BloodGlucose{104_mg_dl})));
  const std::vector<std::string> answers = dump(*meter);
  REQUIRE(answers.size() == 20);
  std::string numbers;
  for (std::size_t i = 1; i < 19; ++i) numbers += answers[i][1];
  CHECK(numbers == "123456701234567012");
}
