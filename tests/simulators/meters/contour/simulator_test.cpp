#include "core/error.hpp"
#include "simulators/meters/contour/encode.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"

// Every expected byte is taken from docs/protocols/contour.md, never from the encoder.
namespace {

using namespace core::literals;
using namespace std::chrono_literals;
using core::MealMarker;
using simulators::MeterState;
using simulators::Moment;
using simulators::SimulatedMeter;

const core::LocalSeconds evening = *core::make_local(2026, 11, 18, 21, 3, 27);
const core::LocalSeconds noon = *core::make_local(2026, 11, 18, 12, 30, 0);
const core::LocalSeconds morning = *core::make_local(2026, 11, 18, 8, 0, 0);
const core::LocalSeconds now = *core::make_local(2026, 11, 18, 21, 5, 12);
const auto mg_dl = core::GlucoseUnit::mg_dl;
const auto mmol_l = core::GlucoseUnit::mmol_l;

core::LogEntry at(std::optional<core::LocalSeconds> time, core::Content content,
                  std::vector<std::string> tags = {}) {
  core::LogEntry entry;
  entry.time.local = time;
  entry.content = content;
  entry.tags = std::move(tags);
  return entry;
}

std::unique_ptr<SimulatedMeter> make(simulators::Readings memory = {}, bool is_strict = false,
                                     core::GlucoseUnit unit = mg_dl, std::string_view name = "contour",
                                     const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model(name);
  MeterState state;
  state.memory = std::move(memory);
  state.display_unit = unit;
  return family->make(*model, std::move(state), {is_strict, options});
}

/// Single bytes as the page names them: "<CR>", "<STX>".
std::string bytes(std::string_view text) {
  const std::pair<std::string_view, char> names[] = {{"<STX>", 0x02}, {"<ETX>", 0x03}, {"<EOT>", 0x04},
                                                     {"<ENQ>", 0x05}, {"<ACK>", 0x06}, {"<LF>", 0x0a},
                                                     {"<CR>", 0x0d},  {"<NAK>", 0x15}, {"<ETB>", 0x17}};
  std::string result;
  while (!text.empty()) {
    char byte = text.front();
    std::size_t length = 1;
    for (const auto& [name, value] : names)
      if (text.starts_with(name)) {
        byte = value;
        length = name.size();
      }
    result += byte;
    text.remove_prefix(length);
  }
  return result;
}

std::string ask(SimulatedMeter& meter, std::string_view said, std::chrono::milliseconds elapsed = 0ms) {
  const std::string from_host = bytes(said);
  return std::string(core::as_text(meter.receive(core::as_bytes(from_host), Moment(now, elapsed))));
}

/// What a host gets that says EOT and then ACK until the meter says EOT.
std::vector<std::string> dump(SimulatedMeter& meter) {
  std::vector<std::string> answers{ask(meter, "<EOT>")};
  while (answers.size() < 1000 && answers.back() != bytes("<EOT>")) answers.push_back(ask(meter, "<ACK>"));
  return answers;
}

/// Record R number 2 of a meter that holds one entry.
std::string record_of(core::LogEntry entry, core::GlucoseUnit unit = mg_dl) {
  const auto meter = make({std::move(entry)}, false, unit);
  const std::vector<std::string> frames = dump(*meter);
  return frames.size() < 7 ? "" : frames[4].substr(2, frames[4].find('\r') - 2);
}

const simulators::Readings page_memory{
    at(std::nullopt, core::BloodGlucose{101_mg_dl}), at(morning, core::ControlResult{98_mg_dl}),
    at(noon, core::BloodGlucose{core::above_range(600_mg_dl), MealMarker::after_meal}),
    at(evening, core::BloodGlucose{104_mg_dl, MealMarker::before_meal})};

constexpr std::string_view page_header =
    "<STX>1H|\\^&||SIM001|Bayer7150^02.10\\01.10\\00.00.00^7150-SIM0001^7150-|A=1^C=63^G=1^I=0200^R=0^S=1^U=0"
    "^V=10600^X=070070070070180130150250^Y=360126090050099050300089^Z=0|4||||||1|202611182105<CR><ETB>12<CR>"
    "<LF>";
constexpr std::string_view page_patient = "<STX>2P|1<CR><ETB>53<CR><LF>";

}  // namespace

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

