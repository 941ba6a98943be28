#include "simulators/meters/codefree/encode.hpp"

#include <algorithm>
#include <initializer_list>

namespace simulators::codefree {
namespace {

constexpr std::int32_t lowest = 20;
constexpr std::int32_t highest = 600;
constexpr std::string_view set_clock = "ADATE";
constexpr std::string_view clock_form = "YYYYMMDDHHMM";

struct Measured {
  core::Glucose value;
  core::MealMarker meal = core::MealMarker::none;
};

std::optional<Measured> measured(const core::Content& content) {
  if (const auto* reading = std::get_if<core::BloodGlucose>(&content))
    return Measured{reading->value, reading->meal};
  if (std::holds_alternative<core::UnreadRecord>(content)) return Measured{core::mg_dl(100)};
  return std::nullopt;
}

std::int32_t encode_value(const core::Glucose& glucose) {
  if (glucose.reach == core::Reach::hi) return highest + 1;
  if (glucose.reach == core::Reach::lo) return lowest - 1;
  return std::clamp(core::converted(glucose, core::GlucoseUnit::mg_dl).digits, lowest - 1, highest + 1);
}

std::uint8_t encode_meal(core::MealMarker meal) {
  if (core::name(meal).starts_with("before_")) return 0x10;
  return core::name(meal).starts_with("after_") ? 0x20 : 0x00;
}

/// The low byte of each.
core::Bytes low_bytes(std::initializer_list<std::int64_t> numbers) {
  core::Bytes bytes;
  for (const std::int64_t number : numbers) bytes.push_back(static_cast<std::uint8_t>(number & 0xff));
  return bytes;
}

}  // namespace

core::Bytes encode_count(std::size_t count) {
  core::Bytes message(22, 0xaa);
  message[0] = 0x30;
  message[1] = static_cast<std::uint8_t>(count >> 8);
  message[2] = static_cast<std::uint8_t>(count & 0xff);
  return message;
}

std::optional<core::Bytes> encode_record(const core::LogEntry& entry, std::uint32_t meter) {
  const std::optional<Measured> found = measured(entry.content);
  const core::LocalSeconds time = entry.time.local.value_or(*core::make_local(2000, 1, 1, 0, 3, 0));
  const auto midnight = date::floor<date::days>(time);
  const date::year_month_day day(midnight);
  const date::hh_mm_ss clock(time - midnight);
  if (!found || day.year() < date::year(2000) || day.year() > date::year(2099)) return std::nullopt;

  const bool is_impossible = std::holds_alternative<core::UnreadRecord>(entry.content);
  const unsigned month = is_impossible ? 2 : static_cast<unsigned>(day.month());
  const unsigned day_of_month = is_impossible ? 30 : static_cast<unsigned>(day.day());
  const std::int32_t value = encode_value(found->value);
  return low_bytes({0x20, 0x13, static_cast<int>(day.year()) - 2000, month, day_of_month,
                    clock.hours().count(), clock.minutes().count(), value >> 8, value,
                    encode_meal(found->meal), 'S', 'I', 'M', meter >> 24, meter >> 16, meter >> 8, meter});
}

std::optional<core::LocalSeconds> decode_set_clock(core::ByteView message) {
  const std::string_view text = core::as_text(message);
  if (!text.starts_with(set_clock) || text.size() != set_clock.size() + clock_form.size())
    return std::nullopt;
  const std::string_view digits = text.substr(set_clock.size() + 2);  // without the century
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  const auto pair = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
  return core::make_local(2000 + pair(0), pair(2), pair(4), pair(6), pair(8), 0);
}

}  // namespace simulators::codefree
