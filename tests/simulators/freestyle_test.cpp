#include "simulators/freestyle.hpp"

#include "tests/catch.hpp"

namespace {

using namespace core::literals;
using namespace simulators::freestyle;

core::LocalSeconds on(int year, int month, int day, int hour = 12, int minute = 0, int second = 0) {
  return *core::make_local(year, month, day, hour, minute, second);
}

/// The lines that are cut, each followed by a bar.
std::string lines_of(std::string_view bytes, bool strict) {
  Lines lines(strict);
  std::string cut;
  for (const char c : bytes)
    if (const auto line = lines.take(c)) cut += *line + "|";
  return cut;
}

}  // namespace

TEST_CASE("a FreeStyle's months are four characters wide") {
  const char* const months[] = {"Jan ", "Feb ", "Mar ", "Apr ", "May ", "June",
                                "July", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "};
  for (int month = 1; month <= 12; ++month)
    CHECK(encode_time(on(2026, month, 5)) == months[month - 1] + std::string(" 05 2026 12:00"));
  CHECK(encode_time(on(2026, 11, 18, 21, 3, 59)) == "Nov  18 2026 21:03");
  CHECK(encode_impossible_time(on(2026, 11, 18, 21, 3, 59)) == "Feb  30 2026 21:03");
}

TEST_CASE("a FreeStyle's clock is shown to the second, within the meter's years") {
  CHECK(encode_clock(on(2026, 11, 18, 21, 5, 9)) == "Nov  18 2026 21:05:09");
  CHECK(encode_clock(on(1999, 12, 31)) == "Jan  01 2000 00:00:00");
  CHECK(encode_clock(on(2100, 1, 1)) == "Dec  31 2099 23:59:59");
  CHECK(is_storable(on(2000, 1, 1, 0)));
  CHECK(is_storable(on(2099, 12, 31, 23, 59, 59)));
  CHECK_FALSE(is_storable(on(1999, 12, 31, 23, 59, 59)));
  CHECK_FALSE(is_storable(on(2100, 1, 1, 0)));
}

TEST_CASE("a FreeStyle shows 020 to 500 mg/dL, HI above and LO below") {
  CHECK(encode_glucose(20_mg_dl) == "020");
  CHECK(encode_glucose(500_mg_dl) == "500");
  CHECK(encode_glucose(19_mg_dl) == "LO ");
  CHECK(encode_glucose(501_mg_dl) == "HI ");
  CHECK(encode_glucose(core::above_range(600_mg_dl)) == "HI ");
  CHECK(encode_glucose(core::below_range(20_mg_dl)) == "LO ");
  CHECK(encode_glucose(core::above_range(0_mg_dl)) == "HI ");
  CHECK(encode_glucose(core::below_range(600_mg_dl)) == "LO ");
  CHECK(encode_glucose(5.8_mmol_l) == "104");  // 5.8 * 18.01559 = 104.49
}

TEST_CASE("the time in $tim is two digits each, and one that exists") {
  CHECK(parse_set_clock("$tim,11,18,26,21,10") == on(2026, 11, 18, 21, 10));
  CHECK(parse_set_clock("$tim,02,29,00,00,00") == on(2000, 2, 29, 0, 0));
  for (const char* const line : {"$tim,02,30,26,21,10", "$tim,11,18,26,24,10", "$tim,00,18,26,21,10",
                                 "$tim,11,18,26,21", "$tim,11,18,26,21,10,", "$tim,1,18,26,21,10",
                                 "$tim 11,18,26,21,10", "$TIM,11,18,26,21,10", "$tim,11,18,26,21,1x", ""}) {
    INFO(line);
    CHECK_FALSE(parse_set_clock(line));
  }
}

TEST_CASE("a strict FreeStyle's line ends with CR LF, a lenient one's with either") {
  CHECK(lines_of("$mem\r\n\r\n$tim", true) == "$mem||");
  CHECK(lines_of("a\rb\nc\r\n", true) == "a\rb\nc|");
  CHECK(lines_of("a\r\r\n\n", true) == "a\r|");
  CHECK(lines_of("a\rb\nc\r\n", false) == "a|b|c||");
}

TEST_CASE("what is longer than 32 bytes is no line of a FreeStyle's host, and the next one is") {
  const std::string longest(32, 'x');
  for (const bool strict : {false, true}) {
    const std::string end = strict ? "\r\n" : "\r";
    CHECK(lines_of(longest + end + "a" + end, strict) == longest + "|a|");
    CHECK(lines_of(longest + "y" + end + "a" + end, strict) == "a|");
    CHECK(lines_of(std::string(100'000, 'x') + end + "a" + end, strict) == "a|");
  }
  CHECK(lines_of(std::string(100, '\r') + "\n$mem\r\n", true) == "$mem|");
}