TEST_CASE("a waiting Contour goes from state to state as the page's table says") {
  const auto meter = make(page_memory);
  SECTION("idle: EOT and NAK bring the offer") {
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<NAK>") == bytes("<EOT>"));
    CHECK(ask(*meter, "<NAK>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<ACK>") == bytes(page_header));
  }
  SECTION("what is not in the table is passed over in silence") {
    CHECK(ask(*meter, "<ACK>R|x<STX><CR>").empty());
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<ENQ>R|").empty());
    CHECK(ask(*meter, "<ACK>") == bytes(page_header));
    CHECK(ask(*meter, "<ENQ>R|").empty());
    CHECK(ask(*meter, "<ACK>") == bytes(page_patient));
  }
  SECTION("EOT in the middle of a dump breaks it off, and the next one begins with frame 1") {
    ask(*meter, "<EOT>");
    ask(*meter, "<ACK>");
    ask(*meter, "<ACK>");
    CHECK(ask(*meter, "<EOT>") == bytes("<EOT>"));
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<ACK>") == bytes(page_header));
  }
  SECTION("the cable was pulled") {
    ask(*meter, "<EOT>");
    meter->replug(now);
    CHECK(ask(*meter, "<ACK>").empty());
    CHECK(ask(*meter, "<NAK>") == bytes("<ENQ>"));
  }
}

TEST_CASE("a refused frame of a Contour is repeated six times, and counted anew for the next") {
  const auto meter = make(page_memory);
  ask(*meter, "<EOT>");
  ask(*meter, "<ACK>");
  for (int i = 0; i < 6; ++i) CHECK(ask(*meter, "<NAK>") == bytes(page_header));
  CHECK(ask(*meter, "<ACK>") == bytes(page_patient));
  for (int i = 0; i < 6; ++i) CHECK(ask(*meter, "<NAK>") == bytes(page_patient));
  CHECK(ask(*meter, "<NAK>") == bytes("<EOT>"));
  CHECK(ask(*meter, "<ACK>").empty());
}

TEST_CASE("a Contour's dump is the memory as it was when it began") {
  const auto meter = make({at(noon, core::BloodGlucose{104_mg_dl})});
  ask(*meter, "<EOT>");
  ask(*meter, "<ACK>");
  meter->state().add(at(evening, core::BloodGlucose{99_mg_dl}));
  ask(*meter, "<ACK>");
  ask(*meter, "<ACK>");
  CHECK(ask(*meter, "<ACK>").starts_with(bytes("<STX>4R|2|^^^Glucose|104|")));
  CHECK(ask(*meter, "<ACK>").starts_with(bytes("<STX>5L|1||N")));
  CHECK(ask(*meter, "<ACK>") == bytes("<EOT>"));
  CHECK(dump(*meter).size() == 8);
}

TEST_CASE("a strict Contour says EOT when the host was silent for 15 seconds, a lenient one waits") {
  for (const std::string said : {"<EOT>", "<EOT><ACK>", "<ENQ>"}) {
    INFO(said);
    const auto lenient = make(page_memory);
    ask(*lenient, said, 1s);
    CHECK_FALSE(lenient->next_speech());

    const auto strict = make(page_memory, true);
    CHECK_FALSE(strict->next_speech());
    ask(*strict, said, 1s);
    CHECK(strict->next_speech() == 16s);
    ask(*strict, "x", 2s);
    CHECK(strict->next_speech() == 17s);
    CHECK(strict->speak(Moment(now, 16999ms)).empty());
    SECTION("told when it is due") {
      CHECK(core::as_text(strict->speak(Moment(now, 17s))) == bytes("<EOT>"));
      CHECK_FALSE(strict->next_speech());
      CHECK(ask(*strict, "<EOT>", 18s) == bytes("<ENQ>"));
    }
    SECTION("a host that comes back later finds it said, and the meter idle") {
      CHECK(ask(*strict, "<EOT>", 40s) == bytes("<EOT><ENQ>"));
    }
  }
}

TEST_CASE("a Contour with speak=first says ENQ once when it is plugged in") {
  for (const bool is_strict : {false, true}) {
    const auto meter = make(page_memory, is_strict, mg_dl, "contour", {"speak=first"});
    CHECK(meter->next_speech() == 0ms);
    CHECK(core::as_text(meter->speak(Moment(now, 1ms))) == bytes("<ENQ>"));
    CHECK(meter->next_speech().has_value() == is_strict);
    CHECK(ask(*meter, "<ACK>", 2s) == bytes(page_header));
    meter->replug(Moment(now, 5s));
    CHECK(meter->next_speech() == 5s);
    CHECK(ask(*meter, "<NAK>", 6s) == bytes("<ENQ><EOT>"));
  }
  CHECK_FALSE(make()->next_speech());
}

