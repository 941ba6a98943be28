#include "device/meters/glucomen_areo/records.hpp"

#include "core/io/bytes.hpp"
#include "device/registry.hpp"
#include "tests/catch.hpp"

using namespace core::literals;
using namespace device::glucomen_areo;

namespace {

std::string bytes(std::string_view hex) {
  return std::string(core::as_text(*core::parse_hex(hex)));
}

core::LogEntry only_entry(std::string_view block) {
  const auto dump = decode_dump(block);
  REQUIRE(dump.has_value());
  REQUIRE(dump->entries.size() == 1);
  return dump->entries.front();
}

core::Content content_of(const std::string& value, const std::string& unit, const std::string& type = "Glu") {
  const auto entry = decode_record(type + "," + value + "," + unit + ",00,261118,2103");
  REQUIRE(entry.has_value());
  return entry->content;
}

core::Content blood(core::Glucose value) {
  return core::BloodGlucose{value};
}

}  // namespace

TEST_CASE("a GlucoMen areo says its serial number and version") {
  const auto who = decode_who("[\r\n0,0,0,  SIM0000001, 1.00\r\n5D\r\n]\r\n");
  REQUIRE(who.has_value());
  CHECK(*who == Who{"SIM0000001", "1.00", true});
}

TEST_CASE("a reading of 104 mg/dL before a meal is read from the page's bytes") {
  const auto entry = only_entry(
      bytes("5b 0d 0a 47 6c 75 2c 31 30 34 2c 6d 67 2f 64 4c 2c 30 32 2c 32 36 31 31 31 38 2c 32 31 30 33 0d "
            "0a 33 30 0d 0a 5d 0d 0a"));
  CHECK(entry.content == core::Content(core::BloodGlucose{104_mg_dl, core::MealMarker::before_meal}));
  CHECK(entry.time.local == core::make_local(2026, 11, 18, 21, 3, 0));
  CHECK(entry.origin == "Glu 104 mg/dL");
  CHECK(entry.raw == "Glu,104,mg/dL,02,261118,2103");
  CHECK(entry.tags.empty());
}

TEST_CASE("every block of the page is read") {
  CHECK(only_entry("[\r\nGlu,104,mg/dL,02,261118,2103\r\n30\r\n]\r\n").origin == "Glu 104 mg/dL");
  CHECK(only_entry("[\r\nGlu,5.8,mmol/L,04,261118,2103\r\n78\r\n]\r\n").content ==
        core::Content(core::BloodGlucose{5.8_mmol_l, core::MealMarker::after_meal}));
  CHECK(only_entry("[\r\nGlu,104, mg/dL,02,261118,2103\r\nCD\r\n]\r\n").origin == "Glu 104 mg/dL");
  CHECK(only_entry("[\r\nGlu,HI,mg/dL,04,261118,1230\r\nCE\r\n]\r\n").content ==
        core::Content(core::BloodGlucose{core::above_range(600_mg_dl), core::MealMarker::after_meal}));
  CHECK(only_entry("[\r\nGlu,LO,mg/dL,00,261118,0800\r\n6A\r\n]\r\n").content ==
        blood(core::below_range(20_mg_dl)));
  CHECK(only_entry("[\r\nCtl,98,mg/dL,00,261118,0800\r\nBF\r\n]\r\n").content ==
        core::Content(core::ControlResult{98_mg_dl}));
  CHECK(only_entry("[\r\nKet,0.6,mmol/L,00,261118,0900\r\nAE\r\n]\r\n").content ==
        core::Content(core::Ketone{{6, 1}}));
  const auto unset = only_entry("[\r\nGlu,101,mg/dL,00,000101,0003\r\n87\r\n]\r\n");
  CHECK_FALSE(unset.time.local);
  CHECK(unset.origin == "Glu 101 mg/dL 000101 0003");

  const auto three = decode_dump(
      "[\r\nGlu,104,mg/dL,02,261118,2103\r\nGlu,HI,mg/dL,04,261118,1230\r\nCtl,98,mg/dL,00,261118,0800\r\n"
      "17\r\n]\r\n");
  REQUIRE(three.has_value());
  CHECK(three->entries.size() == 3);
  CHECK(three->entries[2].origin == "Ctl 98 mg/dL");

  const auto none = decode_dump(bytes("5b 0d 0a 90 3d 0d 0a 5d 0d 0a"));
  REQUIRE(none.has_value());
  CHECK(none->entries.empty());
}

TEST_CASE("the clock is set with the page's bytes") {
  CHECK(encode_set_clock(*core::make_local(2026, 11, 18, 21, 10, 0)) ==
        "\xc2\xa1[\r\n2611182110\r\n97\r\n]\r\n");
}

