#include "device/text_form.hpp"

#include "tests/catch.hpp"

using namespace device;

TEST_CASE("a form says what may stand at each place of a text") {
  CHECK(fits("104  Nov", "ddd  ***"));
  CHECK(fits("0x1f", "0xhh"));
  CHECK(fits("0xAF", "0xhh"));
  CHECK(fits("SIM09", "nnnnn"));
  CHECK(fits(" ~", "**"));
  CHECK(fits("", ""));
  for (const auto& [text, form] : {std::pair{"104", "dd"},
                                   {"10", "ddd"},
                                   {"1a", "dd"},
                                   {"1:", "dd"},
                                   {"1/", "dd"},
                                   {"G", "h"},
                                   {"g", "h"},
                                   {"@", "h"},
                                   {"a", "n"},
                                   {"-", "n"},
                                   {"[", "n"},
                                   {"\x1f", "*"},
                                   {"\x7f", "*"},
                                   {"\xc3", "*"},
                                   {"x", "y"}}) {
    INFO(text << " against " << form);
    CHECK_FALSE(fits(text, form));
  }
}

TEST_CASE("numbers are read from their place") {
  CHECK(digits_at("x012", 1, 3) == 12);
  CHECK(hex_at("0x1F", 2, 2) == 0x1f);
  CHECK(hex_at("0xaf", 2, 2) == 0xaf);
}

TEST_CASE("blanks at the ends are taken off, others stay") {
  CHECK(without_blanks("  C 104 ") == "C 104");
  CHECK(without_blanks("HI") == "HI");
  CHECK(without_blanks("   ").empty());
  CHECK(without_blanks("").empty());
}

TEST_CASE("lines are taken off the front, empty ones passed over, until none has come whole") {
  std::string_view text = "\r\none\r\n\ntwo \n\r\r\nthr";
  CHECK(take_line(text) == "one");
  CHECK(take_line(text) == "two ");
  CHECK(take_line(text) == "\r");
  CHECK(take_line(text).empty());
  CHECK(text.empty());
}
