#include "core/error.hpp"
#include "simulators/meters/onetouch_ultra2/encode.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected text is taken from docs/protocols/onetouch_ultra2.md, never from the encoder; sums that the
// page does not give were added up by hand.
namespace {

using namespace core::literals;
using namespace simulators::onetouch_ultra2;
using simulators::MeterState;
using simulators::SimulatedMeter;

core::LocalSeconds time(int year, int month, int day, int hour, int minute, int second) {
  return *core::make_local(year, month, day, hour, minute, second);
}
const core::LocalSeconds summer = time(2014, 8, 12, 15, 40, 16);
const core::LocalSeconds evening = time(2026, 11, 18, 21, 3, 0);

std::string line(const core::LogEntry& entry, Layout layout = Layout::ultra2,
                 OutOfRange out_of_range = OutOfRange::words) {
  return encode_line(encode_record(entry, layout, out_of_range).value());
}

/// The fourth field of a reading with this content.
std::string value_of(core::Content content, Layout layout = Layout::ultra2,
                     OutOfRange out_of_range = OutOfRange::words) {
  return encode_record(at(evening, content), layout, out_of_range).value().substr(34, 6);
}

std::unique_ptr<SimulatedMeter> make(std::string_view name, MeterState state = {}, bool strict = false,
                                     const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model(name);
  return family->make(*model, std::move(state), {strict, options});
}

std::string say(SimulatedMeter& meter, std::string_view bytes, core::LocalSeconds now = summer) {
  return std::string(core::as_text(meter.receive(core::as_bytes(bytes), now)));
}

std::string ask(SimulatedMeter& meter, std::string_view command, core::LocalSeconds now = summer) {
  return say(meter, "\x11\r" + std::string(command), now);
}

}  // namespace

TEST_CASE("an Ultra 2 can doubt a record of its memory, and be loose in its cable") {
  MeterState state;
  state.memory = {at(evening, core::BloodGlucose{105_mg_dl}), at(evening, core::BloodGlucose{104_mg_dl})};
  const std::string dump = ask(*make("onetouch-ultra2", state, true, {"doubt=2"}), "DMP");
  CHECK(dump.find("\"  104 \"") != std::string::npos);
  CHECK(dump.find("\"  105?\",\"N\",\"00\", 00 09BE\r\n") != std::string::npos);

  const auto loose = make("onetouch-ultra2", state, true, {"answer=00"});
  for (const char* command : {"DM?", "DM@", "DMP"}) CHECK(ask(*loose, command) == std::string(1, '\0'));
  for (const char* wrong : {"doubt=", "doubt=0", "doubt=x", "doubt=1x", "answer=01", "range"})
    CHECK_THROWS_AS(make("onetouch-ultra2", state, true, {wrong}), core::Failure);
}

TEST_CASE("an Ultra 2 writes each of the page's records byte by byte") {
  using core::BloodGlucose;
  using core::MealMarker;
  CHECK(line(at(time(2015, 3, 21, 16, 45, 24), BloodGlucose{81_mg_dl}, {"mild_exercise"})) ==
        "P \"SAT\",\"03/21/15\",\"16:45:24   \",\"  081 \",\"N\",\"03\", 00 09B6\r\n");
  CHECK(line(at(time(2015, 3, 21, 16, 42, 11), BloodGlucose{105_mg_dl, MealMarker::before_meal},
                {"too_much_food"})) ==
        "P \"SAT\",\"03/21/15\",\"16:42:11   \",\"  105 \",\"B\",\"02\", 00 099F\r\n");
  CHECK(line(at(time(2015, 3, 21, 16, 39, 46), BloodGlucose{176_mg_dl}, {"too_much_food"})) ==
        "P \"SAT\",\"03/21/15\",\"16:39:46   \",\"  176 \",\"N\",\"02\", 00 09C1\r\n");
  CHECK(line(at(evening, BloodGlucose{104_mg_dl, MealMarker::before_meal})) ==
        "P \"WED\",\"11/18/26\",\"21:03:00   \",\"  104 \",\"B\",\"00\", 00 0992\r\n");
  CHECK(line(at(evening, core::ControlResult{104_mg_dl})) ==
        "P \"WED\",\"11/18/26\",\"21:03:00   \",\"C 104 \",\"N\",\"00\", 00 09C1\r\n");
  CHECK(line(at(time(2026, 11, 18, 12, 30, 0), BloodGlucose{core::above_range(600_mg_dl)})) ==
        "P \"WED\",\"11/18/26\",\"12:30:00   \",\" HIGH \",\"N\",\"00\", 00 0A09\r\n");
  CHECK(line(at(time(2026, 11, 18, 8, 0, 0), BloodGlucose{core::below_range(20_mg_dl)}, {"feel_hypo"})) ==
        "P \"WED\",\"11/18/26\",\"08:00:00   \",\" LOW  \",\"N\",\"08\", 00 0A05\r\n");
  CHECK(line(at(std::nullopt, BloodGlucose{101_mg_dl})) ==
        "P \"SAT\",\"01/01/00\",\"00:03:00   \",\"  101 \",\"N\",\"00\", 00 098F\r\n");
}

