#include "core/error.hpp"
#include "core/io/checksum.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/onetouch_ultra_easy.md, never from the encoder.
namespace {

using namespace core::literals;
using simulators::MeterState;
using simulators::SimulatedMeter;

const std::string disconnect = "02 06 08 03 c2 62";
const std::string disconnected = "02 06 0c 03 06 ae";
const std::string version = "02 09 00 05 0d 02 03 da 71";
const std::string version_answer =
    "02 06 06 03 cd 41 02 1a 02 05 06 11 50 30 30 2e 30 32 2e 30 30 32 35 2f 30 35 2f 30 37 03 04 ef";

MeterState holding(std::vector<core::Content> contents) {
  MeterState state;
  for (core::Content& content : contents) state.memory.push_back(at(page_time, std::move(content)));
  return state;
}

std::unique_ptr<SimulatedMeter> make(MeterState state = {}, bool strict = false,
                                     const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model("onetouch-ultra-easy");
  return family->make(*model, std::move(state), {strict, options});
}

std::string say(SimulatedMeter& meter, std::string_view hex, const simulators::Moment& now = page_time) {
  return core::format_hex(meter.receive(*core::parse_hex(hex), now), " ");
}

/// A frame with its length and CRC, for messages of which the page has no example.
std::string frame(std::string_view link_and_message) {
  core::Bytes bytes = *core::parse_hex(link_and_message);
  bytes.insert(bytes.begin(), {0x02, static_cast<std::uint8_t>(bytes.size() + 5)});
  bytes.push_back(0x03);
  const std::uint16_t crc = core::crc16(bytes);
  core::ByteWriter(bytes).u16_le(crc);
  return core::format_hex(bytes, " ");
}

/// A meter to which the host has said DISCONNECT.
std::unique_ptr<SimulatedMeter> ready(MeterState state = {}, bool strict = true,
                                      const std::vector<std::string>& options = {}) {
  auto meter = make(std::move(state), strict, options);
  REQUIRE(say(*meter, disconnect) == disconnected);
  return meter;
}

/// The meter's answer to the first command of a conversation, behind its ACK.
std::string first_answer(SimulatedMeter& meter, std::string_view command) {
  const std::string ack = "02 06 06 03 cd 41";
  say(meter, disconnect);
  const std::string said = say(meter, command);
  REQUIRE(said.substr(0, ack.size()) == ack);
  return said.substr(ack.size() + 1);
}

}  // namespace

TEST_CASE("the Ultra Easy answers the page's questions with the page's bytes") {
  MeterState state = holding({core::BloodGlucose{104_mg_dl}});
  const auto meter = ready(state);
  CHECK(say(*meter, version) == version_answer);
  CHECK(first_answer(*meter, "02 12 00 05 0b 02 00 00 00 00 00 00 00 00 00 03 19 e7") ==
        "02 11 02 05 06 53 49 4d 30 30 30 30 31 58 03 0b b2");
  CHECK(first_answer(*meter, "02 0e 00 05 09 02 09 00 00 00 00 03 ce e7") ==
        "02 0c 02 05 06 00 00 00 00 03 20 c1");
  CHECK(first_answer(*meter, "02 0a 00 05 1f 00 00 03 ab 91") ==
        "02 10 02 05 06 84 12 fe 6a 68 00 00 00 03 90 cb");
  CHECK(first_answer(*meter, frame("00 05 1f 01 00")) == "02 08 02 05 09 03 1e 0b");
}

TEST_CASE("the Ultra Easy tells its records as the page's bytes") {
  const auto record = [](core::Content content) {
    return first_answer(*make(holding({content})), "02 0a 00 05 1f 00 00 03 ab 91");
  };
  CHECK(record(core::BloodGlucose{core::above_range(600_mg_dl)}) ==
        "02 10 02 05 06 84 12 fe 6a ff ff 00 00 03 6d c1");
  CHECK(record(core::BloodGlucose{core::below_range(20_mg_dl)}) ==
        "02 10 02 05 06 84 12 fe 6a fe ff 00 00 03 3c 6b");
  MeterState unset = holding({core::BloodGlucose{101_mg_dl}});
  unset.memory[0].time.local.reset();
  CHECK(first_answer(*make(unset), "02 0a 00 05 1f 00 00 03 ab 91") ==
        "02 10 02 05 06 b4 00 00 00 65 00 00 00 03 f0 68");
}

