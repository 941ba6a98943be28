#include "core/time/meter_time.hpp"

#include <array>

#include <fmt/format.h>

namespace core {
namespace {

/// Takes exactly `count` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::string format_parts(date::local_seconds time, char between) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()), between,
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

std::optional<LocalSeconds> make_local(int year, int month, int day, int hour, int minute, int second) {
  if (year < first_year || year > last_year || month < 1 || month > 12 || day < 1 || day > 31)
    return std::nullopt;
  const date::year_month_day ymd{date::year{year}, date::month{static_cast<unsigned>(month)},
                                 date::day{static_cast<unsigned>(day)}};
  if (!ymd.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  return date::local_days{ymd} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

std::string format_local(LocalSeconds time) {
  return format_parts(time, ' ');
}

std::string format_time(const MeterTime& time) {
  return time.local ? format_local(*time.local) : "time unknown";
}

std::string format_utc(UtcSeconds time) {
  return format_parts(LocalSeconds{time.time_since_epoch()}, 'T') + "Z";
}

std::optional<LocalSeconds> parse_local(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  std::array<int, 3> clock{0, 0, 0};
  if (!text.empty()) {
    if (!take(text, ' ') && !take(text, 'T')) return std::nullopt;
    for (std::size_t i = 0; i < clock.size(); ++i) {
      if (i == 2 && text.empty()) break;
      if (i > 0 && !take(text, ':')) return std::nullopt;
      const auto part = take_digits(text, 2);
      if (!part) return std::nullopt;
      clock[i] = *part;
    }
    if (!text.empty()) return std::nullopt;
  }
  return make_local(*year, *month, *day, clock[0], clock[1], clock[2]);
}

std::optional<UtcSeconds> parse_utc(std::string_view text) {
  if (text.size() != 20 || text.back() != 'Z' || text[10] != 'T') return std::nullopt;
  const auto local = parse_local(text.substr(0, 19));
  if (!local) return std::nullopt;
  return UtcSeconds{local->time_since_epoch()};
}

}  // namespace core