TEST_CASE("the blank of a GK and the unit of the newest blood glucose are seen") {
  const auto gk = decode_dump("[\r\nGlu,104, mg/dL,02,261118,2103\r\nCD\r\n]\r\n");
  CHECK(gk->has_blank);
  CHECK(gk->unit == core::GlucoseUnit::mg_dl);
  const auto areo = decode_dump("[\r\nGlu,5.8,mmol/L,04,261118,2103\r\n78\r\n]\r\n");
  CHECK_FALSE(areo->has_blank);
  CHECK(areo->unit == core::GlucoseUnit::mmol_l);
  // A ketone is in mmol/L always: it says nothing about the unit shown.
  CHECK(decode_dump("[\r\nKet,0.6,mmol/L,00,261118,0900\r\nAE\r\n]\r\n")->unit == core::GlucoseUnit::mg_dl);
  // The newest by its time, wherever it stands.
  const auto changed =
      decode_dump("[\r\nGlu,104,mg/dL,00,261118,2103\r\nGlu,5.8,mmol/L,00,261119,0800\r\n28\r\n]\r\n");
  REQUIRE(changed.has_value());
  CHECK(changed->unit == core::GlucoseUnit::mmol_l);
}

TEST_CASE("a GlucoMen areo's mmol/L may have two decimals or none") {
  CHECK(content_of("5.80", "mmol/L") == blood({580, 2, core::GlucoseUnit::mmol_l, core::Reach::number}));
  CHECK(content_of("6", "mmol/L") == blood({6, 0, core::GlucoseUnit::mmol_l, core::Reach::number}));
  CHECK(decode_record("Glu,6,mmol/L,00,261118,2103")->origin == "Glu 6 mmol/L");
  CHECK(content_of("1", "mmol/L", "Ket") == core::Content(core::Ketone{{1, 0}}));
}

TEST_CASE("the ends of the ranges are numbers, what lies beyond is LO and HI") {
  CHECK(content_of("20", "mg/dL") == blood(20_mg_dl));
  CHECK(content_of("19", "mg/dL") == blood(core::below_range(20_mg_dl)));
  CHECK(content_of("600", "mg/dL") == blood(600_mg_dl));
  CHECK(content_of("601", "mg/dL") == blood(core::above_range(600_mg_dl)));
  CHECK(content_of("1.1", "mmol/L") == blood(1.1_mmol_l));
  CHECK(content_of("1.0", "mmol/L") == blood(core::below_range(1.1_mmol_l)));
  CHECK(content_of("33.3", "mmol/L") == blood(33.3_mmol_l));
  CHECK(content_of("33.4", "mmol/L") == blood(core::above_range(33.3_mmol_l)));
  CHECK(content_of("HI", "mmol/L") == blood(core::above_range(33.3_mmol_l)));
  CHECK(content_of("LO", "mmol/L") == blood(core::below_range(1.1_mmol_l)));
  CHECK(content_of("0.0", "mmol/L", "Ket") == core::Content(core::Ketone{{0, 1}}));
  CHECK(content_of("8.0", "mmol/L", "Ket") == core::Content(core::Ketone{{80, 1}}));
  CHECK(content_of("HI", "mmol/L", "Ket") == core::Content(core::Ketone{{80, 1}, core::Reach::hi}));
}

TEST_CASE("a mark is a meal or a tag, and changing it leaves the identity alone") {
  const auto with = [](const std::string& mark) {
    return *decode_record("Glu,104,mg/dL," + mark + ",261118,2103");
  };
  CHECK(with("01").tags == std::vector<std::string>{"check"});
  CHECK(with("08").tags == std::vector<std::string>{"exercise"});
  CHECK(with("10").content == with("00").content);
  CHECK(with("10").tags.empty());
  CHECK(with("10").raw == "Glu,104,mg/dL,10,261118,2103");
  for (const char* mark : {"01", "02", "04", "08", "10"}) CHECK(with(mark).origin == with("00").origin);
}

TEST_CASE("the clock counts as set from ten minutes after its beginning") {
  CHECK_FALSE(decode_record("Glu,101,mg/dL,00,000101,0009")->time.local);
  CHECK(decode_record("Glu,101,mg/dL,00,000101,0010")->time.local == core::make_local(2000, 1, 1, 0, 10, 0));
  CHECK(decode_record("Glu,101,mg/dL,00,991231,2359")->time.local ==
        core::make_local(2099, 12, 31, 23, 59, 0));
}

