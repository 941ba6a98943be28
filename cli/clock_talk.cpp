#include "cli/clock_talk.hpp"

#include <fmt/format.h>

namespace cli {

using std::chrono::seconds;

std::string format_difference(seconds difference) {
  const std::int64_t size = std::abs(difference.count());
  if (size < 2) return "right";
  const char* way = difference.count() > 0 ? "fast" : "slow";
  if (size < 120) return fmt::format("{} s {}", size, way);
  if (size < 3600) return fmt::format("{} min {}", (size + 30) / 60, way);
  if (size < 2 * 86400)
    return fmt::format("{} h {} min {}", (size + 30) / 3600, (size + 30) % 3600 / 60, way);
  return fmt::format("{} days {}", size / 86400, way);
}

std::string clock_talk(const core::ClockCheck& check) {
  const seconds difference = core::clock_difference(check);
  const std::int64_t size = std::abs(difference.count());
  if (size < 120) return "";
  std::string text = "The meter's clock is " + format_difference(difference) + ".";
  if (std::abs(size - 3600) <= 180)
    text += difference.count() < 0 ? " It may still be on winter time." : " It may still be on summer time.";
  if (size >= 900) text += " `bgbingo clock --set` sets it.";
  return text;
}

}  // namespace cli
