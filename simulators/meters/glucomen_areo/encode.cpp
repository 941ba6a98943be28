#include "simulators/meters/glucomen_areo/encode.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/io/bytes.hpp"
#include "core/io/checksum.hpp"

namespace simulators::glucomen_areo {
namespace {

constexpr std::string_view clock_form = "YYMMDDhhmm";
constexpr std::string_view unset_time = "000101,0003";
constexpr std::int32_t highest_ketone = 80;  // tenths of mmol/L

struct Measured {
  std::string_view type;
  std::string value;
  core::GlucoseUnit unit;
};

std::string encode_value(const core::Glucose& glucose, core::GlucoseUnit unit) {
  const bool is_mg_dl = unit == core::GlucoseUnit::mg_dl;
  const core::Glucose shown = core::converted(glucose, unit);
  if (shown.reach == core::Reach::hi) return "HI";
  if (shown.reach == core::Reach::lo) return "LO";
  if (shown.digits > (is_mg_dl ? 600 : 333)) return "HI";
  if (shown.digits < (is_mg_dl ? 20 : 11)) return "LO";
  return core::format_number(shown);
}

std::string encode_ketone(const core::Ketone& ketone) {
  const std::int64_t one = core::power_of_ten(ketone.mmol_l.decimals);
  const std::int64_t tenths = (ketone.mmol_l.digits * std::int64_t{20} + one) / (2 * one);
  if (ketone.reach == core::Reach::hi || tenths > highest_ketone) return "HI";
  return core::format_decimal({static_cast<std::int32_t>(tenths), 1});
}

std::optional<Measured> encode_content(const core::Content& content, const Style& style) {
  if (const auto* reading = std::get_if<core::BloodGlucose>(&content))
    return Measured{"Glu", encode_value(reading->value, style.unit), style.unit};
  if (const auto* control = std::get_if<core::ControlResult>(&content))
    return Measured{"Ctl", encode_value(control->value, style.unit), style.unit};
  if (const auto* ketone = std::get_if<core::Ketone>(&content); ketone && style.is_gk)
    return Measured{"Ket", encode_ketone(*ketone), core::GlucoseUnit::mmol_l};
  if (std::holds_alternative<core::UnreadRecord>(content))
    return Measured{"Glu", encode_value(core::mg_dl(100), style.unit), style.unit};
  return std::nullopt;
}

std::string_view encode_mark(const core::LogEntry& entry) {
  const auto has_tag = [&](std::string_view tag) {
    return std::find(entry.tags.begin(), entry.tags.end(), tag) != entry.tags.end();
  };
  const auto* reading = std::get_if<core::BloodGlucose>(&entry.content);
  const std::string_view meal = reading ? core::name(reading->meal) : "";
  if (meal.starts_with("before_")) return "02";
  if (meal.starts_with("after_")) return "04";
  if (has_tag("check")) return "01";
  return has_tag("exercise") ? "08" : "00";
}

/// "YYMMDD,hhmm"
std::optional<std::string> encode_time(const core::MeterTime& time, bool is_impossible) {
  if (!time.local && !is_impossible) return std::string(unset_time);
  const core::LocalSeconds local = time.local.value_or(*core::make_local(2000, 1, 1, 0, 3, 0));
  const auto midnight = date::floor<date::days>(local);
  const date::year_month_day day(midnight);
  const date::hh_mm_ss clock(local - midnight);
  if (day.year() < date::year(2000) || day.year() > date::year(2099)) return std::nullopt;
  const unsigned month = is_impossible ? 2 : static_cast<unsigned>(day.month());
  const unsigned number = is_impossible ? 30 : static_cast<unsigned>(day.day());
  return fmt::format("{:02}{:02}{:02},{:02}{:02}", static_cast<int>(day.year()) - 2000, month, number,
                     clock.hours().count(), clock.minutes().count());
}

}  // namespace

std::optional<std::string> encode_record(const core::LogEntry& entry, const Style& style) {
  const std::optional<Measured> measured = encode_content(entry.content, style);
  const std::optional<std::string> time =
      encode_time(entry.time, std::holds_alternative<core::UnreadRecord>(entry.content));
  if (!measured || !time) return std::nullopt;
  return fmt::format("{},{},{}{},{},{}", measured->type, measured->value, style.is_gk ? " " : "",
                     core::name(measured->unit), encode_mark(entry), *time);
}

std::string encode_block(std::string_view lines) {
  const std::string guarded = fmt::format("[\r\n{}", lines);
  return fmt::format("{}{:02X}\r\n]\r\n", guarded, core::crc8(core::as_bytes(guarded)));
}

std::string encode_empty() {
  return "[\r\n\x90\x3d\r\n]\r\n";
}

std::optional<core::LocalSeconds> decode_set_clock(std::string_view block) {
  if (block.size() < block_head + clock_form.size()) return std::nullopt;
  const std::string_view digits = block.substr(block_head, clock_form.size());
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  if (block != encode_block(fmt::format("{}\r\n", digits))) return std::nullopt;
  const auto pair = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
  return core::make_local(2000 + pair(0), pair(2), pair(4), pair(6), pair(8), 0);
}

}  // namespace simulators::glucomen_areo