TEST_CASE("an Ultra writes neither meal nor comment, and control solution as K") {
  const core::LogEntry reading =
      at(time(2014, 8, 9, 17, 21, 48), core::BloodGlucose{91_mg_dl, core::MealMarker::fasting}, {"stress"});
  CHECK(line(reading, Layout::ultra) == "P \"SAT\",\"08/09/14\",\"17:21:48   \",\"  091 \", 00 0831\r\n");
  CHECK(value_of(core::ControlResult{98_mg_dl}, Layout::ultra) == "K 098 ");
}

TEST_CASE("values are whole mg/dL from 020 to 600, and beyond as the option says") {
  const auto blood = [](core::Glucose value, OutOfRange out_of_range = OutOfRange::words) {
    return value_of(core::BloodGlucose{value}, Layout::ultra2, out_of_range);
  };
  CHECK(blood(20_mg_dl) == "  020 ");
  CHECK(blood(600_mg_dl) == "  600 ");
  CHECK(blood(601_mg_dl) == " HIGH ");
  CHECK(blood(19_mg_dl) == " LOW  ");
  CHECK(blood(5.8_mmol_l) == "  104 ");  // 5.8 * 18.01559 = 104.49
  CHECK(blood(6.4_mmol_l) == "  115 ");
  for (const core::Glucose high : {601_mg_dl, 1400_mg_dl, core::above_range(0_mg_dl)})
    CHECK(blood(high, OutOfRange::numbers) == "  601 ");
  for (const core::Glucose low : {19_mg_dl, 0_mg_dl, core::below_range(0_mg_dl)})
    CHECK(blood(low, OutOfRange::numbers) == "  019 ");
  CHECK(value_of(core::ControlResult{core::above_range(600_mg_dl)}) == "C 601 ");
  CHECK(value_of(core::ControlResult{core::below_range(20_mg_dl)}) == "C 019 ");
}

TEST_CASE("every meal before and after which a person measures is B and A, the others are N") {
  using core::MealMarker;
  const std::pair<char, std::vector<MealMarker>> letters[] = {
      {'B',
       {MealMarker::before_meal, MealMarker::before_breakfast, MealMarker::before_lunch,
        MealMarker::before_dinner, MealMarker::before_snack}},
      {'A',
       {MealMarker::after_meal, MealMarker::after_breakfast, MealMarker::after_lunch,
        MealMarker::after_dinner}},
      {'N', {MealMarker::none, MealMarker::fasting, MealMarker::bedtime}}};
  for (const auto& [letter, meals] : letters)
    for (const MealMarker meal : meals)
      CHECK(line(at(evening, core::BloodGlucose{104_mg_dl, meal})).substr(43, 1) == std::string(1, letter));
}

TEST_CASE("the first tag that is one of the meter's comments is written as its number") {
  const auto comment = [](std::vector<std::string> tags) {
    return line(at(evening, core::BloodGlucose{104_mg_dl}, std::move(tags))).substr(47, 2);
  };
  const char* const words[] = {"not_enough_food", "too_much_food", "mild_exercise", "hard_exercise",
                               "medication",      "stress",        "illness",       "feel_hypo",
                               "menses",          "vacation",      "other"};
  int number = 0;
  for (const char* const word : words) {
    ++number;
    CHECK(comment({word}) == std::string(number < 10 ? "0" : "") + std::to_string(number));
  }
  CHECK(comment({"a new strip box", "vacation", "other"}) == "10");
  CHECK(comment({"a new strip box"}) == "00");
  CHECK(comment({}) == "00");
}