TEST_CASE("the Ultra Easy counts its records, and index 0 is the newest") {
  const std::string count = "02 0a 00 05 1f f5 01 03 38 aa";
  CHECK(first_answer(*make(), count) == "02 0a 02 05 0f 00 00 03 4c 01");
  const std::vector<core::Content> eleven(11, core::BloodGlucose{104_mg_dl});
  CHECK(first_answer(*make(holding(eleven)), count) == "02 0a 02 05 0f 0b 00 03 bd f1");
  const auto meter = make(holding({core::BloodGlucose{101_mg_dl}, core::BloodGlucose{102_mg_dl}}));
  CHECK(first_answer(*meter, frame("00 05 1f 00 00")) == frame("02 05 06 84 12 fe 6a 66 00 00 00"));
  CHECK(first_answer(*meter, frame("00 05 1f 01 00")) == frame("02 05 06 84 12 fe 6a 65 00 00 00"));
}

TEST_CASE("with count=short the Ultra Easy leaves out the 05 before its count") {
  CHECK(first_answer(*make(holding({core::BloodGlucose{104_mg_dl}}), false, {"count=short"}),
                     "02 0a 00 05 1f f5 01 03 38 aa") == frame("02 0f 01 00"));
}

TEST_CASE("the Ultra Easy's unit is the one it shows") {
  MeterState state;
  state.display_unit = core::GlucoseUnit::mmol_l;
  CHECK(first_answer(*make(state), "02 0e 00 05 09 02 09 00 00 00 00 03 ce e7") ==
        "02 0c 02 05 06 01 00 00 00 03 71 6b");
}

TEST_CASE("the Ultra Easy's clock can be read and set, within its years") {
  MeterState state;
  state.clock_difference = std::chrono::minutes(7);
  const auto meter = make(state);
  CHECK(first_answer(*meter, "02 0d 00 05 20 02 00 00 00 00 03 ec 61") ==
        "02 0c 02 05 06 28 14 fe 6a 03 5d 06");
  const auto other = make();
  CHECK(first_answer(*other, "02 0d 00 05 20 01 28 14 fe 6a 03 71 68") ==
        "02 0c 02 05 06 28 14 fe 6a 03 5d 06");
  CHECK(other->state().clock_difference == std::chrono::minutes(7));
  CHECK(first_answer(*other, frame("00 05 20 01 00 57 86 f4")) == "02 08 02 05 09 03 1e 0b");  // 2100
  CHECK(other->state().clock_difference == std::chrono::minutes(7));
}

TEST_CASE("the Ultra Easy's memory can be erased") {
  const auto meter = make(holding({core::BloodGlucose{104_mg_dl}}));
  CHECK(first_answer(*meter, "02 08 00 05 1a 03 56 b0") == "02 08 02 05 06 03 20 1b");
  CHECK(meter->state().memory.empty());
}

TEST_CASE("the Ultra Easy answers 05 09 to what it does not know") {
  const auto meter = make();
  for (const std::string message : {"05 0d", "05 0d 03", "05 0b 02 00", "05 20 02 00 00 00 01", "05 20 01 00",
                                    "05 1f 00", "05 1f 00 00 00", "05 1a 00", "04 1a", "05", ""}) {
    INFO(message);
    CHECK(first_answer(*meter, frame("00 " + message)) == "02 08 02 05 09 03 1e 0b");
  }
  CHECK(first_answer(*meter, frame("00 05 08 02 00 00 00 00 00")) == frame("02 05 06 00 00 00 00"));
  CHECK(first_answer(*meter, frame("00 05 0b 02 01 02 03 04 05 06 07 08 09")) ==
        "02 11 02 05 06 53 49 4d 30 30 30 30 31 58 03 0b b2");
}

