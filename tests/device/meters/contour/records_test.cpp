#include "device/meters/contour/records.hpp"

#include "device/registry.hpp"
#include "tests/catch.hpp"
#include "tests/device/meters/contour/contour_peer.hpp"

using namespace core::literals;
using namespace device::contour;

namespace {

core::LogEntry result_of(const std::string& text) {
  const auto entry = decode_result(text, std::nullopt);
  INFO(text);
  REQUIRE(entry.has_value());
  return *entry;
}

std::string serial(const std::string& value, const std::string& unit = "mg/dL^P") {
  return "R|2|^^^Glucose|" + value + "|" + unit + "|||||||202611182103";
}

core::Content blood(core::Glucose value, core::MealMarker meal = core::MealMarker::none) {
  return core::BloodGlucose{value, meal};
}

}  // namespace

TEST_CASE("the header of a real USB model is read") {
  const auto header = decode_header(text_of("\x02" + real_header));
  REQUIRE(header.has_value());
  CHECK(header->number == "7390");
  CHECK(header->serial == "7390-2336773");
  CHECK_FALSE(header->simulated);
  CHECK(header->unit == core::GlucoseUnit::mg_dl);
  CHECK(header->range == Range{10_mg_dl, 600_mg_dl});
  CHECK(header->results == 1714u);
  CHECK(header->clock == core::make_local(2019, 9, 22, 13, 4, 0));
  CHECK(header->clock_resolution == std::chrono::seconds(60));
}

TEST_CASE("the header of a simulated Contour is read, and so is one that leaves out what it may") {
  const auto header = decode_header(text_of(contour_example()[0]));
  REQUIRE(header.has_value());
  CHECK(header->number == "7150");
  CHECK(header->serial == "7150-SIM0001");
  CHECK(header->simulated);
  CHECK(header->results == 4u);

  for (const char* text : {"H|\\^&||x1|Contour7160^1^AB-1", "H|\\^&||x1|Contour7160^1^AB-1^||||||||1|",
                           "H|\\^&|||Contour7160^1^AB-1||||||||1"}) {
    INFO(text);
    const auto bare = decode_header(text);
    REQUIRE(bare.has_value());
    CHECK(bare->number == "7160");
    CHECK(bare->serial == "AB-1");
    CHECK_FALSE(bare->unit);
    CHECK_FALSE(bare->range);
    CHECK_FALSE(bare->results);
    CHECK_FALSE(bare->clock);
  }
  const auto mmol = decode_header("H|\\^&||x1|Bayer7150^1^AB-1|U=1^V=06333|3|||||P|1|20261118210533");
  REQUIRE(mmol.has_value());
  CHECK(mmol->range == Range{0.6_mmol_l, 33.3_mmol_l});
  CHECK(mmol->clock == core::make_local(2026, 11, 18, 21, 5, 33));
  CHECK(mmol->clock_resolution == std::chrono::seconds(1));
}

TEST_CASE("the header of a published serial Contour is read, its password passed over") {
  const auto header =
      decode_header(text_of("\x02"
                            "1H|\\^&||-7880|Bayer7150^1.05\\0.00^7150-SAM2193|||||||P|1|200305121635\r\x17"
                            "AE\r\n"));
  REQUIRE(header.has_value());
  CHECK(header->number == "7150");
  CHECK(header->serial == "7150-SAM2193");
  CHECK_FALSE(header->simulated);
  CHECK(header->clock == core::make_local(2003, 5, 12, 16, 35, 0));
  for (const char* password : {"", "-7880", "my pass.word", "7w3LBL"})
    CHECK(decode_header(fmt::format("H|\\^&||{}|Bayer7150^1^AB-1", password)).has_value());
}

TEST_CASE("a unit or range that nobody knows is no reason to refuse a header that comes twice alike") {
  for (const char* settings : {"U=303^V=20600", "U=2", "U=0^V=x", "U=1^V=60010"}) {
    const auto text = fmt::format("H|\\^&||x1|Bayer7150^1^AB-1|{}", settings);
    INFO(text);
    CHECK(decode_header(text).has_error());
    const auto header = decode_header(text, Reading::as_repeated);
    REQUIRE(header.has_value());
    CHECK_FALSE(header->range);
  }
}

