#include "simulators/meters/onetouch_verio_iq/encode.hpp"

#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/onetouch_verio_iq.md, never from the encoder.
namespace {

using namespace core::literals;
namespace family = simulators::onetouch_verio_iq;

std::string hex(const core::Bytes& message) {
  return core::format_hex(message, " ");
}

std::string record(std::optional<core::LocalSeconds> time, core::Content content) {
  const auto bytes = family::encode_record(at(time, std::move(content)));
  return bytes ? hex(*bytes) : "not held";
}

std::string value(core::Glucose glucose) {
  return record(page_time, core::BloodGlucose{glucose}).substr(12, 5);
}

std::string time(core::LocalSeconds local) {
  return record(local, core::BloodGlucose{104_mg_dl}).substr(0, 11);
}

}  // namespace

TEST_CASE("the records of a real Verio IQ are written as it wrote them") {
  CHECK(record(core::make_local(2014, 8, 9, 9, 24, 42), core::BloodGlucose{206_mg_dl}) ==
        "5a a5 78 1b ce 00 00 01 00 00");
  CHECK(record(core::make_local(2014, 8, 9, 11, 37, 17), core::BloodGlucose{162_mg_dl}) ==
        "6d c4 78 1b a2 00 00 01 00 00");
  CHECK(record(core::make_local(2014, 8, 9, 18, 42, 20), core::BloodGlucose{84_mg_dl}) ==
        "0c 28 79 1b 54 00 00 01 00 00");
  CHECK(record(core::make_local(2014, 8, 11, 11, 43, 6), core::BloodGlucose{75_mg_dl}) ==
        "ca 68 7b 1b 4b 00 00 01 00 00");
  CHECK(record(core::make_local(2014, 8, 12, 11, 52, 45), core::BloodGlucose{86_mg_dl}) ==
        "8d bc 7c 1b 56 00 00 01 00 00");
}

TEST_CASE("the made records of the Verio IQ's page are written as the page says") {
  CHECK(record(page_time, core::BloodGlucose{104_mg_dl}) == "04 cf 90 32 68 00 00 01 00 00");
  CHECK(record(page_time, core::BloodGlucose{core::above_range(600_mg_dl)}) ==
        "04 cf 90 32 59 02 00 01 00 00");
  CHECK(record(page_time, core::BloodGlucose{core::below_range(20_mg_dl)}) ==
        "04 cf 90 32 13 00 00 01 00 00");
  CHECK(record(page_time, core::ControlResult{98_mg_dl}) == "04 cf 90 32 62 00 01 01 00 00");
  CHECK(record(std::nullopt, core::BloodGlucose{101_mg_dl}) == "b4 00 00 00 65 00 00 01 00 00");
}

TEST_CASE("the Verio IQ's meal byte is 1 whatever the person ate") {
  CHECK(record(page_time, core::BloodGlucose{104_mg_dl, core::MealMarker::after_lunch}) ==
        "04 cf 90 32 68 00 00 01 00 00");
}

TEST_CASE("a Verio IQ measures from 20 to 600 mg/dL, whatever the unit shown") {
  CHECK(value(20_mg_dl) == "14 00");
  CHECK(value(600_mg_dl) == "58 02");
  CHECK(value(5_mg_dl) == "13 00");
  CHECK(value(730_mg_dl) == "59 02");
  CHECK(value(5.8_mmol_l) == "68 00");  // 5.8 * 18.01559 = 104.49
}

TEST_CASE("the Verio IQ's times are seconds of its wall clock since 2000") {
  CHECK(time(*core::make_local(2000, 1, 1, 0, 0, 0)) == "00 00 00 00");
  CHECK(time(*core::make_local(2099, 12, 31, 23, 59, 59)) == "7f 13 19 bc");
  CHECK(time(*core::make_local(2100, 1, 1, 0, 0, 0)) == "not held");
  CHECK(time(*core::make_local(1999, 12, 31, 23, 59, 59)) == "not held");
}

TEST_CASE("a Verio IQ's record that cannot be read has a time of 2100") {
  CHECK(record(page_time, core::UnreadRecord{}) == "80 13 19 bc 64 00 00 01 00 00");
}

TEST_CASE("a Verio IQ holds blood glucose and control results alone") {
  CHECK(record(page_time, core::MeterError{3}) == "not held");
  CHECK(record(page_time, core::Ketone{{15, 1}}) == "not held");
  CHECK(record(page_time, core::Insulin{}) == "not held");
}

TEST_CASE("the Verio IQ's other answers are those of the page") {
  using core::GlucoseUnit;
  CHECK(hex(family::encode_clock(*core::make_local(2014, 8, 12, 15, 53, 45))) == "09 f5 7c 1b");
  CHECK(hex(family::encode_clock(*core::make_local(1980, 1, 1, 0, 0, 0))) == "00 00 00 00");
  CHECK(hex(family::encode_version()) == "11 30 31 2e 31 30 2e 30 30 20 30 33 2f 31 35 2f 31 33 00");
  CHECK(hex(family::encode_model()) ==
        "56 65 72 69 6f 49 51 00 00 a6 e7 79 0c ee c6 00 94 b6 fe 7a 58 ec c6 00 1a 00");
  CHECK(hex(family::encode_serial("SIM000001")) == "53 49 4d 30 30 30 30 30 31 00");
  CHECK(hex(family::encode_unit(GlucoseUnit::mg_dl)) == "00 00 00 00");
  CHECK(hex(family::encode_unit(GlucoseUnit::mmol_l)) == "01 00 00 00");
  CHECK(hex(family::encode_count(11)) == "0b 00");
  CHECK(hex(family::encode_count(750)) == "ee 02");
}

TEST_CASE("the Verio IQ answers with the prefix of the question and a status") {
  CHECK(hex(family::encode_done(0x03, family::encode_count(11))) == "03 06 0b 00");
  CHECK(hex(family::encode_done(0x04)) == "04 06");
  CHECK(hex(family::encode_refusal(0x03)) == "03 09");
}