TEST_CASE("a record that cannot be read is 100 mg/dL on 30 February of its year") {
  CHECK(line(at(evening, core::UnreadRecord{}))
            .starts_with("P \"MON\",\"02/30/26\",\"21:03:00   \",\"  100 \",\"N\",\"00\", 00 "));
  CHECK(line(at(std::nullopt, core::UnreadRecord{}), Layout::ultra)
            .starts_with("P \"MON\",\"02/30/00\",\"00:03:00   \",\"  100 \", 00 "));
}

TEST_CASE("other kinds of entry and years that the meter does not know are not held") {
  const auto is_held = [](const core::LogEntry& entry) {
    return encode_record(entry, Layout::ultra2, OutOfRange::words).has_value();
  };
  for (const core::Content& content :
       {core::Content(core::Insulin{}), core::Content(core::Ketone{}), core::Content(core::KetoneControl{}),
        core::Content(core::MeterError{3}), core::Content(core::SensorGlucose{104_mg_dl})})
    CHECK_FALSE(is_held(at(evening, content)));
  CHECK(is_held(at(time(2000, 1, 1, 0, 0, 0), core::BloodGlucose{104_mg_dl})));
  CHECK(is_held(at(time(2099, 12, 31, 23, 59, 59), core::BloodGlucose{104_mg_dl})));
  CHECK_FALSE(is_held(at(time(1999, 12, 31, 23, 59, 59), core::BloodGlucose{104_mg_dl})));
  CHECK_FALSE(is_held(at(time(2100, 1, 1, 0, 0, 0), core::BloodGlucose{104_mg_dl})));
}

TEST_CASE("the sum is of all bytes of the text, in upper case, and the text may end with blanks") {
  CHECK(encode_line("S") == "S 0053\r\n");
  CHECK(encode_line("% ") == "%  0045\r\n");
  CHECK(encode_line("%") == "% 0025\r\n");
}

TEST_CASE("each command is answered as the page says") {
  MeterState state;
  state.display_unit = core::GlucoseUnit::mmol_l;
  const auto ultra = make("onetouch-ultra", state);
  const auto ultra2 = make("onetouch-ultra2");
  for (const bool strict : {false, true}) {
    const auto meter = make("onetouch-ultra", {}, strict);
    CHECK(say(*meter, "\x11\x0d\x44\x4d\x53\x0d\x0d") == "\x53\x20\x30\x30\x35\x33\x0d\x0a");
    CHECK(say(*meter, "\x11\x0d\x44\x4d\x54\x0d") == "\x54\x20\x30\x30\x35\x34\x0d\x0a");
    CHECK(say(*meter, "\x11\x0d\x44\x4d\x3f") ==
          "\x3f\x50\x30\x32\x2e\x30\x30\x2e\x30\x31\x20\x20\x20\x2f\x20\x20\x2f\x20\x20\x20\x30\x33\x34\x43"
          "\x0d\x0a");
    CHECK(say(*meter, "\x11\x0d\x44\x4d\x46") == "F \"TUE\",\"08/12/14\",\"15:40:16   \" 060B\r\n");
    CHECK(say(*meter, "\x11\x0d\x44\x4d\x46", summer + std::chrono::seconds(6)) ==
          "F \"TUE\",\"08/12/14\",\"15:40:22   \" 0608\r\n");
  }
  CHECK(ask(*ultra2, "DM?") == "?P02.00.00 30/08/06 03BC\r\n");
  CHECK(ask(*ultra2, "DM@") == "@ \"SIM00001Y\" 02D7\r\n");
  CHECK(ask(*ultra, "DM@") == "@ \"SIM00001T\" 02D2\r\n");
  CHECK(ask(*ultra2, "DMSU?") == "SU?,\"MG/DL \" 02CA\r\n");
  CHECK(ask(*ultra, "DMSU?") == "SU?,\"MMOL/L\" 0307\r\n");
  CHECK(ask(*ultra2, "DMST?") == "ST?,\"24:00\" 0256\r\n");
  CHECK(ask(*ultra2, "DMP") == "P 000,\"SIM00001Y\",\"MG/DL \" 0586\r\n");
}