TEST_CASE("the range of a Contour in mmol/L may be said in mg/dL") {
  const auto range_of = [](const char* settings) {
    return decode_header(fmt::format("H|\\^&||x1|Bayer7390^1^7390-1163170|{}", settings))->range;
  };
  CHECK(range_of("U=1^V=10600") == Range{0.6_mmol_l, 33.3_mmol_l});
  CHECK(range_of("U=1^V=20600") == Range{1.1_mmol_l, 33.3_mmol_l});
  CHECK(range_of("U=1^V=11333") == Range{1.1_mmol_l, 33.3_mmol_l});
  CHECK(range_of("U=0^V=20600") == Range{20_mg_dl, 600_mg_dl});
}

TEST_CASE("a header with an impossible field is refused") {
  for (const char* text : {
           "H|\\^&||x1",                    // no model
           "P|\\^&||x1|Bayer7150^1^AB-1",   // another record
           "H|^\\&||x1|Bayer7150^1^AB-1",   // other delimiters
           "H|\\^&|x|x1|Bayer7150^1^AB-1",  // field 2
           "H|\\^&||x^1|Bayer7150^1^AB-1",  // field 3
           "H|\\^&||x1|Bayer^1^AB-1",       // model without number
           "H|\\^&||x1|Other7150^1^AB-1",   // no maker we know
           "H|\\^&||x1|Bayer7150^1",        // no serial
           "H|\\^&||x1|Bayer7150^1^",       // an empty one
           "H|\\^&||x1|Bayer7150^1^AB 1",   // a blank in it
           "H|\\^&||x1|Bayer7150^1^123456789012345678901234567890123",
           "H|\\^&||x1|Bayer7150^1^AB-1|U=2",          // unit
           "H|\\^&||x1|Bayer7150^1^AB-1|U",            // no value
           "H|\\^&||x1|Bayer7150^1^AB-1|U=0^V=1060",   // limits
           "H|\\^&||x1|Bayer7150^1^AB-1|U=0^V=60010",  // the wrong way round
           "H|\\^&||x1|Bayer7150^1^AB-1||x",           // number of results
           "H|\\^&||x1|Bayer7150^1^AB-1||1|x",         // field 7
           "H|\\^&||x1|Bayer7150^1^AB-1||1|||||Q|1|",  // field 11
           "H|\\^&||x1|Bayer7150^1^AB-1||1||||||2|",   // field 12
           "H|\\^&||x1|Bayer7150^1^AB-1||1||||||1|202613182105",
           "H|\\^&||x1|Bayer7150^1^AB-1||1||||||1|2026111821",
           "H|\\^&||x1|Bayer7150^1^AB-1||1||||||1|202611182105|",
       }) {
    INFO(text);
    CHECK(decode_header(text).has_error());
  }
}

TEST_CASE("the results of a Contour's example are readings") {
  const auto before = result_of(text_of(contour_example()[3]));
  CHECK(before.content == blood(104_mg_dl, core::MealMarker::before_meal));
  CHECK(before.time.local == core::make_local(2026, 11, 18, 21, 3, 0));
  CHECK(before.origin == "104 mg/dL");
  CHECK(before.raw == "^^^Glucose|104|mg/dL^P|||B||||202611182103");

  const auto high = result_of(text_of(contour_example()[4]));
  CHECK(high.content == blood(core::above_range(600_mg_dl), core::MealMarker::after_meal));
  CHECK(high.origin == "600 mg/dL >");

  const auto control = result_of(text_of(contour_example()[5]));
  CHECK(control.content == core::Content(core::ControlResult{98_mg_dl}));
  CHECK(control.origin == "98 mg/dL control");

  const auto unset = result_of(text_of(contour_example()[6]));
  CHECK(unset.content == blood(101_mg_dl));
  CHECK_FALSE(unset.time.local);
  CHECK(unset.origin == "101 mg/dL 200001010003");

  const auto high_before =
      result_of(text_of("\x02"
                        "5R|3|^^^Glucose|600|mg/dL^P||>|B||||202611181230\r\x17"
                        "F0\r\n"));
  CHECK(high_before.content == blood(core::above_range(600_mg_dl), core::MealMarker::before_meal));
  const auto low =
      result_of(text_of("\x02"
                        "5R|3|^^^Glucose|10|mg/dL^P||<|||||202611181230\r\x17"
                        "77\r\n"));
  CHECK(low.content == blood(core::below_range(10_mg_dl)));
  CHECK(low.origin == "10 mg/dL <");
  const auto tagged =
      result_of(text_of("\x02"
                        "5R|3|^^^Glucose|212|mg/dL^P||T|D||||202611181230\r\x17"
                        "07\r\n"));
  CHECK(tagged.content == blood(212_mg_dl));
  CHECK(tagged.tags == std::vector<std::string>{"temperature", "logbook"});
  CHECK(tagged.origin == "212 mg/dL");
}

