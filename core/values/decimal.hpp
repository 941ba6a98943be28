#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// A number exactly as it was written: digits / 10^decimals, never a double. 5.8 and 5.80 are not equal; for
/// their size use compare.
struct Decimal {
  std::int32_t digits = 0;
  std::uint8_t decimals = 0;  ///< 0 to 3
  bool operator==(const Decimal&) const = default;
};

/// 1 to 1000, for a Decimal's decimals.
std::int64_t power_of_ten(std::uint8_t decimals);

/// The order of their sizes, exactly.
std::strong_ordering compare(const Decimal& a, const Decimal& b);

/// "104", "5.80"; always with a point.
std::string format_decimal(const Decimal& number);

/// Takes a number off the front of `text`: at most `most_digits` (up to 9), a point or comma with one to
/// three decimals behind it. Nothing, and `text` as it was, where there is none.
std::optional<Decimal> take_decimal(std::string_view& text, std::size_t most_digits);

/// A number of at most six digits and nothing else.
std::optional<Decimal> parse_decimal(std::string_view text);

}  // namespace core
