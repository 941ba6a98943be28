#include "core/values/decimal.hpp"

#include "tests/catch.hpp"

using namespace core;

TEST_CASE("a number is written as it was read") {
  for (const char* text : {"0", "9", "9.5", "5.80", "0.125", "999999"}) {
    INFO(text);
    CHECK(format_decimal(parse_decimal(text).value()) == text);
  }
  CHECK(format_decimal(parse_decimal("6,4").value()) == "6.4");
}

TEST_CASE("what is not one short number is none") {
  for (const char* text :
       {"", " ", ".", ",5", "5.", "1.2345", "1.2.3", "1000000", "-1", "1 2", "9 ", "1e3"}) {
    INFO(text);
    CHECK_FALSE(parse_decimal(text).has_value());
  }
}

TEST_CASE("numbers compare by their size, exactly, up to the largest there are") {
  CHECK(compare({58, 1}, {580, 2}) == std::strong_ordering::equal);
  CHECK(Decimal{58, 1} != Decimal{580, 2});
  CHECK(compare({579, 2}, {58, 1}) == std::strong_ordering::less);
  CHECK(compare({2'147'483'647, 0}, {1, 3}) == std::strong_ordering::greater);
}
