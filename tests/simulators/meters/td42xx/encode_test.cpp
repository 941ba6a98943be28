#include "simulators/meters/td42xx/encode.hpp"

#include "tests/catch.hpp"
#include "tests/simulators/meters/reading_at.hpp"

// Every expected byte is taken from docs/protocols/td42xx.md, never from the encoder.
namespace {

using namespace core::literals;
namespace family = simulators::td42xx;

std::string hex(core::ByteView bytes) {
  return core::format_hex(bytes, " ");
}

std::string value(core::Content content) {
  const auto record = family::encode_record(at(page_time, std::move(content)));
  return record ? hex(record->value) : "not held";
}

std::string time(std::optional<core::LocalSeconds> local) {
  const auto record = family::encode_record(at(local, core::BloodGlucose{104_mg_dl}));
  return record ? hex(record->time) : "not held";
}

std::optional<core::LocalSeconds> decode(const family::Data& data) {
  return family::decode_time(data);
}

}  // namespace

TEST_CASE("a TaiDoc packet ends with a5 and its sum") {
  CHECK(hex(family::encode_packet(0x22, {})) == "51 22 00 00 00 00 a5 18");
  CHECK(hex(family::encode_packet(0x54, {})) == "51 54 00 00 00 00 a5 4a");
  CHECK(hex(family::encode_packet(0x52, {})) == "51 52 00 00 00 00 a5 48");
  CHECK(hex(family::encode_packet(0x24, family::encode_model(0x4277))) == "51 24 77 42 00 00 a5 d3");
  CHECK(hex(family::encode_packet(0x25, family::encode_time(page_time))) == "51 25 72 35 03 15 a5 da");
  CHECK(hex(family::encode_packet(0x23, family::encode_time(page_time))) == "51 23 72 35 03 15 a5 d8");
}

TEST_CASE("a TaiDoc serial number goes in two parts, backwards") {
  const std::string_view serial = "53494D53494D0001";
  CHECK(hex(family::encode_packet(0x27, family::encode_serial(serial, 1))) == "51 27 01 00 4d 49 a5 b4");
  CHECK(hex(family::encode_packet(0x28, family::encode_serial(serial, 2))) == "51 28 53 4d 49 53 a5 5a");
}

TEST_CASE("a TaiDoc count says ff ff when there is none") {
  CHECK(hex(family::encode_packet(0x2b, family::encode_count(5))) == "51 2b 05 00 00 00 a5 26");
  CHECK(hex(family::encode_packet(0x2b, family::encode_count(0))) == "51 2b 00 00 ff ff a5 1f");
  CHECK(hex(family::encode_count(1000)) == "e8 03 00 00");
}

TEST_CASE("the times of the foreign driver's tests are written as it has them") {
  CHECK(time(core::make_local(2018, 1, 1, 21, 14, 0)) == "21 24 0e 15");
  CHECK(time(core::make_local(2019, 1, 1, 21, 14, 0)) == "21 26 0e 15");
  CHECK(time(core::make_local(2019, 8, 4, 13, 37, 0)) == "04 27 25 0d");
}

TEST_CASE("TaiDoc times go to the minute, from 2000 to 2099") {
  CHECK(time(core::make_local(2019, 8, 4, 13, 37, 59)) == "04 27 25 0d");
  CHECK(time(core::make_local(2000, 1, 1, 0, 0, 0)) == "21 00 00 00");
  CHECK(time(core::make_local(2099, 12, 31, 23, 59, 59)) == "9f c7 3b 17");
  CHECK(time(core::make_local(1999, 12, 31, 23, 59, 59)) == "not held");
  CHECK(time(core::make_local(2100, 1, 1, 0, 0, 0)) == "not held");
  CHECK(time(std::nullopt) == "21 00 03 00");
  CHECK(hex(family::encode_time(*core::make_local(1980, 1, 1, 12, 0, 0))) == "21 00 00 00");
}