TEST_CASE("the results of real USB models are readings") {
  const auto after =
      result_of(text_of("\x02"
                        "5R|3|^^^Glucose|93|mg/dL^P||A/M0/T1||201505261150\r\x17"
                        "74\r\n"));
  CHECK(after.content == blood(93_mg_dl, core::MealMarker::after_meal));
  CHECK(after.tags.empty());
  CHECK(result_of("R|8|^^^Glucose|133|mg/dL^P||B/X||201202052034").content ==
        blood(133_mg_dl, core::MealMarker::before_meal));
  CHECK(result_of("R|8|^^^Glucose|5.8|mmol/L^P||C||20120205203407").content ==
        core::Content(core::ControlResult{5.8_mmol_l}));
  CHECK(result_of("R|8|^^^Glucose|101|mg/dL^P||C/M0/T1||201505261150").content ==
        core::Content(core::ControlResult{101_mg_dl}));
  CHECK(result_of("R|8|^^^Glucose|102|mg/dL^P||Z/M0/T1||201505261150").content == blood(102_mg_dl));
  CHECK(result_of("R|8|^^^Glucose|20|mg/dL^C||</D/I/S/Z||201202052034").origin == "20 mg/dL <");
  CHECK_FALSE(has_serial_form("R|8|^^^Glucose|133|mg/dL^P||B/X||201202052034"));
  CHECK(has_serial_form(serial("104")));
  CHECK(result_number(serial("104")) == 2u);
  CHECK_FALSE(result_number("R|x|"));
}

TEST_CASE("a result's number, marks and temperature flag are no part of its identity") {
  CHECK(result_of("R|2|^^^Glucose|104|mg/dL^P||T|B||||202611182103").origin ==
        result_of("R|9|^^^Glucose|104|mg/dL^P|||A||||202611182103").origin);
  CHECK(result_of("R|2|^^^Glucose|104|mg/dL^P|||B||||202611182103").raw ==
        result_of("R|9|^^^Glucose|104|mg/dL^P|||B||||202611182103").raw);
}

TEST_CASE("the ends of a Contour's ranges are numbers, and beyond them nothing is") {
  CHECK(result_of(serial("10")).content == blood(10_mg_dl));
  CHECK(result_of(serial("600")).content == blood(600_mg_dl));
  CHECK(result_of(serial("0.6", "mmol/L^B")).content == blood(0.6_mmol_l));
  CHECK(result_of(serial("33.3", "mmol/L^B")).content == blood(33.3_mmol_l));
  for (const auto& text : {serial("9"), serial("601"), serial("0.5", "mmol/L^B"), serial("33.4", "mmol/L^B")})
    CHECK(decode_result(text, std::nullopt).has_error());
  // The meter's own limits count where they are narrower, in its own unit.
  const Range range{20_mg_dl, 500_mg_dl};
  CHECK(decode_result(serial("20"), range).has_value());
  CHECK(decode_result(serial("19"), range).has_error());
  CHECK(decode_result(serial("501"), range).has_error());
  CHECK(decode_result("R|2|^^^Glucose|10|mg/dL^P||<|||||202611182103", range)->content ==
        blood(core::below_range(10_mg_dl)));
  CHECK(decode_result(serial("5.8", "mmol/L^B"), range).has_value());
  CHECK(decode_result(serial("601"), Range{5_mg_dl, 700_mg_dl}).has_error());
}

TEST_CASE("a Contour's mmol/L may have two decimals or none") {
  const auto two = result_of(serial("2.83", "mmol/L^P"));
  CHECK(two.content == blood({283, 2, core::GlucoseUnit::mmol_l, core::Reach::number}));
  CHECK(two.origin == "2.83 mmol/L");
  const auto whole = result_of(serial("6", "mmol/L^P"));
  CHECK(whole.content == blood({6, 0, core::GlucoseUnit::mmol_l, core::Reach::number}));
  CHECK(whole.origin == "6 mmol/L");
  CHECK(result_of(serial("33.30", "mmol/L^P")).origin == "33.30 mmol/L");
  for (const char* wrong : {"33.31", "0.59", "34", "0", "6.", ".6", "5,8", "5.833", "-5.8", "005.80"}) {
    INFO(wrong);
    CHECK(decode_result(serial(wrong, "mmol/L^P"), std::nullopt).has_error());
  }
}

