#include "core/error.hpp"
#include "simulators/meters/freestyle_lite/encode.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected text is taken from docs/protocols/freestyle_lite.md, never from the encoder.
namespace {

using namespace core::literals;
using simulators::MeterState;
using simulators::SimulatedMeter;
using simulators::freestyle_lite::encode_record;

core::LocalSeconds on(int year, int month, int day, int hour, int minute, int second = 0) {
  return *core::make_local(year, month, day, hour, minute, second);
}
const core::LocalSeconds evening = on(2026, 11, 18, 21, 3, 30);
const core::LocalSeconds now = on(2026, 11, 18, 21, 5);

std::string record(std::optional<core::LocalSeconds> time, core::Content content) {
  return encode_record(at(time, content)).value();
}

MeterState with(std::vector<core::LogEntry> memory) {
  MeterState state;
  state.memory = std::move(memory);
  return state;
}

/// The page's second dump, oldest first.
MeterState four_records() {
  return with({at(on(2026, 5, 5, 7, 45), core::ControlResult{98_mg_dl}),
               at(on(2026, 7, 31, 8, 0), core::BloodGlucose{core::below_range(20_mg_dl)}),
               at(on(2026, 6, 5, 12, 30), core::BloodGlucose{core::above_range(500_mg_dl)}),
               at(evening, core::BloodGlucose{104_mg_dl, core::MealMarker::after_dinner})});
}
constexpr std::string_view dump_of_four =
    "\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n004\r\n"
    "\n"
    "104  Nov  18 2026 21:03 00 0x00\r\n"
    "HI   June 05 2026 12:30 00 0x00\r\n"
    "LO   July 31 2026 08:00 00 0x00\r\n"
    "098  May  05 2026 07:45 00 0x01\r\n"
    "0x24C0  END\r\n";

std::unique_ptr<SimulatedMeter> make(std::string_view name, MeterState state = {}, bool strict = false,
                                     const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model(name);
  return family->make(*model, std::move(state), {strict, options});
}

std::string say(SimulatedMeter& meter, std::string_view bytes, core::LocalSeconds when = now) {
  return std::string(core::as_text(meter.receive(core::as_bytes(bytes), when)));
}

}  // namespace

TEST_CASE("a FreeStyle Lite dumps the page's first example") {
  MeterState state = with({at(on(2026, 6, 5, 12, 30), core::BloodGlucose{core::above_range(500_mg_dl)}),
                           at(evening, core::BloodGlucose{104_mg_dl})});
  state.serial = "DAMH000-00001";
  const auto meter = make("freestyle-lite", state, true);
  CHECK(say(*meter, "\x24\x6d\x65\x6d\x0d\x0a") ==
        "\r\nDAMH000-00001\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n002\r\n"
        "\n"
        "104  Nov  18 2026 21:03 00 0x00\r\n"
        "HI   June 05 2026 12:30 00 0x00\r\n"
        "0x16E3  END\r\n");
}

TEST_CASE("a FreeStyle Lite dumps the page's second example, newest first, and says where the records are") {
  const auto meter = make("freestyle-lite", four_records(), true);
  const std::string dump = say(*meter, "$mem\r\n");
  CHECK(dump == dump_of_four);
  const auto places = meter->take_record_places();
  REQUIRE(places.size() == 4);
  CHECK(dump.substr(places[0].begin, places[0].end - places[0].begin) ==
        "\x31\x30\x34\x20\x20\x4e\x6f\x76\x20\x20\x31\x38\x20\x32\x30\x32\x36\x20\x32\x31\x3a\x30\x33\x20"
        "\x30\x30\x20\x30\x78\x30\x30\x0d\x0a");
  CHECK(dump.substr(places[3].begin, places[3].end - places[3].begin) ==
        "098  May  05 2026 07:45 00 0x01\r\n");
}

TEST_CASE("an empty FreeStyle Lite says so in place of the count and all that follows") {
  CHECK(say(*make("freestyle-lite", {}, true), "$mem\r\n") ==
        "\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\nLog Empty END\r\n");
}

TEST_CASE("the line feed before a FreeStyle Lite's records can be left out, and is not in the sum then") {
  const std::string dump = say(*make("freestyle-lite", four_records(), false, {"blank=none"}), "$mem\r\n");
  CHECK(dump.find("\r\n004\r\n104  Nov") != std::string::npos);
  CHECK(dump.ends_with("0x24B6  END\r\n"));  // 0x24C0 without the 0x0A
}

TEST_CASE("each kind of record of a FreeStyle Lite") {
  CHECK(record(evening, core::ControlResult{core::above_range(500_mg_dl)}) ==
        "HI   Nov  18 2026 21:03 00 0x01");
  CHECK(record(std::nullopt, core::BloodGlucose{101_mg_dl}) == "101  Jan  01 2000 00:03 00 0x00");
  CHECK(record(evening, core::UnreadRecord{}) == "100  Feb  30 2026 21:03 00 0x00");
  CHECK(record(std::nullopt, core::UnreadRecord{}) == "100  Feb  30 2000 00:03 00 0x00");
  for (const core::Content& content :
       {core::Content(core::Insulin{}), core::Content(core::Ketone{}), core::Content(core::KetoneControl{}),
        core::Content(core::MeterError{3}), core::Content(core::SensorGlucose{104_mg_dl})})
    CHECK_FALSE(encode_record(at(evening, content)));
  CHECK_FALSE(encode_record(at(on(1999, 12, 31, 23, 59), core::BloodGlucose{104_mg_dl})));
  CHECK_FALSE(encode_record(at(on(2100, 1, 1, 0, 0), core::BloodGlucose{104_mg_dl})));
}