TEST_CASE("a time that a TaiDoc meter is set to must exist") {
  CHECK(decode({0x04, 0x27, 0x25, 0x0d}) == core::make_local(2019, 8, 4, 13, 37, 0));
  CHECK(decode({0x9f, 0xc7, 0x3b, 0x17}) == core::make_local(2099, 12, 31, 23, 59, 0));
  CHECK_FALSE(decode({0x5e, 0x34, 0x00, 0x0c}));  // 30 February 2026
  CHECK_FALSE(decode({0x04, 0x27, 60, 13}));
  CHECK_FALSE(decode({0x04, 0x27, 37, 24}));
  CHECK_FALSE(decode({0x04, 0x27, 37, 13 | 0x20}));
  CHECK_FALSE(decode({0x04, 0x27, 37 | 0x40, 13}));
  CHECK_FALSE(decode({0x00, 0x27, 0, 0}));  // day 0
  CHECK_FALSE(decode({0x04, 0x26, 0, 0}));  // month 0
  CHECK_FALSE(decode({0xa4, 0x27, 0, 0}));  // month 13
  CHECK_FALSE(decode({0x21, 0xc8, 0, 0}));  // 1 January 2100
}

TEST_CASE("TaiDoc values are those of the page") {
  using core::MealMarker;
  CHECK(value(core::BloodGlucose{104_mg_dl, MealMarker::before_meal}) == "68 00 00 40");
  CHECK(value(core::BloodGlucose{core::above_range(600_mg_dl), MealMarker::after_meal}) == "59 02 00 80");
  CHECK(value(core::BloodGlucose{core::below_range(20_mg_dl)}) == "13 00 00 00");
  CHECK(value(core::ControlResult{98_mg_dl}) == "62 00 00 c0");
  CHECK(value(core::Ketone{{15, 1}}) == "2d 00 00 1c");
  CHECK(value(core::OtherMeasurement{core::Analyte::hematocrit, {42, 0}}) == "2a 00 00 18");
}

TEST_CASE("a TaiDoc meter measures glucose from 20 to 600 mg/dL") {
  CHECK(value(core::BloodGlucose{20_mg_dl}) == "14 00 00 00");
  CHECK(value(core::BloodGlucose{600_mg_dl}) == "58 02 00 00");
  CHECK(value(core::BloodGlucose{7_mg_dl}) == "13 00 00 00");
  CHECK(value(core::BloodGlucose{730_mg_dl}) == "59 02 00 00");
  CHECK(value(core::BloodGlucose{5.8_mmol_l}) == "68 00 00 00");  // 5.8 * 18.01559 = 104.49
}

TEST_CASE("a TaiDoc meter keeps ketone as thirtieths of mmol/L, up to 8.0") {
  CHECK(value(core::Ketone{{80, 1}}) == "f0 00 00 1c");
  CHECK(value(core::Ketone{{81, 1}}) == "f1 00 00 1c");
  CHECK(value(core::Ketone{{}, core::Reach::hi}) == "f1 00 00 1c");
  CHECK(value(core::Ketone{{0, 1}}) == "00 00 00 1c");
  CHECK(value(core::Ketone{{125, 2}}) == "26 00 00 1c");  // 37.5
  CHECK(value(core::KetoneControl{{6, 1}}) == "12 00 00 dc");
  CHECK(value(core::KetoneControl{{}, core::Reach::hi}) == "f1 00 00 dc");
}

TEST_CASE("a TaiDoc meter marks named meals as before or after, and nothing else") {
  using core::MealMarker;
  for (const MealMarker meal : {MealMarker::before_breakfast, MealMarker::before_lunch,
                                MealMarker::before_dinner, MealMarker::before_snack})
    CHECK(value(core::BloodGlucose{104_mg_dl, meal}) == "68 00 00 40");
  for (const MealMarker meal :
       {MealMarker::after_breakfast, MealMarker::after_lunch, MealMarker::after_dinner})
    CHECK(value(core::BloodGlucose{104_mg_dl, meal}) == "68 00 00 80");
  for (const MealMarker meal : {MealMarker::none, MealMarker::fasting, MealMarker::bedtime})
    CHECK(value(core::BloodGlucose{104_mg_dl, meal}) == "68 00 00 00");
}

TEST_CASE("a TaiDoc record that cannot be read is of 30 February") {
  const auto record = family::encode_record(at(page_time, core::UnreadRecord{}));
  REQUIRE(record);
  CHECK(hex(record->time) == "5e 34 00 0c");
  CHECK(hex(record->value) == "64 00 00 00");
}

TEST_CASE("a TaiDoc meter holds no errors, no insulin and nothing in unknown units") {
  CHECK(value(core::MeterError{3}) == "not held");
  CHECK(value(core::Insulin{}) == "not held");
  CHECK(value(core::Ketone{{}, core::Reach::lo}) == "not held");
  CHECK(value(core::OtherMeasurement{core::Analyte::lactate, {12, 1}}) == "not held");
  CHECK(value(core::OtherMeasurement{core::Analyte::hematocrit, {101, 0}}) == "not held");
}
