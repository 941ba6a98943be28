#include "device/meters/onetouch_ultra2/records.hpp"

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "tests/catch.hpp"

using namespace core::literals;
using namespace device::onetouch_ultra2;

namespace {

std::string with_sum(const std::string& text) {
  return fmt::format("{} {:04X}", text, core::sum16(core::as_bytes(text)));
}

/// A record of 18 November 2026, 21:03, with these fields.
std::string record(const std::string& value, const std::string& rest = R"(,"N","00", 00)") {
  return with_sum(R"(P "WED","11/18/26","21:03:00   ",")" + value + "\"" + rest);
}

core::Content content(const std::string& line) {
  const auto entry = decode_record(line);
  REQUIRE(entry.has_value());
  return entry->content;
}

const core::Content hi = core::BloodGlucose{core::above_range(600_mg_dl)};
const core::Content lo = core::BloodGlucose{core::below_range(20_mg_dl)};
const core::Content unread = core::UnreadRecord{};

}  // namespace

TEST_CASE("the records a real Ultra 2 sent are readings with meal and comment") {
  const auto entry = decode_record(R"(P "SAT","03/21/15","16:45:24   ","  081 ","N","03", 00 09B6)");
  REQUIRE(entry.has_value());
  CHECK(entry->time.local == core::make_local(2015, 3, 21, 16, 45, 24));
  CHECK(entry->content == core::Content(core::BloodGlucose{81_mg_dl}));
  CHECK(entry->origin == "081");
  CHECK(entry->raw == R"(P "SAT","03/21/15","16:45:24   ","  081 ","N","03", 00)");
  CHECK(entry->tags == std::vector<std::string>{"mild_exercise"});

  const auto before = decode_record(R"(P "SAT","03/21/15","16:42:11   ","  105 ","B","02", 00 099F)");
  REQUIRE(before.has_value());
  CHECK(before->content == core::Content(core::BloodGlucose{105_mg_dl, core::MealMarker::before_meal}));
  CHECK(before->tags == std::vector<std::string>{"too_much_food"});

  const auto third = decode_record(R"(P "SAT","03/21/15","16:39:46   ","  176 ","N","02", 00 09C1)");
  REQUIRE(third.has_value());
  CHECK(third->content == core::Content(core::BloodGlucose{176_mg_dl}));
}

