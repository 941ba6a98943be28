#include "core/error.hpp"
#include "simulators/meters/freestyle_optium/encode.hpp"
#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected text is taken from docs/protocols/freestyle_optium.md, never from the encoder.
namespace {

using namespace core::literals;
using simulators::MeterState;
using simulators::SimulatedMeter;
using simulators::freestyle_optium::encode_record;

core::LocalSeconds on(int year, int month, int day, int hour, int minute, int second = 0) {
  return *core::make_local(year, month, day, hour, minute, second);
}
const core::LocalSeconds evening = on(2026, 11, 18, 21, 3, 30);
const core::LocalSeconds now = on(2026, 11, 18, 21, 5);

std::string record(std::optional<core::LocalSeconds> time, core::Content content) {
  return encode_record(at(time, content)).value();
}

core::Ketone ketone(std::int32_t digits, std::uint8_t decimals = 1) {
  return {{digits, decimals}};
}

MeterState with(std::vector<core::LogEntry> memory) {
  MeterState state;
  state.memory = std::move(memory);
  return state;
}

/// The page's second dump, oldest first.
MeterState five_records() {
  return with({at(std::nullopt, core::BloodGlucose{101_mg_dl}),
               at(on(2026, 5, 5, 7, 45), core::ControlResult{98_mg_dl}),
               at(on(2026, 7, 31, 8, 0), core::BloodGlucose{core::below_range(20_mg_dl)}),
               at(on(2026, 6, 5, 12, 30), ketone(2)),
               at(evening, core::BloodGlucose{104_mg_dl, core::MealMarker::after_dinner})});
}
constexpr std::string_view dump_of_five =
    "\r\nSIM0000-SIM01\r\n0.22\r\nNov  18 2026 21:05:00\r\n005\r\n"
    "104  Nov  18 2026 21:03 G 0x00\r\n"
    "003  June 05 2026 12:30 K 0x00\r\n"
    "LO   July 31 2026 08:00 G 0x00\r\n"
    "098  May  05 2026 07:45 G 0x01\r\n"
    "101  Jan  01 2000 00:03 G 0x02\r\n"
    "0x29DB  END\r\n";

std::unique_ptr<SimulatedMeter> make(std::string_view name, MeterState state = {}, bool strict = false,
                                     const std::vector<std::string>& options = {}) {
  const auto [family, model] = simulators::find_model(name);
  return family->make(*model, std::move(state), {strict, options});
}

std::string say(SimulatedMeter& meter, std::string_view bytes, core::LocalSeconds when = now) {
  return std::string(core::as_text(meter.receive(core::as_bytes(bytes), when)));
}

/// A strict meter that has lost its first line.
std::unique_ptr<SimulatedMeter> woken(MeterState state = {}) {
  auto meter = make("freestyle-optium", std::move(state), true);
  CHECK(say(*meter, "$colq\r\n").empty());
  return meter;
}

}  // namespace

TEST_CASE("a FreeStyle Optium dumps the page's first example") {
  MeterState state =
      with({at(on(2026, 6, 5, 12, 30), ketone(2)), at(evening, core::BloodGlucose{104_mg_dl})});
  state.serial = "ABCD123-A4567";
  CHECK(say(*woken(state), "\x24\x78\x6d\x65\x6d\x0d\x0a") ==
        "\r\nABCD123-A4567\r\n0.22\r\nNov  18 2026 21:05:00\r\n002\r\n"
        "104  Nov  18 2026 21:03 G 0x00\r\n"
        "003  June 05 2026 12:30 K 0x00\r\n"
        "0x162C  END\r\n");
}

TEST_CASE("a FreeStyle Optium dumps the page's second example and says where the records are") {
  const auto meter = woken(five_records());
  const std::string dump = say(*meter, "$xmem\r\n");
  CHECK(dump == dump_of_five);
  const auto places = meter->take_record_places();
  REQUIRE(places.size() == 5);
  CHECK(dump.substr(places[1].begin, places[1].end - places[1].begin) ==
        "003  June 05 2026 12:30 K 0x00\r\n");
}

TEST_CASE("an empty FreeStyle Optium dumps no record and a sum") {
  CHECK(say(*woken(), "$xmem\r\n") ==
        "\r\nSIM0000-SIM01\r\n0.22\r\nNov  18 2026 21:05:00\r\n000\r\n0x0967  END\r\n");
}