TEST_CASE("numbers turn with each acknowledged exchange") {
  const auto meter = ready();
  CHECK(say(*meter, version) == version_answer);
  CHECK(say(*meter, "02 06 07 03 fc 72").empty());
  CHECK(say(*meter, "02 0d 03 05 20 02 00 00 00 00 03 a8 4c") ==
        "02 06 05 03 9e 14 " + frame("01 05 06 84 12 fe 6a"));
  CHECK(say(*meter, "02 06 04 03 af 27").empty());
  CHECK(say(*meter, version) == version_answer);
}

TEST_CASE("an ACK and the next command may come in one piece") {
  const auto meter = ready();
  say(*meter, version);
  CHECK(say(*meter, "02 06 07 03 fc 72 02 0d 03 05 20 02 00 00 00 00 03 a8 4c") ==
        "02 06 05 03 9e 14 " + frame("01 05 06 84 12 fe 6a"));
}

TEST_CASE("a repeated command is answered once more and carried out once") {
  const auto meter = ready(holding({core::BloodGlucose{104_mg_dl}}));
  const std::string erase = "02 08 00 05 1a 03 56 b0";
  const std::string done = "02 06 06 03 cd 41 02 08 02 05 06 03 20 1b";
  CHECK(say(*meter, erase) == done);
  meter->state().add(core::LogEntry{});
  CHECK(say(*meter, erase) == done);
  CHECK(meter->state().memory.size() == 1);
  SECTION("also when its answer was acknowledged") {
    say(*meter, "02 06 07 03 fc 72");
    CHECK(say(*meter, erase) == done);
    CHECK(meter->state().memory.size() == 1);
  }
  SECTION("but not after a DISCONNECT") {
    say(*meter, disconnect);
    CHECK(say(*meter, erase) == done);
    CHECK(meter->state().memory.empty());
  }
}

TEST_CASE("an ACK that comes twice is dropped") {
  for (const bool strict : {false, true}) {
    const auto meter = ready({}, strict);
    say(*meter, version);
    say(*meter, "02 06 07 03 fc 72");
    CHECK(say(*meter, "02 06 07 03 fc 72").empty());
    CHECK(say(*meter, "02 0d 03 05 20 02 00 00 00 00 03 a8 4c") ==
          "02 06 05 03 9e 14 " + frame("01 05 06 84 12 fe 6a"));
  }
}

TEST_CASE("a DISCONNECT is taken whatever numbers it carries, and resets the meter's") {
  const auto meter = ready();
  say(*meter, version);
  CHECK(say(*meter, "02 06 0b 03 91 37") == disconnected);
  CHECK(say(*meter, version) == version_answer);
}

TEST_CASE("a strict Ultra Easy drops what a link does not allow") {
  SECTION("a command before any DISCONNECT, or after the cable was pulled") {
    const auto meter = make({}, true);
    CHECK(say(*meter, version).empty());
    say(*meter, disconnect);
    meter->replug(page_time);
    CHECK(say(*meter, version).empty());
  }
  SECTION("numbers that are not 0 after a DISCONNECT") {
    for (const std::string link : {"01", "02", "03"}) CHECK(say(*ready(), frame(link + " 05 0d 02")).empty());
  }
  SECTION("a new command while its answer is not acknowledged") {
    const auto meter = ready();
    say(*meter, version);
    CHECK(say(*meter, frame("03 05 0d 02")).empty());
    CHECK(say(*meter, frame("01 05 0d 02")).empty());
    CHECK(say(*meter, version) == version_answer);
  }
  SECTION("an ACK with wrong numbers") {
    for (const std::string link : {"04", "05", "06"}) {
      const auto meter = ready();
      say(*meter, version);
      CHECK(say(*meter, frame(link)).empty());
      CHECK(say(*meter, frame("03 05 0d 02")).empty());
    }
  }
  SECTION("a command with a wrong E") {
    const auto meter = ready();
    say(*meter, version);
    say(*meter, "02 06 07 03 fc 72");
    CHECK(say(*meter, frame("01 05 0d 02")).empty());
    CHECK(say(*meter, frame("02 05 0d 02")).empty());  // repeated, wrong E
    CHECK_FALSE(say(*meter, frame("03 05 0d 02")).empty());
  }
}

