#include "simulators/duration.hpp"

#include <charconv>
#include <cstdint>

#include <fmt/format.h>

namespace simulators {
namespace {

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr Unit units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
constexpr std::int64_t longest = 100LL * 366 * 86400;

}  // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!text.empty()) {
    std::uint32_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop == end) return std::nullopt;
    std::int64_t seconds = 0;
    for (const Unit& unit : units)
      if (unit.letter == *stop) seconds = unit.seconds;
    if (seconds == 0) return std::nullopt;
    total += seconds * number;
    if (total > longest) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()) + 1);
  }
  return std::chrono::seconds(negative ? -total : total);
}

std::string format_duration(std::chrono::seconds duration) {
  std::int64_t rest = duration.count() < 0 ? -duration.count() : duration.count();
  std::string text = duration.count() < 0 ? "-" : "+";
  for (const Unit& unit : units) {
    if (rest >= unit.seconds) text += fmt::format("{}{}", rest / unit.seconds, unit.letter);
    rest %= unit.seconds;
  }
  return text.size() == 1 ? "+0s" : text;
}

}  // namespace simulators