TEST_CASE("an order for control solution is told from other orders") {
  CHECK(orders_control("O|1||||||||||Q"));
  CHECK(orders_control("O|12||||||||||Q||"));
  for (const char* other : {"O|1", "O|1||||||||||N", "O|1|||||||||Q", "P|1||||||||||Q"}) {
    INFO(other);
    CHECK_FALSE(orders_control(other));
  }
  const auto entry =
      decode_result("R|2|^^^Glucose|98|mg/dL^P|||||||200001010003", std::nullopt, Reading::as_known, true);
  REQUIRE(entry.has_value());
  CHECK(entry->content == core::Content(core::ControlResult{98_mg_dl}));
  CHECK(entry->origin == "98 mg/dL control 200001010003");
}

TEST_CASE("a result with an impossible field is refused, and can be kept as it came") {
  for (const char* text : {
           "R|2|^^^Glucose|104|mg/dL^P|||B||||202602302103",  // no such day
           "R|2|^^^Glucose|104|mg/dL^P|||B||||196911182103",  // year
           "R|2|^^^Glucose|104|mg/dL^P|||B||||210011182103",
           "R|2|^^^Glucose|104|mg/dL^P|||B||||2026111821030",  // digits
           "R|2|^^^Glucose|104|mg/dL^P|||B||||",               // no time
           "R|2|^^^Glucose|104|mg/dL^P|||B||x||202611182103",  // field 9
           "R|2|^^^Glucose|104|mg/dL^P|x||B||||202611182103",  // reference
           "R|2|^^^Glucose|104|mg/dL^P||x|B||||202611182103",  // flag
           "R|2|^^^Glucose|104|mg/dL^P||<\\>|||||202611182103",
           "R|2|^^^Glucose|104|mg/dL^P|||>||||202611182103",  // mark
           "R|2|^^^Glucose|104|mg/dL^P|||C||||202611182103",
           "R|2|^^^Glucose|104|mg/dL^X|||B||||202611182103",  // method
           "R|2|^^^Glucose|104|mg/dL^PP|||B||||202611182103",
           "R|2|^^^Glucose|104|mg/dL|||B||||202611182103",
           "R|2|^^^Glucose|104|g/dL^P|||B||||202611182103",    // unit
           "R|2|^^^Glucose|10.4|mg/dL^P|||B||||202611182103",  // mg/dL are whole
           "R|2|^^^Glucose|104|mmol/L^P|||B||||202611182103",  // mmol/L have a decimal
           "R|2|^^^Glucose||mg/dL^P|||B||||202611182103",
           "R|2|^^^Ketone|104|mg/dL^P|||B||||202611182103",
           "R|x|^^^Glucose|104|mg/dL^P|||B||||202611182103",
           "R|2|^^^Glucose|104|mg/dL^P|||B|||202611182103",  // eleven fields
           "R|8|^^^Glucose|133|mg/dL^P||B/Q||201202052034",  // USB flag
           "R|8|^^^Glucose|133|mg/dL^P||A/M0<||201202052034",
           "R|8|^^^Glucose|133|mg/dL^P||A/M||201202052034",
           "R|8|^^^Glucose|133|mg/dL^P||A//T1||201202052034",
           "R|8|^^^Glucose|133|mg/dL^P||B/A||201202052034",
           "R|8|^^^Glucose|133|mg/dL^P||</>||201202052034",
           "R|8|^^^Glucose|133|mg/dL^P|x|B||201202052034",
       }) {
    INFO(text);
    const auto entry = decode_result(text, std::nullopt);
    REQUIRE(entry.has_error());
    CHECK(entry.error().kind == core::Errc::protocol);
  }
  const auto kept = keep_unread("R|2|^^^Glucose|100|mg/dL^P|||||||202602302103");
  CHECK(kept.content == core::Content(core::UnreadRecord{}));
  CHECK(kept.raw == "^^^Glucose|100|mg/dL^P|||||||202602302103");
  CHECK(kept.origin == kept.raw);
  CHECK_FALSE(kept.time.local);
  CHECK(keep_unread("R").raw == "R");
}

TEST_CASE("whatever method a Contour names, its results are readings") {
  for (const char* method : {"mg/dL^P", "mg/dL^B", "mg/dL^C", "mg/dL^D", "mg/dL^"}) {
    INFO(method);
    CHECK(result_of(serial("104", method)).content == blood(104_mg_dl));
    CHECK(result_of(serial("104", method)).origin == "104 mg/dL");
  }
}