TEST_CASE("a lenient Ultra Easy takes the numbers of the first command as they are") {
  const std::string answer =
      "02 06 05 03 9e 14 " + frame("01 05 06 11 50 30 30 2e 30 32 2e 30 30 32 35 2f 30 35 2f 30 37");
  SECTION("as Tidepool begins, which acknowledges nothing") {
    const auto meter = make();
    CHECK(say(*meter, "02 06 0b 03 91 37") == disconnected);
    CHECK(say(*meter, "02 09 03 05 0d 02 03 08 9f") == answer);
    CHECK(say(*meter, frame("00 05 1f f5 01")) == "02 06 06 03 cd 41 02 0a 02 05 0f 00 00 03 4c 01");
  }
  SECTION("without any DISCONNECT") {
    CHECK(say(*make(), "02 09 03 05 0d 02 03 08 9f") == answer);
  }
  SECTION("and does not look at E later, nor at the numbers of an ACK") {
    const auto meter = make();
    say(*meter, version);
    CHECK(say(*meter, frame("04")).empty());
    CHECK(say(*meter, frame("01 05 1f f5 01")) == "02 06 05 03 9e 14 " + frame("01 05 0f 00 00"));
  }
}

TEST_CASE("frames with MORE, unused bits or a message where none belongs are dropped") {
  const auto meter = make();
  for (const std::string link : {"10", "20", "40", "80", "1f"})
    CHECK(say(*meter, frame(link + " 05 0d 02")).empty());
  for (const std::string link : {"04", "08", "0c"}) CHECK(say(*meter, frame(link + " 05 0d 02")).empty());
  CHECK(say(*meter, frame("0c")).empty());
  CHECK(say(*meter, "02 06 08 03 c2 63").empty());
  CHECK(say(*meter, version) == version_answer);
}

TEST_CASE("a frame that stops for more than 0.2 s is forgotten") {
  using std::chrono::milliseconds;
  const auto meter = ready();
  CHECK(say(*meter, "02 ff 00", {page_time, milliseconds(1000)}).empty());
  CHECK(say(*meter, version, {page_time, milliseconds(1201)}) == version_answer);
  CHECK(say(*meter, "02 06 07", {page_time, milliseconds(2000)}).empty());
  CHECK(say(*meter, "03 fc 72", {page_time, milliseconds(2200)}).empty());
  CHECK_FALSE(say(*meter, frame("03 05 0d 02"), {page_time, milliseconds(2300)}).empty());
}

TEST_CASE("where an Ultra Easy's record stands in an answer is told, also when it is repeated") {
  const auto meter = ready(holding({core::BloodGlucose{104_mg_dl}}));
  say(*meter, version);
  CHECK(meter->take_record_places().empty());
  say(*meter, disconnect);
  for (int i = 0; i < 2; ++i) {
    say(*meter, "02 0a 00 05 1f 00 00 03 ab 91");
    const auto places = meter->take_record_places();
    REQUIRE(places.size() == 1);
    CHECK(places[0].begin == 6);
    CHECK(places[0].end == 22);
  }
}

TEST_CASE("an Ultra Easy holds the newest 500 readings") {
  std::vector<core::Content> contents(501, core::BloodGlucose{104_mg_dl});
  contents.push_back(core::ControlResult{98_mg_dl});
  contents.push_back(core::Insulin{});
  CHECK(make(holding(contents))->state().memory.size() == 500);
}

TEST_CASE("an Ultra Easy's option is count=short") {
  for (const std::string option : {"count=long", "count", "colour=red", ""})
    CHECK_THROWS_AS(make({}, false, {option}), core::Failure);
}

TEST_CASE("a simulated Ultra Easy's serial number is SIM, five digits and X") {
  const auto [family, model] = simulators::find_model("onetouch-ultra-easy");
  CHECK(family->make_serial(*model, 1) == "SIM00001X");
  for (const std::string_view serial : {"SIM00001Y", "SIM0001X", "SIM0000aX", "ABC00001X", ""})
    CHECK_FALSE(family->is_serial(*model, serial));
  for (const simulators::SimulatedModel& each : family->models)
    for (const std::uint64_t n : {std::uint64_t{1}, ~std::uint64_t{0}})
      CHECK(family->is_serial(each, family->make_serial(each, n)));
}
