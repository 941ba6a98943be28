#include "device/freestyle_dump.hpp"

#include "tests/catch.hpp"

using namespace core::literals;
using namespace device;

TEST_CASE("each month of a FreeStyle has four characters") {
  const char* months[] = {"Jan ", "Feb ", "Mar ", "Apr ", "May ", "June",
                          "July", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "};
  for (int i = 0; i < 12; ++i)
    CHECK(freestyle_time(std::string(months[i]) + " 05 2026 12:30") ==
          core::make_local(2026, i + 1, 5, 12, 30, 0));
  CHECK(freestyle_time("Nov  18 2026 21:05:07") == core::make_local(2026, 11, 18, 21, 5, 7));
  CHECK(freestyle_time("Jan  01 2000 00:00") == core::make_local(2000, 1, 1, 0, 0, 0));
  CHECK(freestyle_time("Dec  31 2099 23:59:59") == core::make_local(2099, 12, 31, 23, 59, 59));
  for (const char* text :
       {"Nov 18 2026 21:03", "Jun  05 2026 12:30", "Feb  30 2026 12:30", "Nov  18 1999 21:03",
        "Nov  18 2100 21:03", "Nov  18 2026 24:00", "Nov  18 2026 21:60", "Nov  18 2026 21:03:60",
        "Nov  00 2026 21:03", "nov  18 2026 21:03", "Nov  18 2026 21:0", ""}) {
    INFO(text);
    CHECK_FALSE(freestyle_time(text));
  }
}

TEST_CASE("glucose reaches from 20 to 500 mg/dL, what lies outside is HI or LO") {
  CHECK(freestyle_glucose("020") == 20_mg_dl);
  CHECK(freestyle_glucose("500") == 500_mg_dl);
  for (const char* text : {"501", "999", "HI "})
    CHECK(freestyle_glucose(text) == core::above_range(500_mg_dl));
  for (const char* text : {"019", "000", "LO "})
    CHECK(freestyle_glucose(text) == core::below_range(20_mg_dl));
  for (const char* text : {" HI", "HI", "1O4", " 98", "---", "hi ", ""}) CHECK_FALSE(freestyle_glucose(text));
}

TEST_CASE("serial numbers and versions have their form") {
  CHECK(is_freestyle_serial("DSIM000-SIM01"));
  for (const char* text : {"D-AMH0-12345", "XAGM1234567", "CZM00000001"}) CHECK(is_freestyle_serial(text));
  for (const char* text :
       {"DSIM000SIM01", "DSIM00-SIM01", "dSIM000-SIM01", "DSIM000-SIM012", "1-AMH0-12345", "D-AMH-012345",
        "DAGM1234567", "X1GM1234567", "XADM1234567", "XAGM123456", "XAGM12345678", ""})
    CHECK_FALSE(is_freestyle_serial(text));
  for (const char* text : {"0.31-P", "1.43 -P", "4.0100     -P", "0.22", "10.5"})
    CHECK(is_freestyle_version(text));
  for (const char* text : {"P0.31", "031", "31", ".31", ""}) CHECK_FALSE(is_freestyle_version(text));
}

TEST_CASE("a FreeStyle's serial number is masked in its own form, by one that is known as simulated") {
  for (const char* serial : {"DAMH000-00001", "D-AMH0-12345", "XAGM1234567"}) {
    const std::string masked = masked_freestyle_serial(serial);
    CHECK(masked.size() == std::string(serial).size());
    CHECK(is_freestyle_serial(masked));
    CHECK(is_simulated_freestyle_serial(masked));
    CHECK_FALSE(is_simulated_freestyle_serial(serial));
  }
}

TEST_CASE("a FreeStyle that refuses to show its memory is not taken for a disturbed line") {
  const auto decode = [](std::string_view) -> core::Result<core::LogEntry> { return core::LogEntry(); };
  CHECK(decode_freestyle_dump("CMD Fail!\r\n", decode).error().what ==
        "the meter refuses to show its memory");
  CHECK(decode_freestyle_dump("CMD Fail\r\n", decode).error().what.find("too short") != std::string::npos);
}

TEST_CASE("a dump is over after its END, not before") {
  CHECK(is_freestyle_dump_over("\r\nDAMH000-00001\r\n0.31-P\r\n0x16E3  END\r\n"));
  CHECK(is_freestyle_dump_over("Log Empty END\r\n"));
  CHECK_FALSE(is_freestyle_dump_over("0x16E3  END\r"));
  CHECK_FALSE(is_freestyle_dump_over("END"));
  CHECK_FALSE(is_freestyle_dump_over(""));
}

TEST_CASE("the end of the clock's line is found, however the head is laid out") {
  for (const std::string head : {"\r\nDAMH000-00001\r\n0.31-P\r\nNov  18 2026 21:05:00",
                                 "\r\n\r\nDAMH000-00001\r\n\r\n 0.31-P\r\nFeb  30 2026 21:05:00",
                                 "CMD Fail!\r\nD\r\n\r\nDAMH000-00001\r\n0.31-P\r\nNov  18 2026 21:05:00"}) {
    CHECK_FALSE(behind_freestyle_clock(head));
    CHECK_FALSE(behind_freestyle_clock(head + "\r"));
    CHECK(behind_freestyle_clock(head + "\r\n") == "");
    CHECK(behind_freestyle_clock(head + "\r\n002\r\n") == "002\r\n");
  }
  CHECK_FALSE(behind_freestyle_clock("\r\nDAMH000-00001\r\nNov  18 2026 21:05:00\r\n"));
}

TEST_CASE("the clock is set to a minute") {
  CHECK(encode_freestyle_set_clock(*core::make_local(2026, 11, 18, 21, 10, 0)) == "$tim,11,18,26,21,10\r\n");
  CHECK(encode_freestyle_set_clock(*core::make_local(2005, 1, 2, 3, 4, 59)) == "$tim,01,02,05,03,04\r\n");
}

TEST_CASE("the end of an earlier dump is told from the dump behind it") {
  CHECK(behind_earlier_dump("x0x16E3  END\r\n\r\nDSIM") == "\r\nDSIM");
  for (const char* text : {"x0x16E3  END\r\n", "x0x16E3  END\r\n\r\n", "x0x16E3  EN", ""})
    CHECK(behind_earlier_dump(text) == text);
}

TEST_CASE("a FreeStyle's clock is found behind empty lines, whose flood costs no time") {
  const std::string head = "DSIM000-SIM01\r\n\n0.31-P\r\nNov  18 2026 21:05:00\r\n";
  CHECK(behind_freestyle_clock("CMD Fail!\r\n\r\n\n" + head + "004") == "004");
  CHECK_FALSE(behind_freestyle_clock(head + "004"));
  std::string flood;
  for (int i = 0; i < 500'000; ++i) flood += i % 2 == 0 ? "\r\n" : "\n";
  CHECK_FALSE(behind_freestyle_clock(flood));
}