TEST_CASE("words that nobody knows are no reason to lose a result that comes twice alike") {
  for (const char* text :
       {"R|2|^^^Glucose|104|mg/dL^X|||B||||202611182103", "R|2|^^^Glucose|104|mg/dL|||B||||202611182103",
        "R|2|^^^Glucose|104|mg/dL^P|||B2||||202611182103", "R|2|^^^Glucose|104|mg/dL^P||Q/M/T1||201505261150",
        "R|2|^^^Glucose|104|mg/dL^capillary||A/B||201505261150"}) {
    INFO(text);
    CHECK(decode_result(text, std::nullopt).has_error());
    const auto entry = decode_result(text, std::nullopt, Reading::as_repeated);
    REQUIRE(entry.has_value());
    CHECK(std::get<core::BloodGlucose>(entry->content).value == 104_mg_dl);
    CHECK(entry->time.local);
  }
  for (const char* text :
       {"R|2|^^^Glucose|104|mg/dL^P|||B||||202602302103", "R|2|^^^Glucose|104|g/dL^P|||B||||202611182103",
        "R|2|^^^Glucose|601|mg/dL^P|||B||||202611182103", "R|2|^^^Glucose|104|mg/dL^P|||{||||202611182103",
        "R|2|^^^Glucose|104|mg/dL^P||x|B||||202611182103", "R|2|^^^Glucose|104|mg/dL^P||</>||201505261150"}) {
    INFO(text);
    CHECK(decode_result(text, std::nullopt, Reading::as_repeated).has_error());
  }
}

TEST_CASE("a Contour's clock that shows no time is no reason to refuse a header that comes twice alike") {
  for (const char* clock : {"196903011200", "202613182105", "199900000000", "x"}) {
    const auto text = fmt::format("H|\\^&||x1|Bayer7150^1^AB-1||1||||||1|{}", clock);
    INFO(text);
    CHECK(decode_header(text).has_error());
    const auto header = decode_header(text, Reading::as_repeated);
    REQUIRE(header.has_value());
    CHECK(header->serial == "AB-1");
    CHECK_FALSE(header->clock);
  }
  CHECK(decode_header("H|\\^&||x1|Bayer7150^1^AB-1||x", Reading::as_repeated).has_error());
}

TEST_CASE("a Contour's clock counts as set from ten minutes after its beginning") {
  CHECK_FALSE(result_of("R|2|^^^Glucose|104|mg/dL^P|||||||200001010009").time.local);
  CHECK(result_of("R|2|^^^Glucose|104|mg/dL^P|||||||200001010010").time.local ==
        core::make_local(2000, 1, 1, 0, 10, 0));
  CHECK(result_of("R|2|^^^Glucose|104|mg/dL^P|||||||199803011200").time.local ==
        core::make_local(1998, 3, 1, 12, 0, 0));
}

TEST_CASE("a Contour's clock is read from its date and time and set in six steps") {
  CHECK(*decode_clock("D|261118|\r\n", "T|2105|\r\n") == *core::make_local(2026, 11, 18, 21, 5, 0));
  CHECK(*decode_clock("\x06\x02"
                      "1D|261118|",
                      "T|2105|\r") == *core::make_local(2026, 11, 18, 21, 5, 0));
  CHECK(*decode_clock("D|980301|\r\n", "T|1200|\r\n") == *core::make_local(1998, 3, 1, 12, 0, 0));
  for (const auto& [date, time] : {std::pair{"D|260230|\r\n", "T|2105|\r\n"},
                                   {"D|261118|\r\n", "T|2405|\r\n"},
                                   {"T|2105|\r\n", "D|261118|\r\n"},
                                   {"D|261118", "T|2105|\r\n"},
                                   {"", ""},
                                   {"D|26111|\r\n", "T|12105|\r\n"}})
    CHECK(decode_clock(date, time).has_error());
  CHECK(encode_set_clock(*core::make_local(2026, 11, 18, 21, 5, 0)) ==
        std::array<std::string, 6>{"W|", "D|", "261118|\r", "W|", "T|", "2105|\r"});
}

TEST_CASE("a Contour is known by the ENQ, EOT or frame that ends what was heard") {
  const auto speaks = device::serial_link(*device::find_driver("contour")).speaks;
  CHECK(speaks(core::as_bytes("\x05")));
  CHECK(speaks(core::as_bytes("xyz\x04")));
  CHECK(speaks(core::as_bytes("xyz" + contour_example()[3])));
  CHECK_FALSE(speaks(core::as_bytes("")));
  CHECK_FALSE(speaks(core::as_bytes("\x05xyz")));
  CHECK_FALSE(speaks(core::as_bytes("\x06")));
  CHECK_FALSE(speaks(core::as_bytes("\x53\x20\x04\x10\x30\x20\xaa")));
}
