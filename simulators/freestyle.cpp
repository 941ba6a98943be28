#include "simulators/freestyle.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/io/checksum.hpp"

namespace simulators::freestyle {
namespace {

constexpr std::int32_t lowest = 20;
constexpr std::int32_t highest = 500;
constexpr std::size_t longest_line = 32;
constexpr core::LocalSeconds first_time = date::local_days{date::year{2000} / date::January / 1};
constexpr core::LocalSeconds last_time =
    date::local_days{date::year{2100} / date::January / 1} - std::chrono::seconds(1);

constexpr std::string_view months[] = {"Jan ", "Feb ", "Mar ", "Apr ", "May ", "June",
                                       "July", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "};

/// This month and day, with the year and the time of day of `time`.
std::string encode(unsigned month, unsigned day, core::LocalSeconds time) {
  const auto midnight = date::floor<date::days>(time);
  const date::hh_mm_ss clock(time - midnight);
  return fmt::format("{} {:02} {} {:02}:{:02}", months[month - 1], day,
                     static_cast<int>(date::year_month_day(midnight).year()), clock.hours().count(),
                     clock.minutes().count());
}

}  // namespace

bool is_storable(core::LocalSeconds time) {
  return time >= first_time && time <= last_time;
}

std::string encode_time(core::LocalSeconds time) {
  const date::year_month_day day(date::floor<date::days>(time));
  return encode(static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), time);
}

std::string encode_impossible_time(core::LocalSeconds time) {
  return encode(2, 30, time);
}

std::string encode_clock(core::LocalSeconds time) {
  const core::LocalSeconds shown = std::clamp(time, first_time, last_time);
  const auto minute = date::floor<std::chrono::minutes>(shown);
  return fmt::format("{}:{:02}", encode_time(shown), (shown - minute).count());
}

bool fits(std::string_view text, std::string_view form) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char expected) {
    return expected == '0' ? c >= '0' && c <= '9' : c == expected;
  });
}

std::string encode_glucose(const core::Glucose& glucose) {
  const std::int32_t number = core::converted(glucose, core::GlucoseUnit::mg_dl).digits;
  const bool is_number = glucose.reach == core::Reach::number;
  if (is_number ? number > highest : glucose.reach == core::Reach::hi) return "HI ";
  if (is_number ? number < lowest : glucose.reach == core::Reach::lo) return "LO ";
  return fmt::format("{:03}", number);
}

std::string encode_head(std::string_view serial, std::string_view version, core::LocalSeconds clock) {
  return fmt::format("\r\n{}\r\n{}\r\n{}\r\n", serial, version, encode_clock(clock));
}

std::string encode_end(std::string_view dump) {
  return fmt::format("0x{:04X}  END\r\n", core::sum16(core::as_bytes(dump)));
}

std::optional<core::LocalSeconds> parse_set_clock(std::string_view line) {
  if (!fits(line, "$tim,00,00,00,00,00")) return std::nullopt;
  const auto number = [&](std::size_t place) { return 10 * (line[place] - '0') + (line[place + 1] - '0'); };
  return core::make_local(2000 + number(11), number(5), number(8), number(14), number(17), 0);
}

std::optional<std::string> Lines::take(char c) {
  const bool is_end = strict_ ? c == '\n' && line_.ends_with('\r') : c == '\r' || c == '\n';
  if (!is_end) {
    if (line_.size() > longest_line + 1) line_.pop_back();  // too long already, but its CR may be this one
    line_ += c;
    return std::nullopt;
  }
  if (strict_) line_.pop_back();
  std::string line = std::exchange(line_, "");
  if (line.size() > longest_line) return std::nullopt;
  return line;
}

}  // namespace simulators::freestyle
