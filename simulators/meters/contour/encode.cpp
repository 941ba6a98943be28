#include "simulators/meters/contour/encode.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/io/bytes.hpp"
#include "core/io/checksum.hpp"

namespace simulators::contour {
namespace {

constexpr char stx = 0x02;
constexpr char etx = 0x03;
constexpr char etb = 0x17;

struct Range {
  core::Glucose lowest;
  core::Glucose highest;
};

Range range(core::GlucoseUnit unit) {
  if (unit == core::GlucoseUnit::mg_dl) return {core::mg_dl(10), core::mg_dl(600)};
  return {core::mmol_l_tenths(6), core::mmol_l_tenths(333)};
}

struct Measured {
  core::Glucose value;
  std::string_view meal{};
  bool is_control = false;
};

std::optional<Measured> measured(const core::Content& content) {
  if (const auto* reading = std::get_if<core::BloodGlucose>(&content))
    return Measured{reading->value, core::name(reading->meal)};
  if (const auto* control = std::get_if<core::ControlResult>(&content))
    return Measured{control->value, "", true};
  if (std::holds_alternative<core::UnreadRecord>(content)) return Measured{core::mg_dl(100)};
  return std::nullopt;
}

/// The value as the meter shows it: in its unit, outside of its range HI or LO with the limit.
core::Glucose shown(const core::Glucose& value, core::GlucoseUnit unit) {
  const core::Glucose number = core::converted(value, unit);
  const auto [lowest, highest] = range(unit);
  if (value.reach == core::Reach::hi) return core::above_range(highest);
  if (value.reach == core::Reach::lo) return core::below_range(lowest);
  if (number.digits > highest.digits) return core::above_range(highest);
  return number.digits < lowest.digits ? core::below_range(lowest) : number;
}

bool has_tag(const core::LogEntry& entry, std::string_view tag) {
  return std::find(entry.tags.begin(), entry.tags.end(), tag) != entry.tags.end();
}

std::string_view encode_flag(core::Reach reach, bool is_temperature) {
  if (reach == core::Reach::hi) return is_temperature ? ">\\T" : ">";
  if (reach == core::Reach::lo) return is_temperature ? "<\\T" : "<";
  return is_temperature ? "T" : "";
}

std::string_view encode_mark(std::string_view meal, bool is_in_logbook) {
  if (meal.starts_with("before_")) return "B";
  if (meal.starts_with("after_")) return "A";
  return is_in_logbook ? "D" : "";
}

std::optional<std::string> encode_entry_time(const core::LogEntry& entry) {
  const core::LocalSeconds time = entry.time.local.value_or(*core::make_local(2000, 1, 1, 0, 3, 0));
  const date::year year = date::year_month_day(date::floor<date::days>(time)).year();
  if (year < date::year(2000) || year > date::year(2099)) return std::nullopt;
  std::string text = encode_time(time);
  if (std::holds_alternative<core::UnreadRecord>(entry.content)) text.replace(4, 4, "0230");
  return text;
}

/// The number alone, also of HI and LO.
std::string encode_number(const core::Glucose& value) {
  return core::format_decimal({value.digits, value.decimals});
}

struct Result {
  std::size_t n;
  core::Glucose value;
  std::string_view flag;
  std::string_view mark;
  std::string_view control;
  std::string_view time;
};

std::string encode_result(const Result& result) {
  return fmt::format("R|{}|^^^Glucose|{}|{}^P||{}|{}|{}|||{}", result.n, encode_number(result.value),
                     core::name(result.value.unit), result.flag, result.mark, result.control, result.time);
}

}  // namespace

std::string encode_frame(unsigned number, std::string_view text, bool is_last) {
  const std::string summed = fmt::format("{}{}\r{}", number, text, is_last ? etx : etb);
  return fmt::format("{}{}{:02X}\r\n", stx, summed, core::sum8(core::as_bytes(summed)));
}

std::string encode_header(const Header& header) {
  const auto [lowest, highest] = range(header.unit);
  return fmt::format(
      "H|\\^&||SIM001|Bayer{0}^02.10\\01.10\\00.00.00^{1}^{0}-|A=1^C=63^G=1^I=0200^R=0^S=1^U={2}^V={3:02}{4:"
      "03}"
      "^X=070070070070180130150250^Y=360126090050099050300089^Z=0|{5}||||||1|{6}",
      header.model, header.serial, header.unit == core::GlucoseUnit::mg_dl ? 0 : 1, lowest.digits,
      highest.digits, header.count, encode_time(header.clock));
}

std::optional<std::string> encode_reading(const core::LogEntry& entry, core::GlucoseUnit unit,
                                          std::size_t n) {
  const std::optional<Measured> found = measured(entry.content);
  const std::optional<std::string> time = encode_entry_time(entry);
  if (!found || !time) return std::nullopt;
  const core::Glucose value = shown(found->value, unit);
  return encode_result({n, value, encode_flag(value.reach, has_tag(entry, "temperature")),
                        encode_mark(found->meal, has_tag(entry, "logbook")), found->is_control ? "E" : "",
                        *time});
}

std::string encode_average(const std::vector<core::LogEntry>& memory, core::GlucoseUnit unit,
                           core::LocalSeconds clock) {
  std::int64_t sum = 0;
  std::int64_t count = 0;
  for (const core::LogEntry& entry : memory) {
    const auto* reading = std::get_if<core::BloodGlucose>(&entry.content);
    if (!reading || !entry.time.local) continue;
    if (*entry.time.local > clock || *entry.time.local < clock - date::days(14)) continue;
    const core::Glucose value = shown(reading->value, unit);
    if (value.reach != core::Reach::number) continue;
    sum += value.digits;
    ++count;
  }
  core::Glucose mean = core::converted(core::mg_dl(0), unit);
  if (count > 0) mean.digits = static_cast<std::int32_t>((2 * sum + count) / (2 * count));
  return encode_result({1, mean, "", "", "", encode_time(clock)});
}

std::string encode_time(core::LocalSeconds time) {
  const auto midnight = date::floor<date::days>(time);
  const date::year_month_day day(midnight);
  const date::hh_mm_ss clock(time - midnight);
  return fmt::format("{:04}{:02}{:02}{:02}{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                     clock.hours().count(), clock.minutes().count());
}

}  // namespace simulators::contour
