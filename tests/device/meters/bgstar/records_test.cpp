#include "device/meters/bgstar/records.hpp"

#include "tests/catch.hpp"

using namespace core::literals;
using namespace device::bgstar;

namespace {

const core::LocalSeconds example_time = *core::make_local(2020, 2, 13, 8, 34, 18);

}  // namespace

TEST_CASE("the record a real BGStar sent is 113 mg/dL before breakfast") {
  const auto entry = decode_record("200 glurec 0 0 113 1 2020 2 13 8 34 18");
  REQUIRE(entry.has_value());
  CHECK(entry->time.local == example_time);
  CHECK(entry->content == core::Content(core::BloodGlucose{113_mg_dl, core::MealMarker::before_breakfast}));
  CHECK(entry->origin == "113");
  CHECK(entry->raw == "0 113 1 2020 2 13 8 34 18");
  CHECK_FALSE(entry->read_once);
}

TEST_CASE("the first digit of a record is no part of it") {
  CHECK(*decode_record("200 glurec 7 0 113 1 2020 2 13 8 34 18") ==
        *decode_record("200 glurec 0 0 113 1 2020 2 13 8 34 18"));
}

TEST_CASE("a test with control solution is not a person's reading and has another origin") {
  const auto entry = decode_record("200 glurec 0 1 113 0 2020 2 13 8 34 18");
  REQUIRE(entry.has_value());
  CHECK(entry->content == core::Content(core::ControlResult{113_mg_dl}));
  CHECK(entry->origin == "113 c");
}

TEST_CASE("601 is HI and 19 is LO, with the limits of the meter") {
  CHECK(decode_record("200 glurec 0 0 601 0 2020 2 13 8 34 18")->content ==
        core::Content(core::BloodGlucose{core::above_range(600_mg_dl)}));
  CHECK(decode_record("200 glurec 0 0 19 0 2020 2 13 8 34 18")->content ==
        core::Content(core::BloodGlucose{core::below_range(20_mg_dl)}));
  CHECK(decode_record("200 glurec 0 0 HI 0 2020 2 13 8 34 18")->content ==
        core::Content(core::BloodGlucose{core::above_range(600_mg_dl)}));
  CHECK(decode_record("200 glurec 0 1 LO 0 2020 2 13 8 34 18")->content ==
        core::Content(core::ControlResult{core::below_range(20_mg_dl)}));
}

TEST_CASE("the ends of the range are numbers") {
  CHECK(decode_record("200 glurec 0 0 600 0 2020 2 13 8 34 18")->content ==
        core::Content(core::BloodGlucose{600_mg_dl}));
  CHECK(decode_record("200 glurec 0 0 20 0 2020 2 13 8 34 18")->content ==
        core::Content(core::BloodGlucose{20_mg_dl}));
}

TEST_CASE("a measurement that gave an error code is kept as an error, never as a reading") {
  const auto entry = decode_record("200 glurec 0 0 E3 0 2020 2 13 8 34 18");
  REQUIRE(entry.has_value());
  CHECK(entry->content == core::Content(core::MeterError{3}));
  CHECK(entry->origin == "E3");
  CHECK(entry->time.local == example_time);
  for (const auto& [value, code] :
       {std::pair{"E99", 99}, {"E03", 3}, {"ER3", 3}, {"E-3", 3}, {"E123", 123}, {"E", 0}}) {
    const auto other = decode_record("200 glurec 0 0 " + std::string(value) + " 0 2020 2 13 8 34 18");
    INFO(value);
    REQUIRE(other.has_value());
    CHECK(other->content == core::Content(core::MeterError{code}));
    CHECK(other->origin == value);
  }
}

TEST_CASE("a BGStar's record with a field that nobody knows keeps its time, where it is one") {
  for (const char* fields : {"0 2 113 1 2020 2 13 8 34 18", "0 9 113 1 2020 2 13 8 34 18",
                             "0 0 113 7 2020 2 13 8 34 18", "0 0 602 1 2020 2 13 8 34 18"}) {
    CHECK(decode_record("200 glurec " + std::string(fields)).has_error());
    const auto entry = keep_unread("200 glurec " + std::string(fields));
    REQUIRE(entry.has_value());
    CHECK(entry->content == core::Content(core::UnreadRecord{}));
    CHECK(entry->origin == fields);
    CHECK(entry->time.local == example_time);
  }
  CHECK_FALSE(keep_unread("200 glurec 0 2 113 1 2020 2 30 8 34 18")->time.local);
  CHECK_FALSE(keep_unread("200 glurec 0 2 113 1 2000 1 1 0 3 0")->time.local);
}

