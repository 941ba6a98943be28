#include "simulators/meters/contour/command_mode.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "simulators/meters/contour/encode.hpp"

namespace simulators::contour {
namespace {

constexpr std::size_t longest_step = 16;

/// "261118|" and CR with three pairs of digits, or "2103|" and CR with two.
bool is_form(std::string_view said, std::size_t pairs) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view digits = said.substr(0, 2 * pairs);
  return said.size() == 2 * pairs + 2 && said.ends_with("|\r") &&
         std::all_of(digits.begin(), digits.end(), is_digit);
}

int pair(std::string_view said, std::size_t index) {
  return (said[2 * index] - '0') * 10 + (said[2 * index + 1] - '0');
}

/// The clock on another day, at the same time of it.
std::optional<core::LocalSeconds> with_date(core::LocalSeconds clock, std::string_view said) {
  if (!is_form(said, 3)) return std::nullopt;
  const auto midnight = core::make_local(2000 + pair(said, 0), pair(said, 1), pair(said, 2), 0, 0, 0);
  if (!midnight) return std::nullopt;
  return *midnight + (clock - date::floor<date::days>(clock));
}

/// The clock at another time of the same day.
std::optional<core::LocalSeconds> with_time(core::LocalSeconds clock, std::string_view said) {
  if (!is_form(said, 2)) return std::nullopt;
  const date::year_month_day day(date::floor<date::days>(clock));
  return core::make_local(static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                          static_cast<int>(static_cast<unsigned>(day.day())), pair(said, 0), pair(said, 1),
                          0);
}

}  // namespace

std::string CommandMode::take(char byte, core::LocalSeconds& clock) {
  const bool is_value = step_ == Step::date || step_ == Step::time;
  if (is_lenient_ && said_.empty() && (byte == '\r' || byte == '\n')) return "";
  said_ += byte;
  if (byte != (is_value ? '\r' : '|') && said_.size() < longest_step) return "";

  const std::string yes(1, ack);
  const std::string said = std::exchange(said_, "");
  std::optional<core::LocalSeconds> set;
  switch (std::exchange(step_, Step::command)) {
    case Step::command:
      if (said == "R|") step_ = Step::field_to_read;
      if (said == "W|") step_ = Step::field_to_write;
      break;
    case Step::field_to_read:
      if (said == "D|") return fmt::format("D|{}|\r\n", encode_time(clock).substr(2, 6)) + yes;
      if (said == "T|") return fmt::format("T|{}|\r\n", encode_time(clock).substr(8, 4)) + yes;
      break;
    case Step::field_to_write:
      if (said == "D|") step_ = Step::date;
      if (said == "T|") step_ = Step::time;
      break;
    case Step::date:
      set = with_date(clock, said);
      break;
    case Step::time:
      set = with_time(clock, said);
      break;
  }
  clock = set.value_or(clock);
  return set || step_ != Step::command ? yes : std::string(1, nak);
}

}  // namespace simulators::contour