TEST_CASE("a dump is a header and the records, newest first") {
  MeterState state;
  state.memory = {at(time(2026, 11, 18, 8, 0, 0), core::BloodGlucose{core::below_range(20_mg_dl)}),
                  at(time(2026, 11, 18, 12, 30, 0), core::BloodGlucose{core::above_range(600_mg_dl)}),
                  at(evening, core::Insulin{}), at(evening, core::ControlResult{104_mg_dl}),
                  at(evening, core::BloodGlucose{104_mg_dl, core::MealMarker::before_meal})};
  const auto meter = make("onetouch-ultra2", state, true);
  const std::string header = "P 004,\"SIM00001Y\",\"MG/DL \" 058A\r\n";
  const std::string first = "P \"WED\",\"11/18/26\",\"21:03:00   \",\"  104 \",\"B\",\"00\", 00 0992\r\n";
  const std::string second = "P \"WED\",\"11/18/26\",\"21:03:00   \",\"C 104 \",\"N\",\"00\", 00 09C1\r\n";
  const std::string third = "P \"WED\",\"11/18/26\",\"12:30:00   \",\" HIGH \",\"N\",\"00\", 00 0A09\r\n";
  const std::string fourth = "P \"WED\",\"11/18/26\",\"08:00:00   \",\" LOW  \",\"N\",\"00\", 00 ";
  const std::string dump = ask(*meter, "DMP");
  CHECK(dump.starts_with(header + first + second + third + fourth));
  const auto places = meter->take_record_places();
  REQUIRE(places.size() == 4);
  CHECK(dump.substr(places[1].begin, places[1].end - places[1].begin) == second);
  CHECK(places[3].end == dump.size());

  const auto numbers = make("onetouch-ultra2", state, true, {"range=numbers"});
  CHECK(ask(*numbers, "DMP").find("\"  601 \"") != std::string::npos);
}

TEST_CASE("the header of a dump tells how many records follow and whose they are") {
  MeterState state;
  state.serial = "GMF600DCY";
  state.memory.assign(3, at(evening, core::BloodGlucose{104_mg_dl}));
  CHECK(ask(*make("onetouch-ultra2", state), "DMP").starts_with("P 003,\"GMF600DCY\",\"MG/DL \" 05A6\r\n"));
}

TEST_CASE("the clock is set by its command and shown as it then is") {
  const auto meter = make("onetouch-ultra2", {}, true);
  const core::LocalSeconds now = time(2026, 11, 18, 20, 10, 1);
  CHECK(ask(*meter, "DMT11/18/26 21:10:00\r", now) == "T \"WED\",\"11/18/26\",\"21:10:00   \" 0601\r\n");
  CHECK(meter->state().clock_difference == std::chrono::seconds(3599));
  SECTION("a time that does not exist changes nothing and gets no answer") {
    for (const std::string_view command :
         {"DMT02/30/26 21:10:00\r", "DMT11/18/26 24:00:00\r", "DMT00/18/26 21:10:00\r"})
      CHECK(ask(*meter, command, now).empty());
    CHECK(meter->state().clock_difference == std::chrono::seconds(3599));
    CHECK(ask(*meter, "DMT\r", now) == "T 0054\r\n");
  }
  SECTION("a clock outside the meter's years shows the nearest time that it has") {
    meter->state().clock_difference = std::chrono::hours(-24 * 365 * 40);
    CHECK(ask(*meter, "DMF", now).starts_with("F \"SAT\",\"01/01/00\",\"00:00:00   \" "));
    CHECK(encode_time(time(2150, 1, 1, 0, 0, 0)) == "\"THU\",\"12/31/99\",\"23:59:59   \"");
  }
}

TEST_CASE("erasing empties the memory and leaves the clock") {
  MeterState state;
  state.memory = {at(evening, core::BloodGlucose{104_mg_dl})};
  const auto meter = make("onetouch-ultra2", state, true);
  CHECK(ask(*meter, "DMZ") == "Z 005A\r\n");
  CHECK(ask(*meter, "DMP") == "P 000,\"SIM00001Y\",\"MG/DL \" 0586\r\n");
  CHECK(meter->take_record_places().empty());
}

TEST_CASE("a command that comes in pieces is answered once, at its last byte") {
  const auto meter = make("onetouch-ultra2", {}, true);
  for (const char c : std::string_view("\x11\rDMT11/18/26 21:10:00"))
    CHECK(say(*meter, std::string(1, c)).empty());
  CHECK(say(*meter, "\r") == "T \"WED\",\"11/18/26\",\"21:10:00   \" 0601\r\n");
  CHECK(say(*meter, "\r").empty());
}