TEST_CASE("a line with an impossible field is kept as it came, and those around it are read") {
  for (const char* line : {
           "Xyz,104,mg/dL,00,261118,2103",     // nobody knows what it measures
           "Glu,104,mg/dL,00,260230,2103",     // no such day
           "Glu,104,mg/dL,00,261118,2460",     // no such minute
           "Glu,104,mg/dL,00,261118,21:3",     // no digits
           "Glu,104,mg/dL,00,26118,2103",      // short
           "Glu,104,mg/dL,0,261118,2103",      // mark
           "Glu,104,mg,00,261118,2103",        // unit
           "Glu,104,  mg/dL,00,261118,2103",   // two blanks
           "Glu,10.4,mg/dL,00,261118,2103",    // mg/dL are whole
           "Glu,104,mmol/L,00,261118,2103",    // a whole number beyond the range may be mg/dL
           "Glu,1.09,mmol/L,00,261118,2103",   // only what is of the usual form is LO or HI
           "Glu,33.31,mmol/L,00,261118,2103",  // likewise
           "Glu,5.800,mmol/L,00,261118,2103",  // too many decimals
           "Glu,-104,mg/dL,00,261118,2103",    // sign
           "Glu,,mg/dL,00,261118,2103",        // nothing
           "Glu,10400,mg/dL,00,261118,2103",   // more digits than any value has
           "Ket,0.6,mg/dL,00,261118,2103",     // ketone is in mmol/L
           "Ket,8.1,mmol/L,00,261118,2103",    // and at most 8.0
           "Ket,LO,mmol/L,00,261118,2103",     // and never LO
           "Glu,104,mg/dL,00,261118,2103,",    // a field too many
           "Glu,104,mg/dL,00,261118",          // one short
       }) {
    INFO(line);
    const auto entry = decode_record(line);
    REQUIRE(entry.has_error());
    CHECK(entry.error().kind == core::Errc::protocol);
  }
  const auto dump = decode_dump(
      "[\r\nGlu,104,mg/dL,02,261118,2103\r\nGlu,100,mg/dL,00,260230,0800\r\nCtl,98,mg/dL,00,261118,0800\r\n"
      "97\r\n]\r\n");
  REQUIRE(dump.has_value());
  REQUIRE(dump->entries.size() == 3);
  CHECK(dump->entries[1].content == core::Content(core::UnreadRecord{}));
  CHECK(dump->entries[1].origin == "Glu,100,mg/dL,00,260230,0800");
  CHECK(dump->entries[1].raw == "Glu,100,mg/dL,00,260230,0800");
  CHECK_FALSE(dump->entries[1].time.local);
  CHECK(dump->entries[2].origin == "Ctl 98 mg/dL");
}

TEST_CASE("a block that is not whole and right is refused") {
  const std::string right = "[\r\nGlu,104,mg/dL,02,261118,2103\r\n30\r\n]\r\n";
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string wrong = right;
      wrong[at] = static_cast<char>(wrong[at] ^ (1 << bit));
      CHECK(decode_dump(wrong).has_error());
    }
    CHECK(decode_dump(right.substr(0, at)).has_error());
    CHECK(decode_dump(right.substr(at + 1)).has_error());
  }
  for (const char* wrong : {"", "P", "F", "[\r\n", "]\r\n", "[\r\n]\r\n", "\r\n\r\n\r\n\r\n",
                            "[\r\nCtl,98,mg/dL,00,261118,0800\r\nbf\r\n]\r\n"})  // lower case
    CHECK(decode_dump(wrong).has_error());
  CHECK(decode_dump(right + right).has_error());
}

TEST_CASE("who the meter is is checked field by field") {
  const auto who_of = [](const std::string& line) {
    const std::string covered = "[\r\n" + line + "\r\n";
    for (int crc = 0; crc < 256; ++crc) {
      constexpr std::string_view digits = "0123456789ABCDEF";
      const std::string block = covered + digits[static_cast<std::size_t>(crc / 16)] +
                                digits[static_cast<std::size_t>(crc % 16)] + "\r\n]\r\n";
      if (decode_block(block)) return decode_who(block);
    }
    return decode_who("");
  };
  CHECK(*who_of("6,2,99,AB-12,3") == Who{"AB-12", "3", false});
  CHECK(who_of("0,0,0,  SIM000001, 1.00")->simulated == false);  // six digits
  CHECK(who_of("0,0,0,  SIM000000A, 1.00")->simulated == false);
  CHECK(who_of("0,0,0," + std::string(32, 'S') + "," + std::string(32, '1')).has_value());
  for (const std::string& line :
       {std::string("0,0,  AB12, 1"), std::string("0,0,0,  AB12, 1,"), std::string("0,0,0, , 1"),
        std::string("0,0,0,  AB12, "), std::string("0,0,x,  AB12, 1"), std::string("0,0,,  AB12, 1"),
        std::string("0,0,0,  AB 12, 1"), std::string("0,0,0,  AB12 , 1"),
        "0,0,0," + std::string(33, 'S') + ",1", "0,0,0,S," + std::string(33, '1')}) {
    INFO(line);
    CHECK(who_of(line).has_error());
  }
}

TEST_CASE("a GlucoMen areo is known by its answer, whatever stands before it") {
  const auto speaks = device::serial_link(*device::find_driver("glucomen_areo")).speaks;
  const std::string who = "[\r\n0,0,0,  SIM0000001, 1.00\r\n5D\r\n]\r\n";
  CHECK(speaks(core::as_bytes(who)));
  CHECK(speaks(core::as_bytes(std::string("\0[\r\n]\r\n", 7) + who + "x")));
  CHECK_FALSE(speaks(core::as_bytes("")));
  CHECK_FALSE(speaks(core::as_bytes(who.substr(0, who.size() - 1))));
  CHECK_FALSE(speaks(core::as_bytes("[\r\nGlu,104,mg/dL,02,261118,2103\r\n30\r\n]\r\n")));
}
