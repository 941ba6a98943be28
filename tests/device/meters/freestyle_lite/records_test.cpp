#include "device/meters/freestyle_lite/records.hpp"

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "tests/catch.hpp"

using namespace core::literals;
using namespace device::freestyle_lite;

namespace {

const std::string first_example =
    "\r\nDAMH000-00001\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n002\r\n\n"
    "104  Nov  18 2026 21:03 00 0x00\r\n"
    "HI   June 05 2026 12:30 00 0x00\r\n"
    "0x16E3  END\r\n";
const std::string second_example =
    "\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n004\r\n\n"
    "104  Nov  18 2026 21:03 00 0x00\r\n"
    "HI   June 05 2026 12:30 00 0x00\r\n"
    "LO   July 31 2026 08:00 00 0x00\r\n"
    "098  May  05 2026 07:45 00 0x01\r\n"
    "0x24C0  END\r\n";
const std::string empty_example = "\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\nLog Empty END\r\n";

std::string with_sum(const std::string& text) {
  return text + fmt::format("0x{:04X}  END\r\n", core::sum16(core::as_bytes(text)));
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

/// An example with something else in it and its sum made right again.
std::string resummed(std::string text, const std::string& from, const std::string& to) {
  text = changed(std::move(text), from, to);
  return with_sum(text.substr(0, text.rfind("0x")));
}

const core::Content unread = core::UnreadRecord{};

}  // namespace

TEST_CASE("the dump of a FreeStyle Lite tells who it is, its clock and its readings") {
  const auto dump = decode_dump(first_example);
  REQUIRE(dump.has_value());
  CHECK(dump->serial == "DAMH000-00001");
  CHECK(dump->version == "0.31-P");
  CHECK(dump->clock == core::make_local(2026, 11, 18, 21, 5, 0));
  CHECK_FALSE(dump->needs_second);
  REQUIRE(dump->entries.size() == 2);
  CHECK(dump->entries[0].content == core::Content(core::BloodGlucose{104_mg_dl}));
  CHECK(dump->entries[0].time.local == core::make_local(2026, 11, 18, 21, 3, 0));
  CHECK(dump->entries[0].origin == "104");
  CHECK(dump->entries[0].raw == "104  Nov  18 2026 21:03 00 0x00");
  CHECK(dump->entries[1].content == core::Content(core::BloodGlucose{core::above_range(500_mg_dl)}));
  CHECK(dump->entries[1].time.local == core::make_local(2026, 6, 5, 12, 30, 0));
  CHECK(dump->entries[1].origin == "HI");
}

TEST_CASE("LO and a test with control solution are told from a FreeStyle Lite's readings") {
  const auto dump = decode_dump(second_example);
  REQUIRE(dump.has_value());
  REQUIRE(dump->entries.size() == 4);
  CHECK(dump->entries[2].content == core::Content(core::BloodGlucose{core::below_range(20_mg_dl)}));
  CHECK(dump->entries[2].time.local == core::make_local(2026, 7, 31, 8, 0, 0));
  CHECK(dump->entries[2].origin == "LO");
  CHECK(dump->entries[3].content == core::Content(core::ControlResult{98_mg_dl}));
  CHECK(dump->entries[3].time.local == core::make_local(2026, 5, 5, 7, 45, 0));
  CHECK(dump->entries[3].origin == "098 c");
}

TEST_CASE("a FreeStyle Lite's record is these bytes") {
  const auto bytes = *core::parse_hex(
      "31 30 34 20 20 4e 6f 76 20 20 31 38 20 32 30 32 36 20 32 31 3a 30 33 20 30 30 20 30 78 30 30");
  CHECK(*decode_record(core::as_text(bytes)) == *decode_record("104  Nov  18 2026 21:03 00 0x00"));
  CHECK(decode_record(core::as_text(bytes))->origin == "104");
}

TEST_CASE(
    "a FreeStyle Lite's empty memory has no sum and wants to be seen twice, one with a count of 000 does "
    "not") {
  const auto dump = decode_dump(empty_example);
  REQUIRE(dump.has_value());
  CHECK(dump->serial == "DSIM000-SIM01");
  CHECK(dump->entries.empty());
  CHECK(dump->needs_second);
  const std::string head = empty_example.substr(0, empty_example.find("Log"));
  for (const char* words : {"Log Not Found", "Log Not Found END", "END", "Log Empty\r\nEND"})
    CHECK(decode_dump(changed(empty_example, "Log Empty END", words))->needs_second);
  const auto counted =
      decode_dump(with_sum("\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n000\r\n\n"));
  REQUIRE(counted.has_value());
  CHECK(counted->entries.empty());
  CHECK_FALSE(counted->needs_second);
  CHECK(decode_dump(with_sum(head + "Log Empty\r\n"))->entries.empty());
  for (const std::string& more :
       {empty_example + "104  Nov  18 2026 21:03 00 0x00\r\n", empty_example + "END\r\n",
        head + "Log Empty\r\n104  Nov  18 2026 21:03 00 0x00\r\nEND\r\n",
        changed(with_sum(head + "Log Empty\r\n"), "  END", "1  END")})
    CHECK(decode_dump(more).has_error());
}

TEST_CASE(
    "a FreeStyle Lite's lone line feed may be missing, empty lines and blanks before the version may be "
    "there") {
  CHECK(decode_dump(resummed(first_example, "002\r\n\n", "002\r\n"))->entries ==
        decode_dump(first_example)->entries);
  CHECK(decode_dump(resummed(first_example, "0.31-P\r\n", "\r\n   0.31-P\r\n\r\n"))->version == "0.31-P");
  CHECK(decode_dump(resummed(first_example, "0.31-P", "4.0100     -P"))->version == "4.0100     -P");
}

TEST_CASE("a FreeStyle Lite's dump with anything off is refused") {
  for (const std::string& answer :
       {changed(first_example, "104", "105"),                                    // not what the sum is of
        changed(first_example, "0x16E3", "0x16e3"),                              // lower case
        changed(first_example, "  END", " END"),                                 // a blank
        resummed(first_example, "002", "003"),                                   // another count
        resummed(first_example, "002", "2"),                                     // not three digits
        resummed(first_example, "DAMH000", "DAMH00"),                            // no serial number
        resummed(first_example, "0.31-P", "V0.31"),                              // no version
        resummed(first_example, "Nov  18 2026 21:05:00", "Nov  18 2026 21:05"),  // no clock
        resummed(first_example, "00 0x00", "00 0x0"),                            // no record
        resummed(first_example, "00 0x00", "0g 0x00"),                           // as long as one
        resummed(first_example, "00 0x00\r", "00 0x00-\r"),                      // no flags at its end
        resummed(first_example, "104  ", "104 "),
        resummed(first_example, "104  Nov", "104  \x1bov"),
        resummed(first_example, "0.31-P", "0.31-P" + std::string(130, ' ')),
        first_example.substr(2),
        first_example.substr(0, first_example.size() - 2),
        first_example.substr(0, 60),
        std::string("CMD Fail!\r\n"),
        std::string("\r\n"),
        std::string()}) {
    INFO(answer);
    const auto dump = decode_dump(answer);
    REQUIRE(dump.has_error());
    CHECK(dump.error().kind == core::Errc::protocol);
  }
}

TEST_CASE("a FreeStyle Lite's clock that shows no calendar time does not keep the readings away") {
  const auto dump = decode_dump(resummed(first_example, "Nov  18 2026 21:05:00", "Feb  30 2026 21:05:00"));
  REQUIRE(dump.has_value());
  CHECK_FALSE(dump->clock);
  CHECK(dump->entries.size() == 2);
}

TEST_CASE("a FreeStyle Lite's record with an impossible field is kept unread and wants to be seen twice") {
  for (const char* line : {"100  Feb  30 2026 08:00 00 0x00", "100  Abc  18 2026 08:00 00 0x00",
                           "100  Nov  18 1999 08:00 00 0x00", "100  Nov  18 2100 08:00 00 0x00",
                           "100  Nov  18 2026 24:00 00 0x00", "100  Nov  18 2026 08:60 00 0x00",
                           "100  Nov  18 2026 08:00:60 00 0x00", "---  Jan  01 2000 00:03 00 0x00"}) {
    INFO(line);
    const auto entry = decode_record(line);
    REQUIRE(entry.has_value());
    CHECK(entry->content == unread);
    CHECK(entry->origin == line);
    CHECK(entry->raw == line);
    CHECK_FALSE(entry->time.local);
  }
  for (const char* line :
       {"100  Nov  18 2026 08:00 00 0x02", "100  Nov  18 2026 08:00 G 0x00", "100  Nov  18 2026 08:00 0x00",
        "---  Nov  18 2026 08:00:00 00 0x00", "100  Nov  18 2026 08:00:00 plasma 0x00"}) {
    INFO(line);
    CHECK(decode_record(line)->content == unread);
    CHECK(decode_record(line)->time.local == core::make_local(2026, 11, 18, 8, 0, 0));
  }
  const auto other = decode_dump(resummed(first_example, "00 0x00", "G 0x00"));
  REQUIRE(other.has_value());
  CHECK(other->needs_second);
  CHECK(other->entries.size() == 2);
  const auto dump = decode_dump(resummed(first_example, "Nov  18 2026 21:03", "Feb  30 2026 21:03"));
  REQUIRE(dump.has_value());
  CHECK(dump->needs_second);
  CHECK(dump->entries.size() == 2);
}

TEST_CASE("a FreeStyle Lite's record may have seconds") {
  const auto entry = decode_record("098  May  05 2026 07:45:12 00 0x01");
  CHECK(entry->content == core::Content(core::ControlResult{98_mg_dl}));
  CHECK(entry->time.local == core::make_local(2026, 5, 5, 7, 45, 12));
  CHECK(entry->origin == "098 c");
}

TEST_CASE("only the second digit of the flags says control solution, and the plasma type says nothing") {
  CHECK(decode_record("098  May  05 2026 07:45 00 0x01")->content ==
        core::Content(core::ControlResult{98_mg_dl}));
  CHECK(decode_record("098  May  05 2026 07:45 00 0x11")->content ==
        core::Content(core::ControlResult{98_mg_dl}));
  CHECK(decode_record("098  May  05 2026 07:45 00 0x10")->content ==
        core::Content(core::BloodGlucose{98_mg_dl}));
  CHECK(decode_record("098  May  05 2026 07:45 1f 0x00")->origin == "098");
}

TEST_CASE("a FreeStyle Lite's record from before the clock was set has no time") {
  const auto entry = decode_record("101  Jan  01 2000 00:09 00 0x00");
  REQUIRE(entry.has_value());
  CHECK(entry->content == core::Content(core::BloodGlucose{101_mg_dl}));
  CHECK_FALSE(entry->time.local);
  CHECK(entry->origin == "101 at Jan  01 2000 00:09");
  CHECK(decode_record("101  Jan  01 2000 00:10 00 0x00")->time.local ==
        core::make_local(2000, 1, 1, 0, 10, 0));
}

TEST_CASE("a FreeStyle Lite is told from an Optium by its lone line feed or its records") {
  const std::size_t lone = first_example.find("\n\n") + 2;
  CHECK(is_dump_begun(first_example));
  CHECK(is_dump_begun(first_example.substr(0, lone)));
  CHECK(is_dump_begun("CMD Fail!\r\n" + first_example));
  CHECK(is_dump_begun(empty_example));
  const std::string counted = changed(empty_example, "Log Empty END", "000");
  CHECK(is_dump_begun(with_sum(counted)));
  CHECK_FALSE(is_dump_begun(counted));
  CHECK_FALSE(is_dump_begun(with_sum(changed(empty_example, "Log Empty END", "001"))));
  CHECK_FALSE(is_dump_begun(first_example.substr(0, lone - 1)));
  const std::string without = changed(first_example, "002\r\n\n", "002\r\n");
  CHECK(is_dump_begun(without));
  CHECK_FALSE(is_dump_begun(changed(without, "00 0x00", "G 0x00")));
  CHECK_FALSE(is_dump_begun("CMD Fail!\r\n"));
  CHECK_FALSE(is_dump_begun(""));
}