TEST_CASE("what a FreeStyle Lite cannot write does not get into its memory") {
  const auto meter = make("freestyle-lite", four_records());
  CHECK_FALSE(meter->state().add(at(evening, core::MeterError{3})));
  CHECK(say(*meter, "$mem\r\n") == dump_of_four);
}

TEST_CASE("the clock of a FreeStyle Lite is set to a minute and shows no seconds then") {
  const auto meter = make("freestyle-lite", {}, true);
  CHECK(say(*meter, "$tim,11,18,26,21,10\r\n", now + std::chrono::seconds(7)) == "CMD OK\r\n");
  CHECK(meter->state().clock_difference == std::chrono::seconds(293));
  CHECK(say(*meter, "$mem\r\n", now + std::chrono::seconds(9)).find("\r\nNov  18 2026 21:10:02\r\n") !=
        std::string::npos);
  CHECK(say(*meter, "$tim,02,30,26,21,10\r\n") == "CMD Fail!\r\n");
  CHECK(meter->state().clock_difference == std::chrono::seconds(293));
}

TEST_CASE("a strict FreeStyle Lite takes the page's commands and no others") {
  const auto meter = make("freestyle-lite", four_records(), true);
  CHECK(say(*meter, "\r\n\r\n").empty());
  for (const std::string line : {"mem", "$mem ", " $mem", "$MEM", "$colq", "$xmem", "$tim", "$mem\r", "x"}) {
    INFO(line);
    CHECK(say(*meter, line + "\r\n") == "CMD Fail!\r\n");
  }
  CHECK(say(*meter, std::string(33, 'x') + "\r\n").empty());
  CHECK(say(*meter, "$mem").empty());
  CHECK(say(*meter, "\r").empty());
  CHECK(say(*meter, "\n") == dump_of_four);
}

TEST_CASE("a lenient FreeStyle Lite dumps at the last letter of mem, once") {
  const auto meter = make("freestyle-lite", four_records());
  CHECK(say(*meter, "mem") == dump_of_four);
  CHECK(say(*meter, "\r\n$me").empty());
  CHECK(say(*meter, "m") == dump_of_four);
  CHECK(say(*meter, "\r").empty());
  CHECK(say(*meter, "$mem\r\n") == dump_of_four);
  CHECK(say(*meter, "$colq\r\n") == "CMD Fail!\r\n");
  CHECK(say(*meter, "$tim,11,18,26,21,10\r") == "CMD OK\r\n");
}

TEST_CASE("a FreeStyle Lite forgets a half command when the cable is pulled") {
  for (const bool strict : {false, true}) {
    const auto meter = make("freestyle-lite", four_records(), strict);
    CHECK(say(*meter, "xyz").empty());
    meter->replug(now);
    CHECK(say(*meter, "$mem\r\n") == dump_of_four);
  }
}

TEST_CASE("two commands that a FreeStyle Lite gets at once have each its own sum and places") {
  const auto meter = make("freestyle-lite", four_records(), true);
  const std::string both = say(*meter, "$mem\r\n$mem\r\n");
  CHECK(both == std::string(dump_of_four) + std::string(dump_of_four));
  CHECK(meter->take_record_places().size() == 8);
}

TEST_CASE("an option the FreeStyle Lite does not know is a usage fault") {
  for (const std::string option : {"blank=some", "blank", ""}) {
    INFO(option);
    try {
      make("freestyle-lite", {}, false, {option});
      FAIL("taken");
    } catch (const core::Failure& failure) {
      CHECK(failure.error().kind == core::Errc::usage);
    }
  }
}

TEST_CASE("the first letter of a simulated FreeStyle's serial number tells its model") {
  for (const auto& [name, serial] :
       {std::pair{"freestyle-lite", "DSIM000-SIM01"}, std::pair{"freestyle-freedom-lite", "CSIM000-SIM01"},
        std::pair{"freestyle-mini", "MSIM000-SIM01"}}) {
    const auto [family, model] = simulators::find_model(name);
    CHECK(family->make_serial(*model, 1) == serial);
    CHECK(say(*make(name), "$mem\r\n").starts_with("\r\n" + std::string(serial) + "\r\n"));
    for (const std::uint64_t n : {std::uint64_t{1}, ~std::uint64_t{0}})
      CHECK(family->is_serial(*model, family->make_serial(*model, n)));
    for (const std::string_view other :
         {"ESIM000-SIM01", "DAMH000-00001", "DSIM00-SIM001", "", "SIM0000-SIM01"})
      CHECK_FALSE(family->is_serial(*model, other));
  }
  const auto [family, lite] = simulators::find_model("freestyle-lite");
  CHECK(family->make_serial(*lite, 12345) == "DSIM123-SIM45");
}

TEST_CASE("a FreeStyle's memory holds the newest that fit") {
  MeterState state;
  for (int i = 0; i < 401; ++i) state.memory.push_back(at(evening, core::BloodGlucose{core::mg_dl(50 + i)}));
  CHECK(say(*make("freestyle-mini", state), "$mem\r\n").find("\r\n250\r\n") != std::string::npos);
  const std::string dump = say(*make("freestyle-lite", state), "$mem\r\n");
  CHECK(dump.find("\r\n400\r\n") != std::string::npos);
  CHECK(dump.find("050  Nov") == std::string::npos);
  CHECK(dump.find("051  Nov") != std::string::npos);
}