TEST_CASE("a OneTouch's time of twelve hours is read where AM or PM stands behind it") {
  const auto hour_at = [](const char* time) -> std::optional<core::LocalSeconds> {
    const std::string text = std::string(R"(P "SAT","03/21/15",")") + time + R"(","  081 ","N","03", 00)";
    const auto entry = decode_record(text + fmt::format(" {:04X}", core::sum16(core::as_bytes(text))));
    return entry ? entry->time.local : std::nullopt;
  };
  CHECK(hour_at("04:45:24 PM") == core::make_local(2015, 3, 21, 16, 45, 24));
  CHECK(hour_at("04:45:24 AM") == core::make_local(2015, 3, 21, 4, 45, 24));
  CHECK(hour_at("12:45:24 AM") == core::make_local(2015, 3, 21, 0, 45, 24));
  CHECK(hour_at("12:45:24 PM") == core::make_local(2015, 3, 21, 12, 45, 24));
  for (const char* time : {"16:45:24 PM", "00:45:24 AM", "04:45:24 XM", "04:45:24PM ", "04:45:24  P"})
    CHECK_FALSE(hour_at(time));
}

TEST_CASE("the record a real Ultra sent has neither meal nor comment") {
  const auto entry = decode_record(R"(P "SAT","08/09/14","17:21:48   ","  091 ", 00 0831)");
  REQUIRE(entry.has_value());
  CHECK(entry->time.local == core::make_local(2014, 8, 9, 17, 21, 48));
  CHECK(entry->content == core::Content(core::BloodGlucose{91_mg_dl}));
  CHECK(entry->origin == "091");
  CHECK(entry->tags.empty());
}

TEST_CASE("a OneTouch's reading before a meal is marked so and has no tag without a comment") {
  const auto entry = decode_record(R"(P "WED","11/18/26","21:03:00   ","  104 ","B","00", 00 0992)");
  REQUIRE(entry.has_value());
  CHECK(entry->content == core::Content(core::BloodGlucose{104_mg_dl, core::MealMarker::before_meal}));
  CHECK(entry->tags.empty());
  CHECK(content(record("  104 ", R"(,"A","00", 00)")) ==
        core::Content(core::BloodGlucose{104_mg_dl, core::MealMarker::after_meal}));
}

TEST_CASE("a OneTouch's test with control solution is not a person's reading and has another origin") {
  const auto entry = decode_record(R"(P "WED","11/18/26","21:03:00   ","C 104 ","N","00", 00 09C1)");
  REQUIRE(entry.has_value());
  CHECK(entry->content == core::Content(core::ControlResult{104_mg_dl}));
  CHECK(entry->origin == "C 104");
  CHECK(content(record("K 104 ", ", 00")) == core::Content(core::ControlResult{104_mg_dl}));
  CHECK(content(record("C HIGH")) == core::Content(core::ControlResult{core::above_range(600_mg_dl)}));
}

TEST_CASE("a record whose memory a OneTouch doubts, and a check strip, are no readings") {
  const auto entry = decode_record(R"(P "WED","11/18/26","21:03:00   ","  104?","N","00", 00 09BD)");
  REQUIRE(entry.has_value());
  CHECK(entry->content == unread);
  CHECK(entry->raw == R"(P "WED","11/18/26","21:03:00   ","  104?","N","00", 00)");
  CHECK(entry->origin == entry->raw);
  CHECK_FALSE(entry->time.local);
  for (const char* value : {"! 104 ", "I 104 ", "C 104?", " HIGH?", "I HIGH"})
    CHECK(content(record(value)) == unread);
}

TEST_CASE("HIGH and above 600 is HI, LOW and below 20 is LO, with a OneTouch's limits") {
  CHECK(content(R"(P "WED","11/18/26","12:30:00   "," HIGH ","N","00", 00 0A09)") == hi);
  CHECK(decode_record(R"(P "WED","11/18/26","12:30:00   "," HIGH ","N","00", 00 0A09)")->origin == "HIGH");
  const auto low = decode_record(R"(P "WED","11/18/26","08:00:00   "," LOW  ","N","08", 00 0A05)");
  REQUIRE(low.has_value());
  CHECK(low->content == lo);
  CHECK(low->origin == "LOW");
  CHECK(low->tags == std::vector<std::string>{"feel_hypo"});

  for (const char* value : {"HIGH  ", "  HIGH", "  601 ", "  999 "}) CHECK(content(record(value)) == hi);
  for (const char* value : {"LOW   ", "   LOW", "  019 ", "  000 "}) CHECK(content(record(value)) == lo);
  CHECK(content(record("  600 ")) == core::Content(core::BloodGlucose{600_mg_dl}));
  CHECK(content(record("  020 ")) == core::Content(core::BloodGlucose{20_mg_dl}));
}

TEST_CASE(
    "a OneTouch's record from before the clock was set has no time, its time as written tells it from "
    "others") {
  const auto entry = decode_record(R"(P "SAT","01/01/00","00:03:00   ","  101 ","N","00", 00 098F)");
  REQUIRE(entry.has_value());
  CHECK_FALSE(entry->time.local);
  CHECK(entry->content == core::Content(core::BloodGlucose{101_mg_dl}));
  CHECK(entry->origin == "101 at 01/01/00 00:03:00");
  const auto last = decode_record(with_sum(R"(P "SAT","01/01/00","00:09:59   ","  101 ", 00)"));
  CHECK_FALSE(last->time.local);
  const auto first = decode_record(with_sum(R"(P "SAT","01/01/00","00:10:00   ","  101 ", 00)"));
  CHECK(first->time.local == core::make_local(2000, 1, 1, 0, 10, 0));
  CHECK(first->origin == "101");
}

TEST_CASE("changing meal or comment leaves a OneTouch reading's identity alone") {
  for (const char* rest : {R"(,"N","00", 00)", R"(,"B","02", 00)", R"(,"A","99", 00)"}) {
    const auto entry = decode_record(record("  104 ", rest));
    REQUIRE(entry.has_value());
    CHECK(entry->origin == "104");
  }
}

TEST_CASE("each comment of a OneTouch is its tag, and an unknown one its number") {
  const std::vector<std::string> words{"not_enough_food", "too_much_food", "mild_exercise", "hard_exercise",
                                       "medication",      "stress",        "illness",       "feel_hypo",
                                       "menses",          "vacation",      "other"};
  for (std::size_t i = 0; i < words.size(); ++i)
    CHECK(decode_record(record("  104 ", fmt::format(R"(,"N","{:02}", 00)", i + 1)))->tags ==
          std::vector<std::string>{words[i]});
  CHECK(decode_record(record("  104 ", R"(,"N","12", 00)"))->tags == std::vector<std::string>{"comment_12"});
}

TEST_CASE("the last number of a OneTouch's record is kept as it came only") {
  const auto entry = decode_record(record("  104 ", R"(,"N","00", 07)"));
  REQUIRE(entry.has_value());
  CHECK(entry->content == core::Content(core::BloodGlucose{104_mg_dl}));
  CHECK(entry->origin == "104");
  CHECK(entry->raw.substr(entry->raw.size() - 3) == " 07");
}

TEST_CASE("a OneTouch's record with a right sum and a field off is refused, and can be kept unread") {
  for (const char* text : {
           R"(P "THU","11/18/26","21:03:00   ","  104 ","N","00", 00)",  // it was a Wednesday
           R"(P "wed","11/18/26","21:03:00   ","  104 ","N","00", 00)",
           R"(P "MON","02/30/26","21:03:00   ","  104 ","N","00", 00)",  // no such day
           R"(P "WED","13/18/26","21:03:00   ","  104 ","N","00", 00)",
           R"(P "WED","11/18/26","24:03:00   ","  104 ","N","00", 00)",
           R"(P "WED","11/18/26","21:60:00   ","  104 ","N","00", 00)",
           R"(P "WED","11/18/26","21:03:60   ","  104 ","N","00", 00)",
           R"(P "WED","11/18/26","21:03:00","  104 ","N","00", 00)",     // no blanks behind the seconds
           R"(P "WED","11/18/26","21:03:00   "," 104  ","N","00", 00)",  // a place off
           R"(P "WED","11/18/26","21:03:00   ","  1O4 ","N","00", 00)",  // a letter
           R"(P "WED","11/18/26","21:03:00   ","  104!","N","00", 00)",  // no such doubt
           R"(P "WED","11/18/26","21:03:00   ","X 104 ","N","00", 00)",  // no such kind
           R"(P "WED","11/18/26","21:03:00   ","CC104 ","N","00", 00)",
           R"(P "WED","11/18/26","21:03:00   ","      ","N","00", 00)",
           R"(P "WED","11/18/26","21:03:00   ","HIGHER","N","00", 00)",
           R"(P "WED","11/18/26","21:03:00   ","  104 ","X","00", 00)",  // no such meal
           R"(P "WED","11/18/26","21:03:00   ","  104 ","N","0", 00)",   // comment
           R"(P "WED","11/18/26","21:03:00   ","  104 ","N","00")",      // no end
           R"(P "WED","11/18/26","21:03:00   ","  104 ","N","00", 00 )",
           R"(P "WED","11/18/26","21:03:00   ")",
       }) {
    INFO(text);
    const auto entry = decode_record(with_sum(text));
    REQUIRE(entry.has_error());
    CHECK(entry.error().kind == core::Errc::protocol);
    const auto kept = keep_unread(with_sum(text));
    REQUIRE(kept.has_value());
    CHECK(kept->content == unread);
    CHECK(kept->origin == text);
    CHECK(kept->raw == text);
    const bool has_time = std::string_view(text).substr(0, 32) == R"(P "WED","11/18/26","21:03:00   ")";
    CHECK(kept->time.local.has_value() == has_time);
  }
}

TEST_CASE("a OneTouch's line without a right sum is nothing at all") {
  for (const char* line : {
           R"(P "WED","11/18/26","21:03:00   ","  105 ","B","00", 00 0992)",  // one up
           R"(P "WED","11/18/26","21:03:00   ","  104 ","B","00", 00 099a)",  // lower case
           R"(P "WED","11/18/26","21:03:00   ","  104 ","B","00", 000992)",   // no blank
           R"(P "WED","11/18/26","21:03:00   ","  104 ","B","00", 00 992)",
           R"(P "WED","11/18/26","21:03:00   ","  104 ","B","00", 00 0992 )",
           R"(P "WED","11/18/26","21:03:00   ","  104 ","B","00", 00)",
           "% 2500",
           "% 1337",
           "% 13AZ",
           " 0000",
           "0000",
           "",
       }) {
    INFO(line);
    CHECK(decode_text(line).has_error());
    CHECK(decode_record(line).has_error());
    CHECK(keep_unread(line).has_error());
  }
  CHECK(*decode_text("% 0025") == "%");
}

TEST_CASE("bytes that are no text are no OneTouch's line, even where the sum fits") {
  CHECK(decode_text(with_sum("P\t1")).has_error());
  CHECK(decode_text(with_sum("P \x80")).has_error());
}

TEST_CASE("another line of a OneTouch than a record is not kept as one") {
  CHECK(keep_unread(R"(P 003,"GMF600DCY","MG/DL " 05A6)").has_error());
  CHECK(keep_unread("Z 005A").has_error());
}

TEST_CASE("who a OneTouch is, its unit and its clock are read as it writes them") {
  CHECK(*decode_version("?P02.00.01   /  /   034C") == "P02.00.01   /  /  ");
  CHECK(*decode_version("?P02.00.00 30/08/06 03BC") == "P02.00.00 30/08/06");
  CHECK(*decode_serial(R"(@ "SIM00001Y" 02D7)") == "SIM00001Y");
  CHECK(*decode_serial(R"(@ "SIM00001T" 02D2)") == "SIM00001T");
  CHECK(*decode_serial(R"(@ "12345678O" 0297)") ==
        "12345678O");  // of another model, in glucometerutils' tests
  CHECK(*decode_unit(R"(SU?,"MG/DL " 02CA)") == core::GlucoseUnit::mg_dl);
  CHECK(*decode_unit(R"(SU?,"MMOL/L" 0307)") == core::GlucoseUnit::mmol_l);
  CHECK(*decode_clock(R"(F "TUE","08/12/14","15:40:16   " 060B)") ==
        *core::make_local(2014, 8, 12, 15, 40, 16));
  CHECK(*decode_clock(R"(F "TUE","08/12/14","15:40:22   " 0608)") ==
        *core::make_local(2014, 8, 12, 15, 40, 22));
  CHECK(*decode_new_clock(R"(T "WED","11/18/26","21:10:00   " 0601)") ==
        *core::make_local(2026, 11, 18, 21, 10, 0));
  CHECK(*decode_new_clock(R"(T "SAT","08/03/13","22:12:00   " 0608)") ==
        *core::make_local(2013, 8, 3, 22, 12, 0));
  CHECK(is_erased("Z 005A"));
}

TEST_CASE("other answers of a OneTouch with anything off are refused") {
  CHECK(decode_version("S 0053").has_error());
  CHECK(decode_version("T 0054").has_error());
  CHECK(decode_version(with_sum("?")).has_error());
  CHECK(decode_version("?P02.00.00 30/08/06 03BD").has_error());
  CHECK(decode_serial(with_sum(R"(@ "SIM0001Y")")).has_error());
  CHECK(decode_serial(with_sum(R"(@ "sim00001Y")")).has_error());
  CHECK(decode_serial(with_sum(R"(@"SIM00001Y")")).has_error());
  CHECK(decode_unit(with_sum(R"(SU?,"MG/DL")")).has_error());
  CHECK(decode_unit(R"(ST?,"24:00" 0256)").has_error());
  CHECK(decode_clock(with_sum(R"(F "WED","08/12/14","15:40:16   ")")).has_error());
  CHECK(decode_clock(R"(T "WED","11/18/26","21:10:00   " 0601)").has_error());
  CHECK(decode_new_clock(R"(F "TUE","08/12/14","15:40:16   " 060B)").has_error());
  CHECK(decode_new_clock("T 0054").has_error());
  CHECK_FALSE(is_erased("Z 005B"));
  CHECK_FALSE(is_erased("Z"));
}

TEST_CASE("a OneTouch's dump begins with its count, the serial number and the unit") {
  CHECK(*decode_header(R"(P 003,"GMF600DCY","MG/DL " 05A6)") ==
        Header{3, "GMF600DCY", core::GlucoseUnit::mg_dl});
  CHECK(decode_header(R"(P 000,"SIM00001Y","MG/DL " 0586)")->count == 0);
  CHECK(decode_header(R"(P 004,"SIM00001Y","MG/DL " 058A)")->count == 4);
  CHECK(decode_header(with_sum(R"(P 500,"SIM00001Y","MMOL/L")"))->unit == core::GlucoseUnit::mmol_l);
  CHECK(decode_header(with_sum(R"(P 04,"SIM00001Y","MG/DL ")")).has_error());
  CHECK(decode_header(with_sum(R"(P 004,"SIM00001Y","MG/DL_")")).has_error());
  CHECK(decode_header(record("  104 ")).has_error());
}

TEST_CASE(
    "a OneTouch's question is its letters behind what makes it listen, one that sets the clock ends with "
    "CR") {
  CHECK(core::format_hex(core::as_bytes(encode_question("DM?")), " ") == "11 0d 44 4d 3f");
  CHECK(core::format_hex(core::as_bytes(encode_question("DMF")), " ") == "11 0d 44 4d 46");
  CHECK(encode_set_clock(*core::make_local(2026, 11, 18, 21, 10, 0)) == "\x11\rDMT11/18/26 21:10:00\r");
  CHECK(encode_set_clock(*core::make_local(2005, 1, 2, 3, 4, 5)) == "\x11\rDMT01/02/05 03:04:05\r");
}