TEST_CASE("a Contour's clock is read and set in command mode, date and time one by one") {
  const auto meter = make();
  meter->state().clock_difference = 1h;
  CHECK(ask(*meter, "<ENQ>") == bytes("<ACK>"));
  CHECK(ask(*meter, "R|") == bytes("<ACK>"));
  CHECK(ask(*meter, "T|") == bytes("T|2205|<CR><LF><ACK>"));
  CHECK(ask(*meter, "R|") == bytes("<ACK>"));
  CHECK(ask(*meter, "D|") == bytes("D|261118|<CR><LF><ACK>"));
  CHECK(ask(*meter, "W|") == bytes("<ACK>"));
  CHECK(ask(*meter, "D|") == bytes("<ACK>"));
  CHECK(ask(*meter, "261119|<CR>") == bytes("<ACK>"));
  CHECK(meter->state().clock_difference == 25h);
  CHECK(ask(*meter, "W|") == bytes("<ACK>"));
  CHECK(ask(*meter, "T|") == bytes("<ACK>"));
  CHECK(ask(*meter, "2110|<CR>") == bytes("<ACK>"));
  CHECK(meter->state().clock_difference == 24h + 4min + 48s);
  SECTION("EOT leaves it") {
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<NAK>") == bytes("<EOT>"));
    CHECK(ask(*meter, "R|").empty());
  }
  SECTION("the bytes of the other states are passed over") {
    CHECK(ask(*meter, "<ENQ><NAK><ACK>").empty());
    CHECK(ask(*meter, "R|T|") == bytes("<ACK>T|2110|<CR><LF><ACK>"));
  }
}

TEST_CASE("what does not fit in a Contour's command mode gets NAK and changes nothing") {
  const auto meter = make();
  ask(*meter, "<ENQ>");
  for (const std::string said : {"X|", "r|", "|", "RR|", "T|", "xxxxxxxxxxxxxxxx"}) {
    INFO(said);
    CHECK(ask(*meter, said) == bytes("<NAK>"));
  }
  CHECK(ask(*meter, "R|X|") == bytes("<ACK><NAK>"));
  CHECK(ask(*meter, "W|R|") == bytes("<ACK><NAK>"));
  for (const std::string date : {"261318|", "260230|", "26111|", "2611188|", "261118", "26111a|", "|"}) {
    INFO(date);
    CHECK(ask(*meter, "W|D|" + date + "<CR>") == bytes("<ACK><ACK><NAK>"));
  }
  for (const std::string time : {"2400|", "2160|", "210|", "21100|", "2110"}) {
    INFO(time);
    CHECK(ask(*meter, "W|T|" + time + "<CR>") == bytes("<ACK><ACK><NAK>"));
  }
  CHECK(meter->state().clock_difference == 0s);
  CHECK(ask(*meter, "R|T|") == bytes("<ACK>T|2105|<CR><LF><ACK>"));
}

TEST_CASE("a lenient Contour swallows line ends between commands, a strict one does not") {
  const std::string_view said = "R|<CR><LF>T|<CR><LF>";
  const auto lenient = make();
  ask(*lenient, "<ENQ>");
  CHECK(ask(*lenient, said) == bytes("<ACK>T|2105|<CR><LF><ACK>"));
  const auto strict = make({}, true);
  ask(*strict, "<ENQ>");
  CHECK(ask(*strict, said) == bytes("<ACK><NAK>"));
}

TEST_CASE("a Contour holds glucose and control results, the newest that fit, of the years it can write") {
  const std::vector<core::LogEntry> others{
      at(noon, core::Insulin{}), at(noon, core::MeterError{3}), at(noon, core::Ketone{{6, 1}}),
      at(*core::make_local(1999, 12, 31, 23, 59, 59), core::BloodGlucose{99_mg_dl}),
      at(*core::make_local(2100, 1, 1, 0, 0, 0), core::BloodGlucose{99_mg_dl})};
  CHECK(make(others)->state().memory.empty());
  CHECK(make(simulators::Readings(481, page_memory[3]))->state().memory.size() == 480);
}

TEST_CASE("a simulated Contour's serial number is its model's, -SIM and four digits") {
  const std::pair<std::string_view, std::string> serials[] = {
      {"contour", "7150-SIM0007"}, {"contour-7220", "7220-SIM0007"}, {"contour-next-ez", "7160-SIM0007"}};
  for (const auto& [name, serial] : serials) {
    const auto [family, model] = simulators::find_model(name);
    CHECK(family->family == "contour");
    CHECK(family->make_serial(*model, 7) == serial);
    CHECK(family->is_serial(*model, family->make_serial(*model, ~std::uint64_t{0})));
  }
  const auto [family, model] = simulators::find_model("contour");
  for (const std::string_view serial : {"7150-SIM001", "7150-SIM00011", "7150-0000001", "7220-SIM0001", ""})
    CHECK_FALSE(family->is_serial(*model, serial));
  for (const std::string option : {"speak=last", "eol=cr", ""})
    CHECK_THROWS_AS(make({}, false, mg_dl, "contour", {option}), core::Failure);
}