TEST_CASE("a FreeStyle Optium says who it is, with three letters for every month") {
  MeterState state = five_records();
  state.display_unit = core::GlucoseUnit::mmol_l;
  const auto meter = woken(state);
  CHECK(say(*meter, "\x24\x63\x6f\x6c\x71\x0d\x0a", on(2014, 4, 22, 2, 14, 37)) ==
        "S/N:\tSIM0000-SIM01\r\nVer:\t0.22\tMMOL\r\nClock:\tApr  22 2014\t02:14:37\r\nMarket:\t1\t1\r\n"
        "ROM:\t1\t0\t0\t4\r\nUsage:\t5\r\nCMD OK\r\n");
  CHECK(say(*meter, "$colq\r\n", on(2013, 7, 10, 14, 26, 44)).find("Clock:\tJul  10 2013\t14:26:44\r\n") !=
        std::string::npos);
  CHECK(say(*woken(), "$colq\r\n").find("Ver:\t0.22\tMGDL\r\n") != std::string::npos);
  CHECK(say(*woken(), "$colq\r\n").find("Usage:\t0\r\n") != std::string::npos);
}

TEST_CASE("ketone is eighteen times the mmol/L, rounded down, and HI above 10.0") {
  const auto value = [](core::Content content) { return record(evening, content).substr(0, 3); };
  CHECK(record(evening, ketone(2)) == "003  Nov  18 2026 21:03 K 0x00");
  CHECK(value(ketone(0)) == "000");
  CHECK(value(ketone(1)) == "001");
  CHECK(value(ketone(15)) == "027");
  CHECK(value(ketone(80)) == "144");
  CHECK(value(ketone(100)) == "180");
  CHECK(value(ketone(101)) == "HI ");
  CHECK(value(ketone(2'000'000'000, 0)) == "HI ");
  CHECK(value(core::Ketone{{80, 1}, core::Reach::hi}) == "HI ");
  SECTION("another number of decimals is rounded half up to tenths") {
    CHECK(value(ketone(1, 0)) == "018");
    CHECK(value(ketone(25, 2)) == "005");   // 0.3
    CHECK(value(ketone(249, 3)) == "003");  // 0.2
  }
  SECTION("each tenth comes back when the page's rule for the host is applied") {
    for (int tenths = 0; tenths <= 100; ++tenths)
      CHECK((2 * std::stoi(value(ketone(tenths))) * 10 + 18) / 36 == tenths);
  }
}

TEST_CASE("each kind of record of a FreeStyle Optium") {
  CHECK(record(evening, core::KetoneControl{{15, 1}}) == "027  Nov  18 2026 21:03 K 0x01");
  CHECK(record(std::nullopt, core::KetoneControl{{15, 1}}) == "027  Jan  01 2000 00:03 K 0x03");
  CHECK(record(std::nullopt, core::ControlResult{98_mg_dl}) == "098  Jan  01 2000 00:03 G 0x03");
  CHECK(record(evening, core::BloodGlucose{core::above_range(500_mg_dl)}) ==
        "HI   Nov  18 2026 21:03 G 0x00");
  CHECK(record(evening, core::UnreadRecord{}) == "100  Feb  30 2026 21:03 G 0x00");
  CHECK(record(std::nullopt, core::UnreadRecord{}) == "100  Feb  30 2000 00:03 G 0x00");
  for (const core::Content& content : {core::Content(core::Insulin{}), core::Content(core::MeterError{3}),
                                       core::Content(core::SensorGlucose{104_mg_dl})})
    CHECK_FALSE(encode_record(at(evening, content)));
  CHECK_FALSE(encode_record(at(on(1999, 12, 31, 23, 59), core::UnreadRecord{})));
  CHECK_FALSE(encode_record(at(on(2100, 1, 1, 0, 0), ketone(2))));
}

TEST_CASE("the clock of a FreeStyle Optium is set to a minute and shows no seconds then") {
  const auto meter = woken();
  CHECK(say(*meter, "$tim,11,18,26,21,10\r\n", now + std::chrono::seconds(7)) == "CMD OK\r\n");
  CHECK(say(*meter, "$colq\r\n", now + std::chrono::seconds(9)).find("Clock:\tNov  18 2026\t21:10:02\r\n") !=
        std::string::npos);
  CHECK(say(*meter, "$tim,02,30,26,21,10\r\n") == "CMD Fail!\r\n");
  CHECK(meter->state().clock_difference == std::chrono::seconds(293));
}

TEST_CASE("a FreeStyle Optium takes the commands whose meaning is unknown, and tells its temperature") {
  const auto meter = woken();
  for (const std::string line : {"$cksm", "$dtim", "$vrom", "$xlog,1"}) {
    INFO(line);
    CHECK(say(*meter, line + "\r\n") == "CMD OK\r\n");
  }
  CHECK(say(*meter, "$temp\r\n") == "Temperature =  23.00 *C /  73.40 *F\r\nCMD OK\r\n");
}

TEST_CASE("a strict FreeStyle Optium loses the first line after plugging in, empty ones aside") {
  const auto meter = make("freestyle-optium", five_records(), true);
  CHECK(say(*meter, "\r\n$xmem\r\n").empty());
  CHECK(say(*meter, "$xmem\r\n") == dump_of_five);
  CHECK(say(*meter, "$xm").empty());
  meter->replug(now);
  CHECK(say(*meter, "$xmem\r\n").empty());
  CHECK(say(*meter, "$xmem\r\n") == dump_of_five);
}

TEST_CASE("a FreeStyle Optium can send its first line back instead of an answer") {
  for (const bool strict : {false, true}) {
    const auto meter = make("freestyle-optium", five_records(), strict, {"first=echo"});
    CHECK(say(*meter, "\r\n$xmem\r\n") == "$xmem\r\n");
    CHECK(say(*meter, "$xmem\r\n") == dump_of_five);
    meter->replug(now);
    CHECK(say(*meter, "$tim,11,18,26,21,10\r\n") == "$tim,11,18,26,21,10\r\n");
    CHECK(meter->state().clock_difference == std::chrono::seconds(0));
  }
}

TEST_CASE("a strict FreeStyle Optium takes the page's commands and no others") {
  const auto meter = woken(five_records());
  CHECK(say(*meter, "\r\n\r\n").empty());
  for (const std::string line :
       {"$mem", "xmem", "$xmem ", " $xmem", "$XMEM", "$xlog", "$tim", "$xmem\r", "x"}) {
    INFO(line);
    CHECK(say(*meter, line + "\r\n") == "CMD Fail!\r\n");
  }
  CHECK(say(*meter, std::string(33, 'x') + "\r\n").empty());
  CHECK(say(*meter, "$xmem\r").empty());
  CHECK(say(*meter, "\n") == dump_of_five);
}

TEST_CASE("a lenient FreeStyle Optium answers the first line, either line end and either case") {
  const auto meter = make("freestyle-optium", five_records());
  CHECK(say(*meter, "$xmem\r") == dump_of_five);
  CHECK(say(*meter, "\n$XMem\n") == dump_of_five);
  CHECK(say(*meter, "$TIM,11,18,26,21,05\r\n") == "CMD OK\r\n");
  CHECK(say(*meter, "$mem\r\n") == "CMD Fail!\r\n");
}

TEST_CASE("a strict FreeStyle Optium that turned itself off is silent until it is plugged in again") {
  const auto meter = woken();
  CHECK(say(*meter, "$coly\r\n") == "CMD OK\r\n");
  CHECK(say(*meter, "$colq\r\n").empty());
  CHECK(say(*meter, "$colq\r\n").empty());
  meter->replug(now);
  CHECK(say(*meter, "$temp\r\n").empty());  // the first line
  CHECK_FALSE(say(*meter, "$temp\r\n").empty());

  const auto lenient = make("freestyle-optium");
  CHECK(say(*lenient, "$coly\r\n") == "CMD OK\r\n");
  CHECK_FALSE(say(*lenient, "$colq\r\n").empty());
}

TEST_CASE("an option the FreeStyle Optium does not know is a usage fault") {
  for (const std::string option : {"first=lost", "first", ""}) {
    INFO(option);
    try {
      make("freestyle-optium", {}, false, {option});
      FAIL("taken");
    } catch (const core::Failure& failure) {
      CHECK(failure.error().kind == core::Errc::usage);
    }
  }
}

TEST_CASE("a simulated Optium's serial number fits the page's form and tells the models apart") {
  for (const auto& [name, serial] :
       {std::pair{"freestyle-optium", "SIM0000-SIM01"}, std::pair{"precision-xtra", "SIM1000-SIM01"},
        std::pair{"precision-xceed", "SIM2000-SIM01"}}) {
    const auto [family, model] = simulators::find_model(name);
    CHECK(family->make_serial(*model, 1) == serial);
    for (const std::uint64_t n : {std::uint64_t{1}, ~std::uint64_t{0}})
      CHECK(family->is_serial(*model, family->make_serial(*model, n)));
    for (const std::string_view other :
         {"ABCD123-A4567", "SIM000-SIM01", "SIM0000-SIM001", "SIM0000 SIM01", ""})
      CHECK_FALSE(family->is_serial(*model, other));
  }
}

TEST_CASE("a FreeStyle Optium's memory holds the newest 450") {
  MeterState state;
  for (int i = 0; i < 451; ++i) state.memory.push_back(at(evening, core::BloodGlucose{core::mg_dl(50 + i)}));
  const std::string dump = say(*make("freestyle-optium", state), "$xmem\r\n");
  CHECK(dump.find("\r\n450\r\n") != std::string::npos);
  CHECK(dump.find("050  Nov") == std::string::npos);
  CHECK(dump.find("051  Nov") != std::string::npos);
}