TEST_CASE("each tag is its meal, and changing it leaves the identity alone") {
  const core::MealMarker meals[] = {
      core::MealMarker::none,         core::MealMarker::before_breakfast, core::MealMarker::after_breakfast,
      core::MealMarker::before_lunch, core::MealMarker::after_lunch,      core::MealMarker::before_dinner,
      core::MealMarker::after_dinner};
  for (int tag = 0; tag < 7; ++tag) {
    const auto entry = decode_record("200 glurec 0 0 113 " + std::to_string(tag) + " 2020 2 13 8 34 18");
    REQUIRE(entry.has_value());
    CHECK(std::get<core::BloodGlucose>(entry->content).meal == meals[tag]);
    CHECK(entry->origin == "113");
  }
}

TEST_CASE("a record taken before the clock was set has no time, and its minutes tell it from others") {
  const auto entry = decode_record("200 glurec 0 0 113 1 2000 1 1 0 9 59");
  REQUIRE(entry.has_value());
  CHECK_FALSE(entry->time.local);
  CHECK(entry->origin == "113 at 0 9 59");
  CHECK(entry->raw == "0 113 1 2000 1 1 0 9 59");
  CHECK(decode_record("200 glurec 0 0 113 1 2000 1 1 0 10 0")->time.local ==
        core::make_local(2000, 1, 1, 0, 10, 0));
}

TEST_CASE("the first and the last of every part of a time are read") {
  for (const auto& [fields, time] : {std::pair{"1970 1 1 0 0 0", core::make_local(1970, 1, 1, 0, 0, 0)},
                                     {"2099 12 31 23 59 59", core::make_local(2099, 12, 31, 23, 59, 59)}}) {
    const auto entry = decode_record("200 glurec 0 0 113 1 " + std::string(fields));
    REQUIRE(entry.has_value());
    CHECK(entry->time.local == time);
  }
}

TEST_CASE("29 February is a day in 2024 and none in 2023") {
  CHECK(decode_record("200 glurec 0 0 113 1 2024 2 29 8 34 18").has_value());
  CHECK_FALSE(decode_record("200 glurec 0 0 113 1 2023 2 29 8 34 18").has_value());
}

TEST_CASE("a record with any field off is refused") {
  for (const char* line : {
           "200 glurec 0 0 113 1 2020 2 13 8 34",       // a field short
           "200 glurec 0 0 113 1 2020 2 13 8 34 18 0",  // one too many
           "200 glurec 0 0 113 1 2020 2 13 8 34 18 ",   // a space at the end
           "200 glurec 0 0  113 1 2020 2 13 8 34 18",   // two spaces
           " 200 glurec 0 0 113 1 2020 2 13 8 34 18",   // a space before
           "100 glurec 0 0 113 1 2020 2 13 8 34 18",    // not the last line
           "200 glucount 0 0 113 1 2020 2 13 8 34 18",  // another answer
           "200 glurec a 0 113 1 2020 2 13 8 34 18",    // a is a digit
           "200 glurec 10 0 113 1 2020 2 13 8 34 18",   // and only one
           "200 glurec 0 2 113 1 2020 2 13 8 34 18",    // b is 0 or 1
           "200 glurec 0 0 18 1 2020 2 13 8 34 18",     // below LO
           "200 glurec 0 0 602 1 2020 2 13 8 34 18",    // above HI
           "200 glurec 0 0 0113 1 2020 2 13 8 34 18",   // leading zero
           "200 glurec 0 0 +113 1 2020 2 13 8 34 18",   // sign
           "200 glurec 0 0 1l3 1 2020 2 13 8 34 18",    // letter
           "200 glurec 0 0 11300000000000000000000000 1 2020 2 13 8 34 18",
           "200 glurec 0 0 E1000 1 2020 2 13 8 34 18",  // too long for an error
           "200 glurec 0 0 E3x 1 2020 2 13 8 34 18",    // the number stands at the end
           "200 glurec 0 0 hi 1 2020 2 13 8 34 18",     // HI
           "200 glurec 0 0 F3 1 2020 2 13 8 34 18",     // no error letter
           "200 glurec 0 0 113 7 2020 2 13 8 34 18",    // tag
           "200 glurec 0 0 113 1 1969 2 13 8 34 18",    // year
           "200 glurec 0 0 113 1 2100 2 13 8 34 18",    // year
           "200 glurec 0 0 113 1 2020 0 13 8 34 18",    // month
           "200 glurec 0 0 113 1 2020 13 13 8 34 18",   // month
           "200 glurec 0 0 113 1 2020 2 30 8 34 18",    // day
           "200 glurec 0 0 113 1 2020 2 0 8 34 18",     // day
           "200 glurec 0 0 113 1 2020 2 13 24 34 18",   // hour
           "200 glurec 0 0 113 1 2020 2 13 8 60 18",    // minute
           "200 glurec 0 0 113 1 2020 2 13 8 34 60",    // second
           "200 glurec 0 0 113 1 2020 2 13 08 34 18",   // leading zero
           "200 glurec",
           "200",
           "",
       }) {
    INFO(line);
    const auto entry = decode_record(line);
    CHECK(entry.has_error());
    if (entry.has_error()) CHECK(entry.error().kind == core::Errc::protocol);
  }
}