TEST_CASE("two commands that come at once are both answered") {
  const auto meter = make("onetouch-ultra2", {}, true);
  CHECK(say(*meter, "\x11\rDMS\r\r\x11\rDMSU?") == "S 0053\r\nSU?,\"MG/DL \" 02CA\r\n");
}

TEST_CASE("a half command is forgotten at the next 11 and when the cable is pulled") {
  for (const bool strict : {false, true}) {
    const auto meter = make("onetouch-ultra2", {}, strict);
    CHECK(say(*meter, "\x11\rDMT11/18\x11\rDMS\r") == "S 0053\r\n");
    CHECK(say(*meter, "\x11\rDM").empty());
    meter->replug(summer);
    CHECK(say(*meter, "Z").empty());
    CHECK(ask(*meter, "DMS\r") == "S 0053\r\n");
  }
}

TEST_CASE("a strict meter hears nothing that does not begin with 11 0D") {
  const auto meter = make("onetouch-ultra2", {}, true);
  for (const std::string_view bytes :
       {"DM?", "\rDM?",
        "\x11"
        "DM?",
        "\x11\r\rDM?", "\x11\r\nDM?", "\x11\r DM?", "\x11\r\r\r", "\x11\rdm?"}) {
    INFO(bytes);
    CHECK(say(*meter, bytes).empty());
  }
  CHECK(ask(*meter, "DMX").empty());
  CHECK(say(*meter, "DMS\r").empty());  // not before the next 11
  CHECK(say(*meter, "\x11\x11\rDMS\r") == "S 0053\r\n");
}

TEST_CASE("a lenient meter needs no 11 0D and passes over what is no command") {
  const auto meter = make("onetouch-ultra2");
  CHECK(say(*meter, "DMS\r") == "S 0053\r\n");
  CHECK(say(*meter, "\r\n\r\nDMS\r\r\n") == "S 0053\r\n");
  CHECK(say(*meter, "\x11\r\r\nDMS\r\n") == "S 0053\r\n");
  CHECK(say(*meter, "hello DMXDMS\r") == "S 0053\r\n");
  CHECK(say(*meter, "DDMS\r") == "S 0053\r\n");
}

TEST_CASE("an option the OneTouch Ultra does not know is a usage fault") {
  for (const std::string option : {"range=words", "range", "think=real", ""}) {
    INFO(option);
    try {
      make("onetouch-ultra2", {}, false, {option});
      FAIL("taken");
    } catch (const core::Failure& failure) {
      CHECK(failure.error().kind == core::Errc::usage);
    }
  }
}

TEST_CASE("a simulated OneTouch's serial number is SIM, five digits and the model's letter") {
  const auto [family, ultra2] = simulators::find_model("onetouch-ultra2");
  const auto* const ultra = simulators::find_model("onetouch-ultra").model;
  CHECK(family->make_serial(*ultra2, 7) == "SIM00007Y");
  CHECK(family->make_serial(*ultra, 7) == "SIM00007T");
  for (const std::string_view serial : {"SIM00007T", "SIM0007Y", "SIM000007Y", "SIM0000AY", "GMF600DCY", ""})
    CHECK_FALSE(family->is_serial(*ultra2, serial));
  for (const simulators::SimulatedModel& each : family->models)
    for (const std::uint64_t n : {std::uint64_t{1}, ~std::uint64_t{0}})
      CHECK(family->is_serial(each, family->make_serial(each, n)));
}

TEST_CASE("an Ultra's memory holds the newest 150 and an Ultra 2's the newest 500") {
  MeterState state;
  for (int i = 0; i < 501; ++i) state.memory.push_back(at(evening, core::BloodGlucose{core::mg_dl(50 + i)}));
  CHECK(ask(*make("onetouch-ultra", state), "DMP").starts_with("P 150,"));
  const std::string dump = ask(*make("onetouch-ultra2", state), "DMP");
  CHECK(dump.starts_with("P 500,"));
  CHECK(dump.find("\"  050 \"") == std::string::npos);
  CHECK(dump.find("\"  051 \"") != std::string::npos);
}
