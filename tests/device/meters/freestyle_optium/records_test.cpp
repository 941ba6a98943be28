#include "device/meters/freestyle_optium/records.hpp"

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "tests/catch.hpp"

using namespace core::literals;
using namespace device::freestyle_optium;

namespace {

const std::string info_example =
    "S/N:\tSIM0000-SIM01\r\nVer:\t0.22\tMMOL\r\nClock:\tApr  22 2014\t02:14:37\r\nMarket:\t1\t1\r\n"
    "ROM:\t1\t0\t0\t4\r\nUsage:\t5\r\nCMD OK\r\n";
const std::string first_example =
    "\r\nABCD123-A4567\r\n0.22\r\nNov  18 2026 21:05:00\r\n002\r\n"
    "104  Nov  18 2026 21:03 G 0x00\r\n"
    "003  June 05 2026 12:30 K 0x00\r\n"
    "0x162C  END\r\n";
const std::string second_example =
    "\r\nSIM0000-SIM01\r\n0.22\r\nNov  18 2026 21:05:00\r\n005\r\n"
    "104  Nov  18 2026 21:03 G 0x00\r\n"
    "003  June 05 2026 12:30 K 0x00\r\n"
    "LO   July 31 2026 08:00 G 0x00\r\n"
    "098  May  05 2026 07:45 G 0x01\r\n"
    "101  Jan  01 2000 00:03 G 0x02\r\n"
    "0x29DB  END\r\n";
const std::string empty_example =
    "\r\nSIM0000-SIM01\r\n0.22\r\nNov  18 2026 21:05:00\r\n000\r\n0x0967  END\r\n";

std::string changed(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

core::Content content(const std::string& line) {
  const auto entry = decode_record(line);
  REQUIRE(entry.has_value());
  return entry->content;
}

core::Content ketone(int tenths) {
  return core::Ketone{{tenths, 1}};
}

const core::Content unread = core::UnreadRecord{};
const core::Content ketone_hi = core::Ketone{{80, 1}, core::Reach::hi};

}  // namespace

TEST_CASE("the dump of a FreeStyle Optium holds glucose and ketone") {
  const auto dump = decode_dump(first_example);
  REQUIRE(dump.has_value());
  CHECK(dump->serial == "ABCD123-A4567");
  CHECK(dump->version == "0.22");
  CHECK(dump->clock == core::make_local(2026, 11, 18, 21, 5, 0));
  CHECK_FALSE(dump->needs_second);
  REQUIRE(dump->entries.size() == 2);
  CHECK(dump->entries[0].content == core::Content(core::BloodGlucose{104_mg_dl}));
  CHECK(dump->entries[0].time.local == core::make_local(2026, 11, 18, 21, 3, 0));
  CHECK(dump->entries[0].origin == "104 G");
  CHECK(dump->entries[0].raw == "104  Nov  18 2026 21:03 G 0x00");
  CHECK(dump->entries[1].content == ketone(2));
  CHECK(dump->entries[1].time.local == core::make_local(2026, 6, 5, 12, 30, 0));
  CHECK(dump->entries[1].origin == "003 K");
}

TEST_CASE("LO, control solution and a lost time are told from a FreeStyle Optium's readings") {
  const auto dump = decode_dump(second_example);
  REQUIRE(dump.has_value());
  REQUIRE(dump->entries.size() == 5);
  CHECK(dump->entries[2].content == core::Content(core::BloodGlucose{core::below_range(20_mg_dl)}));
  CHECK(dump->entries[2].origin == "LO G");
  CHECK(dump->entries[3].content == core::Content(core::ControlResult{98_mg_dl}));
  CHECK(dump->entries[3].origin == "098 G c");
  CHECK(dump->entries[4].content == core::Content(core::BloodGlucose{101_mg_dl}));
  CHECK_FALSE(dump->entries[4].time.local);
  CHECK(dump->entries[4].origin == "101 G at Jan  01 2000 00:03");
}

TEST_CASE("an Optium's empty memory is a count of 000, or words that want to be seen twice") {
  const auto dump = decode_dump(empty_example);
  REQUIRE(dump.has_value());
  CHECK(dump->entries.empty());
  CHECK_FALSE(dump->needs_second);
  CHECK(decode_dump("\r\nSIM0000-SIM01\r\n0.22\r\nNov  18 2026 21:05:00\r\nLog Empty END\r\n")->needs_second);
}

TEST_CASE("an Optium's echo of the question is skipped") {
  CHECK(decode_dump("$xmem\r\n" + first_example)->entries.size() == 2);
  CHECK(decode_info("$colq\r\n" + info_example)->serial == "SIM0000-SIM01");
  CHECK(decode_dump("$xmem\r\n").has_error());
  CHECK(decode_info("$colq\r\n").has_error());
}

TEST_CASE("an Optium's glucose ends at 20 and 500, what lies outside is HI or LO") {
  CHECK(content("020  Nov  18 2026 21:03 G 0x00") == core::Content(core::BloodGlucose{20_mg_dl}));
  CHECK(content("500  Nov  18 2026 21:03 G 0x00") == core::Content(core::BloodGlucose{500_mg_dl}));
  for (const char* value : {"HI ", "501", "999"})
    CHECK(content(value + std::string("  Nov  18 2026 21:03 G 0x00")) ==
          core::Content(core::BloodGlucose{core::above_range(500_mg_dl)}));
  for (const char* value : {"LO ", "019", "000"})
    CHECK(content(value + std::string("  Nov  18 2026 21:03 G 0x00")) ==
          core::Content(core::BloodGlucose{core::below_range(20_mg_dl)}));
}

TEST_CASE("ketone is an eighteenth of what is written, rounded half up, and HI from 181 on") {
  for (int tenths = 0; tenths <= 100; ++tenths)
    CHECK(content(fmt::format("{:03}  Nov  18 2026 21:03 K 0x00", tenths * 18 / 10)) == ketone(tenths));
  CHECK(content("008  Nov  18 2026 21:03 K 0x00") == ketone(4));
  CHECK(content("009  Nov  18 2026 21:03 K 0x00") == ketone(5));
  CHECK(content("180  Nov  18 2026 21:03 K 0x00") == ketone(100));
  for (const char* value : {"181", "999", "HI "})
    CHECK(content(value + std::string("  Nov  18 2026 21:03 K 0x00")) == ketone_hi);
  CHECK(content("LO   Nov  18 2026 21:03 K 0x00") == unread);
}

TEST_CASE("a control test on a ketone strip is no ketone of a person") {
  const auto entry = decode_record("018  Nov  18 2026 21:03 K 0x01");
  REQUIRE(entry.has_value());
  CHECK(entry->content == core::Content(core::KetoneControl{{10, 1}}));
  CHECK(entry->origin == "018 K c");
  CHECK(content("HI   Nov  18 2026 21:03 K 0x01") ==
        core::Content(core::KetoneControl{{80, 1}, core::Reach::hi}));
}

TEST_CASE("where the meter says that it lost the time, whatever stands there is no time") {
  for (const char* time : {"Nov  18 2026 21:03", "Feb  30 2026 21:03"}) {
    const auto entry = decode_record(fmt::format("098  {} G 0x03", time));
    REQUIRE(entry.has_value());
    CHECK(entry->content == core::Content(core::ControlResult{98_mg_dl}));
    CHECK_FALSE(entry->time.local);
    CHECK(entry->origin == fmt::format("098 G c at {}", time));
  }
  const auto unset = decode_record("101  Jan  01 2000 00:09 G 0x00");
  CHECK_FALSE(unset->time.local);
  CHECK(unset->origin == "101 G at Jan  01 2000 00:09");
  CHECK(decode_record("101  Jan  01 2000 00:10 G 0x00")->time.local ==
        core::make_local(2000, 1, 1, 0, 10, 0));
}

TEST_CASE("an Optium's record with an impossible field is kept unread and wants to be seen twice") {
  for (const char* line : {"100  Feb  30 2026 08:00 G 0x00", "100  Abc  18 2026 08:00 K 0x00",
                           "100  Nov  18 2100 08:00 G 0x00", "100  Nov  18 2026 24:00 G 0x01",
                           "100  Nov  18 2026 08:00 G 0x06", "---  Nov  18 2026 08:00 G 0x02"}) {
    INFO(line);
    const auto entry = decode_record(line);
    REQUIRE(entry.has_value());
    CHECK(entry->content == unread);
    CHECK(entry->origin == line);
    CHECK(entry->raw == line);
    CHECK_FALSE(entry->time.local);
  }
  for (const char* line :
       {"100  Nov  18 2026 08:00 G 0x04", "100  Nov  18 2026 08:00 G 0x80", "100  Nov  18 2026 08:00 X 0x00",
        "---  Nov  18 2026 08:00 G 0x00", "---  Nov  18 2026 08:00 K 0x00", "104  Nov  18 2026 08:00 00 0x00",
        "HI   Nov  18 2026 08:00:00 B 0x00"}) {
    INFO(line);
    CHECK(decode_record(line)->content == unread);
    CHECK(decode_record(line)->time.local == core::make_local(2026, 11, 18, 8, 0, 0));
  }
  CHECK(decode_record("104  Nov  18 2026 08:00:59 K 0x00")->content == ketone(58));
  CHECK(decode_record("104  Nov  18 2026 08:00:59 K 0x00")->time.local ==
        core::make_local(2026, 11, 18, 8, 0, 59));
  std::string text =
      "\r\nSIM0000-SIM01\r\n0.22\r\nNov  18 2026 21:05:00\r\n001\r\n100  Feb  30 2026 08:00 G 0x00\r\n";
  text += fmt::format("0x{:04X}  END\r\n", core::sum16(core::as_bytes(text)));
  CHECK(decode_dump(text)->needs_second);
}

TEST_CASE("what has not the form of an Optium's record or dump is refused") {
  for (const char* line :
       {"104  Nov  18 2026 21:0", "104  Nov  18 2026 21:03 G 0x0", "104  Nov  18 2026 21:03 G-0x00",
        "104 Nov  18 2026 21:03 G 0x00", "104  Nov 18 2026 21:03 G 0x00", ""})
    CHECK(decode_record(line).has_error());
  CHECK(decode_dump(changed(second_example, "104", "105")).has_error());
  CHECK(decode_dump(changed(second_example, "005", "006")).has_error());
  CHECK(decode_dump("CMD Fail!\r\n").has_error());
}

TEST_CASE("who an Optium is, its unit and its clock come with its configuration") {
  const auto info = decode_info(info_example);
  REQUIRE(info.has_value());
  CHECK(info->serial == "SIM0000-SIM01");
  CHECK(info->version == "0.22");
  CHECK(info->unit == core::GlucoseUnit::mmol_l);
  CHECK(info->clock == core::make_local(2014, 4, 22, 2, 14, 37));
  CHECK(decode_info(changed(info_example, "MMOL", "MGDL"))->unit == core::GlucoseUnit::mg_dl);
  CHECK_FALSE(decode_info(changed(info_example, "Apr", "Xxx"))->clock);
  CHECK(decode_info(changed(info_example, "CMD OK\r\n", "")).has_error());
  CHECK(decode_info(changed(info_example, "CMD OK", "CMD Fail!")).has_error());
  CHECK(decode_info(changed(info_example, "SIM0000-", "SIM000-")).has_error());
  CHECK(decode_info(changed(info_example, "0.22", "022")).has_error());
  for (const char* nothing : {"", "\t"})
    CHECK(decode_info(changed(info_example, "\tMMOL", nothing))->unit == core::GlucoseUnit::mg_dl);
  CHECK(decode_info(changed(info_example, "Ver:\t0.22\tMMOL", "Ver:")).has_error());
  CHECK(decode_info(info_example + "CMD OK\r\n").has_error());
}

TEST_CASE("an Optium's clock line is read as real meters wrote it") {
  CHECK(*decode_clock("Clock:\tApr  22 2014\t02:14:37") == *core::make_local(2014, 4, 22, 2, 14, 37));
  CHECK(*decode_clock("Clock:\tJul  10 2013\t14:26:44") == *core::make_local(2013, 7, 10, 14, 26, 44));
  CHECK(*decode_clock("Clock:\tJun  10 2013\t14:26:44") == *core::make_local(2013, 6, 10, 14, 26, 44));
  for (const char* line :
       {"Clock: Apr 22 2014 02:14:37", "Clock:\tXxx  10 2013\t14:26", "Clock:\tXxx  10 2013\t14:26:44",
        "Clock:\tJul  32 2013\t14:26:44", "Clock:\tJuly 10 2013\t14:26:44", "Clock:\t", ""})
    CHECK(decode_clock(line).has_error());
}

TEST_CASE("an Optium's answer is over after its last words, not before") {
  CHECK(is_answer_over(info_example));
  CHECK(is_answer_over(first_example));
  CHECK(is_answer_over("CMD Fail!\r\n"));
  CHECK_FALSE(is_answer_over("$colq\r\n"));
  CHECK_FALSE(is_answer_over("CMD OK\r"));
  CHECK_FALSE(is_answer_over(""));
}

TEST_CASE("an Optium is known by its configuration, whatever came before") {
  CHECK(holds_info(info_example));
  CHECK(holds_info("S/N:\tx\r\n$colq\r\n" + info_example + "more"));
  CHECK_FALSE(holds_info(info_example.substr(0, info_example.size() - 1)));
  CHECK_FALSE(holds_info("CMD Fail!\r\n"));
  CHECK_FALSE(holds_info(first_example));
}