TEST_CASE("the clock, the count and the unit are read as a real BGStar writes them") {
  CHECK(*decode_datetime("200 datetime 2020 2 14 21 30 2") == *core::make_local(2020, 2, 14, 21, 30, 2));
  CHECK(*decode_datetime("200 2020 2 14 21 30 2") == *core::make_local(2020, 2, 14, 21, 30, 2));
  CHECK(*decode_count("200 glucount 935") == 935);
  CHECK(*decode_count("200 glucount 0") == 0);
  CHECK(known_unit(*decode_unit("200 gluunit mg/dL")) == core::GlucoseUnit::mg_dl);
  CHECK(known_unit(*decode_unit("200 gluunit mmol/L")) == core::GlucoseUnit::mmol_l);
  CHECK_FALSE(known_unit(*decode_unit("200 gluunit mg/dl")));
  CHECK(*decode_hello("200 hello JAZZESC-EN") == "JAZZESC-EN");
  CHECK(*decode_serial("200 serial SIM00000000001") == "SIM00000000001");
}

TEST_CASE("other answers with any field off are refused") {
  CHECK(decode_datetime("200 datetime 2020 2 30 21 30 2").has_error());
  CHECK(decode_datetime("200 datetime 2020 2 14 21 30").has_error());
  CHECK(decode_datetime("200 gluunit 2020 2 14 21 30 2").has_error());
  CHECK(decode_datetime("400 2020 2 14 21 30 2").has_error());
  CHECK(decode_count("200 glucount 09").has_error());
  CHECK(decode_count("200 glucount -1").has_error());
  CHECK(decode_count("200 glucount 12345").has_error());
  CHECK(decode_count("200 glucount ").has_error());
  CHECK(decode_unit("200 gluunit").has_error());
  CHECK(decode_unit("200 gluunit ").has_error());
  CHECK(decode_unit("200 gluunit mg dL").has_error());
  CHECK(decode_unit("200 gluunit mg\x01").has_error());
  CHECK(decode_hello("200 hello").has_error());
  CHECK(decode_hello("200 hello \x1b[31m").has_error());
  CHECK(decode_serial("200 serial SIM0000000001").has_error());
  CHECK(decode_serial("200 serial SIM0000000000-1").has_error());
}

TEST_CASE("the model is the product line of a whole system information") {
  CHECK(*decode_product("100 model JAZZESC-EN\n100 product BGStar\n100 comm F\n200 sysinfo all") == "BGStar");
  CHECK(*decode_product("100 product MyStar Extra\n200 sysinfo all") == "MyStar Extra");
  CHECK(decode_product("100 model JAZZESC-EN\n200 sysinfo all").has_error());
  CHECK(decode_product("100 product BGStar").has_error());
  CHECK(decode_product("100 product BG\x07Star\n200 sysinfo all").has_error());
  CHECK(decode_product("100 product \n200 sysinfo all").has_error());
  CHECK(decode_product("").has_error());
}

TEST_CASE("a time to set is written without leading zeros") {
  CHECK(encode_set_datetime(*core::make_local(2020, 2, 14, 21, 30, 2)) == "set datetime 2020 2 14 21 30 2");
  CHECK(encode_set_datetime(*core::make_local(2099, 12, 31, 0, 0, 0)) == "set datetime 2099 12 31 0 0 0");
}
