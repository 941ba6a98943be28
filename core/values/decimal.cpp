#include "core/values/decimal.hpp"

#include <array>

#include <fmt/format.h>

namespace core {

std::int64_t power_of_ten(std::uint8_t decimals) {
  constexpr std::array<std::int64_t, 4> powers{1, 10, 100, 1000};
  return powers.at(decimals);
}

std::strong_ordering compare(const Decimal& a, const Decimal& b) {
  return a.digits * power_of_ten(b.decimals) <=> b.digits * power_of_ten(a.decimals);
}

std::string format_decimal(const Decimal& number) {
  if (number.decimals == 0) return fmt::format("{}", number.digits);
  const std::int64_t power = power_of_ten(number.decimals);
  return fmt::format("{}.{:0{}}", number.digits / power, number.digits % power, number.decimals);
}

std::optional<Decimal> take_decimal(std::string_view& text, std::size_t most_digits) {
  Decimal number;
  std::size_t digits = 0;
  bool has_point = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      if (++digits > most_digits || (has_point && ++number.decimals > 3)) return std::nullopt;
      number.digits = number.digits * 10 + (c - '0');
    } else if ((c == '.' || c == ',') && !has_point && digits > 0) {
      has_point = true;
    } else {
      break;
    }
  }
  if (digits == 0 || (has_point && number.decimals == 0)) return std::nullopt;
  text.remove_prefix(i);
  return number;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  const auto number = take_decimal(text, 6);
  return number && text.empty() ? number : std::nullopt;
}

}  // namespace core
