#include "simulators/meters/onetouch_ultra_easy/encode.hpp"

#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/onetouch_ultra_easy.md, never from the encoder.
namespace {

using namespace core::literals;
namespace family = simulators::onetouch_ultra_easy;

std::string record(std::optional<core::LocalSeconds> time, core::Content content) {
  const auto bytes = family::encode_record(at(time, std::move(content)));
  return bytes ? core::format_hex(*bytes, " ") : "not held";
}

std::string value(core::Glucose glucose) {
  return record(page_time, core::BloodGlucose{glucose}).substr(12);
}

std::string time(core::LocalSeconds local) {
  return record(local, core::BloodGlucose{104_mg_dl}).substr(0, 11);
}

std::string hex(const core::Bytes& message) {
  return core::format_hex(message, " ");
}

}  // namespace

TEST_CASE("an Ultra Easy keeps a reading as its time and its value") {
  CHECK(record(page_time, core::BloodGlucose{104_mg_dl}) == "84 12 fe 6a 68 00 00 00");
  CHECK(record(page_time, core::BloodGlucose{core::above_range(600_mg_dl)}) == "84 12 fe 6a ff ff 00 00");
  CHECK(record(page_time, core::BloodGlucose{core::below_range(20_mg_dl)}) == "84 12 fe 6a fe ff 00 00");
  CHECK(record(std::nullopt, core::BloodGlucose{101_mg_dl}) == "b4 00 00 00 65 00 00 00");
}

TEST_CASE("an Ultra Easy has no mark for meals") {
  CHECK(record(page_time, core::BloodGlucose{104_mg_dl, core::MealMarker::after_lunch}) ==
        "84 12 fe 6a 68 00 00 00");
}

TEST_CASE("an Ultra Easy measures from 20 to 600 mg/dL, whatever the unit shown") {
  CHECK(value(20_mg_dl) == "14 00 00 00");
  CHECK(value(600_mg_dl) == "58 02 00 00");
  CHECK(value(19_mg_dl) == "fe ff 00 00");
  CHECK(value(601_mg_dl) == "ff ff 00 00");
  CHECK(value(5.8_mmol_l) == "68 00 00 00");  // 5.8 * 18.01559 = 104.49
  CHECK(value(core::above_range(33.3_mmol_l)) == "ff ff 00 00");
}

TEST_CASE("the Ultra Easy's times are seconds of its wall clock since 1970") {
  CHECK(time(*core::make_local(1970, 1, 2, 0, 0, 0)) == "80 51 01 00");
  CHECK(time(*core::make_local(1971, 1, 1, 0, 0, 0)) == "80 33 e1 01");
  CHECK(time(*core::make_local(1970, 1, 1, 0, 0, 0)) == "00 00 00 00");
  CHECK(time(*core::make_local(2099, 12, 31, 23, 59, 59)) == "ff 56 86 f4");
  CHECK(time(*core::make_local(2100, 1, 1, 0, 0, 0)) == "not held");
  CHECK(time(core::LocalSeconds{std::chrono::seconds(-1)}) == "not held");
}

TEST_CASE("an Ultra Easy's record that cannot be read has a time of 2100") {
  CHECK(record(page_time, core::UnreadRecord{}) == "00 57 86 f4 64 00 00 00");
  CHECK(record(std::nullopt, core::UnreadRecord{}) == "00 57 86 f4 64 00 00 00");
}

TEST_CASE("an Ultra Easy holds blood glucose alone") {
  CHECK(record(page_time, core::ControlResult{98_mg_dl}) == "not held");
  CHECK(record(page_time, core::MeterError{3}) == "not held");
  CHECK(record(page_time, core::Ketone{{15, 1}}) == "not held");
  CHECK(record(page_time, core::Insulin{}) == "not held");
}

TEST_CASE("the Ultra Easy's other messages are those of the page") {
  using core::GlucoseUnit;
  CHECK(hex(family::encode_version()) == "05 06 11 50 30 30 2e 30 32 2e 30 30 32 35 2f 30 35 2f 30 37");
  CHECK(hex(family::encode_serial("SIM00001X")) == "05 06 53 49 4d 30 30 30 30 31 58");
  CHECK(hex(family::encode_unit(GlucoseUnit::mg_dl)) == "05 06 00 00 00 00");
  CHECK(hex(family::encode_unit(GlucoseUnit::mmol_l)) == "05 06 01 00 00 00");
  CHECK(hex(family::encode_clock(page_time + std::chrono::minutes(7))) == "05 06 28 14 fe 6a");
  CHECK(hex(family::encode_count(11)) == "05 0f 0b 00");
  CHECK(hex(family::encode_count(0)) == "05 0f 00 00");
  CHECK(hex(family::encode_count(500)) == "05 0f f4 01");
  CHECK(hex(family::encode_refusal()) == "05 09");
  CHECK(hex(family::encode_done()) == "05 06");
}
