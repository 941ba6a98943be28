#include "cli/clock_talk.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace cli {

using std::chrono::seconds;

std::string format_difference(const core::ClockCheck& check) {
  const seconds difference = core::clock_difference(check);
  const std::int64_t size = std::abs(difference.count());
  if (size < std::max<std::int64_t>(2, check.resolution.count())) return "right";
  const char* way = difference.count() > 0 ? "fast" : "slow";
  if (size < 120) return fmt::format("{} s {}", size, way);
  if (size < 3600) return fmt::format("{} min {}", (size + 30) / 60, way);
  if (size < 2 * 86400)
    return fmt::format("{} h {} min {}", (size + 30) / 3600, (size + 30) % 3600 / 60, way);
  return fmt::format("{} days {}", size / 86400, way);
}

namespace {

/// One hour off to three minutes: the meter was not put forward, or back.
bool is_an_hour(std::int64_t size) {
  return std::abs(size - 3600) <= 180;
}

}  // namespace

std::string clock_talk(const core::ClockCheck& check, SetBy way, const std::string& same) {
  const seconds difference = core::clock_difference(check);
  const std::int64_t size = std::abs(difference.count());
  if (size < 120) return "";
  std::string text = "The meter's clock is " + format_difference(check) + ".";
  if (is_an_hour(size)) {
    const core::LeftOn left_on = core::left_on(check);
    text = fmt::format("Your meter is one hour {}{}.", difference.count() < 0 ? "behind" : "ahead",
                       left_on == core::LeftOn::winter_time   ? ": it may still be on winter time"
                       : left_on == core::LeftOn::summer_time ? ": it may still be on summer time"
                                                              : "");
  }
  if (size >= 900 && way == SetBy::command) text += " `bgbingo clock --set" + same + "` sets it.";
  if (size >= 900 && way == SetBy::hand) text += " Set it on the meter itself.";
  return text;
}

std::string clock_question(const core::ClockCheck& check) {
  const std::int64_t size = std::abs(core::clock_difference(check).count());
  return size >= 900 ? "Set the meter's clock to this computer's time? Its readings keep the time they have."
                     : "";
}

}  // namespace cli
