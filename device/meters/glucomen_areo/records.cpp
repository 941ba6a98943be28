#include "device/meters/glucomen_areo/records.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/io/checksum.hpp"
#include "device/value_text.hpp"

namespace device::glucomen_areo {
namespace {

using core::Decimal;
using Fields = std::vector<std::string_view>;

constexpr std::size_t most_lines = 1500, longest_line = 128;
constexpr std::string_view line_end = "\r\n";
/// Where the CRC would be, these stand.
constexpr std::string_view empty_memory = "[\r\n\x90=\r\n]\r\n";
constexpr Decimal highest_ketone{80, 1};
constexpr std::chrono::minutes unset_until{10};

core::Error misfit(std::string what, std::string_view where = {}) {
  return {core::Errc::protocol, std::move(what), std::string(where),
          "The line may be disturbed: try another cable or port."};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_serial_letter(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}
bool are_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}
bool is_readable(std::string_view line) {
  return !line.empty() && line.size() <= longest_line &&
         std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

Fields split(std::string_view text, std::string_view between) {
  Fields fields;
  while (true) {
    const std::size_t end = text.find(between);
    fields.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return fields;
    text.remove_prefix(end + between.size());
  }
}

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

/// A number of two digits.
int two_digits(std::string_view digits, std::size_t at) {
  return (digits[at] - '0') * 10 + (digits[at + 1] - '0');
}

/// YYMMDD and hhmm.
std::optional<core::LocalSeconds> time_of(std::string_view day, std::string_view minute) {
  if (day.size() != 6 || minute.size() != 4 || !are_digits(day) || !are_digits(minute)) return std::nullopt;
  return core::make_local(2000 + two_digits(day, 0), two_digits(day, 2), two_digits(day, 4),
                          two_digits(minute, 0), two_digits(minute, 2), 0);
}

std::optional<core::Glucose> glucose_of(std::string_view value, core::GlucoseUnit unit) {
  const bool is_mg_dl = unit == core::GlucoseUnit::mg_dl;
  const core::Glucose lowest = is_mg_dl ? core::mg_dl(20) : core::mmol_l_tenths(11);
  const core::Glucose highest = is_mg_dl ? core::mg_dl(600) : core::mmol_l_tenths(333);
  if (value == "HI") return core::above_range(highest);
  if (value == "LO") return core::below_range(lowest);
  const auto number = value_of(value, unit);
  if (!number) return std::nullopt;
  const bool is_low = !is_at_most(lowest, *number), is_high = !is_at_most(*number, highest);
  if (!is_low && !is_high) return number;
  // A number of an unusual form may be of another unit.
  if (number->decimals != lowest.decimals) return std::nullopt;
  return is_low ? core::below_range(lowest) : core::above_range(highest);
}

std::optional<core::Content> ketone_of(std::string_view value) {
  if (value == "HI") return core::Ketone{highest_ketone, core::Reach::hi};
  const auto number = value_of(value, core::GlucoseUnit::mmol_l);
  if (!number) return std::nullopt;
  const Decimal ketone{number->digits, number->decimals};
  if (core::compare(ketone, highest_ketone) > 0) return std::nullopt;
  return core::Ketone{ketone};
}

std::optional<core::Content> content_of(std::string_view type, std::string_view value, core::GlucoseUnit unit,
                                        std::string_view mark) {
  if (type == "Ket") return unit == core::GlucoseUnit::mmol_l ? ketone_of(value) : std::nullopt;
  const auto glucose = glucose_of(value, unit);
  if (!glucose) return std::nullopt;
  if (type == "Ctl") return core::ControlResult{*glucose};
  if (type != "Glu") return std::nullopt;
  const core::MealMarker meal = mark == "02"   ? core::MealMarker::before_meal
                                : mark == "04" ? core::MealMarker::after_meal
                                               : core::MealMarker::none;
  return core::BloodGlucose{*glucose, meal};
}

core::LogEntry unread(std::string_view line) {
  core::LogEntry entry;
  entry.content = core::UnreadRecord{};
  entry.origin = entry.raw = line;
  return entry;
}

}  // namespace

core::Result<std::vector<std::string_view>> decode_block(std::string_view block) {
  Fields lines = split(block, line_end);
  // The last is what stands behind the last line end: nothing.
  if (lines.size() < 4 || lines.front() != "[" || lines[lines.size() - 2] != "]" || !lines.back().empty())
    return misfit("the meter's answer is not whole");
  const std::string_view crc = lines[lines.size() - 3];
  const std::string_view covered = block.substr(0, block.size() - crc.size() - 5);
  if (crc != fmt::format("{:02X}", core::crc8(core::as_bytes(covered))))
    return misfit("the meter's answer does not have the checksum it says");
  lines.erase(lines.end() - 3, lines.end());
  lines.erase(lines.begin());
  if (lines.size() > most_lines || !std::all_of(lines.begin(), lines.end(), is_readable))
    return misfit("the meter's answer has lines that cannot be read");
  return lines;
}

core::Result<Who> decode_who(std::string_view block) {
  const auto lines = decode_block(block);
  if (!lines) return lines.error();
  const Fields fields = lines->size() == 1 ? split(lines->front(), ",") : Fields{};
  if (fields.size() != 5 || !std::all_of(fields.begin(), fields.begin() + 3, are_digits))
    return misfit("the meter does not say who it is as a GlucoMen areo does");
  const std::string_view serial = without_blanks(fields[3]);
  const std::string_view version = without_blanks(fields[4]);
  if (serial.empty() || serial.size() > 32 || !std::all_of(serial.begin(), serial.end(), is_serial_letter) ||
      version.empty() || version.size() > 32)
    return misfit("the meter's serial number is not one of a GlucoMen areo", lines->front());
  const bool simulated = serial.size() == 10 && serial.substr(0, 3) == "SIM" && are_digits(serial.substr(3));
  return Who{std::string(serial), std::string(version), simulated};
}

core::Result<core::LogEntry> decode_record(std::string_view line) {
  const Fields fields = split(line, ",");
  if (fields.size() != 6) return misfit("a record of the meter has not six fields", line);
  std::string_view unit = fields[2];
  if (unit.substr(0, 1) == " ") unit.remove_prefix(1);
  const std::string_view mark = fields[3];
  const auto time = time_of(fields[4], fields[5]);
  if ((unit != "mg/dL" && unit != "mmol/L") || mark.size() != 2 || !time)
    return misfit("a record of the meter has an impossible field", line);
  const auto content = content_of(
      fields[0], fields[1], unit == "mg/dL" ? core::GlucoseUnit::mg_dl : core::GlucoseUnit::mmol_l, mark);
  if (!content) return misfit("a record of the meter has an impossible value", line);

  core::LogEntry entry;
  entry.content = *content;
  entry.origin = fmt::format("{} {} {}", fields[0], fields[1], unit);
  if (mark == "01") entry.tags = {"check"};
  if (mark == "08") entry.tags = {"exercise"};
  if (*time < *core::make_local(2000, 1, 1, 0, 0, 0) + unset_until)
    entry.origin += fmt::format(" {} {}", fields[4], fields[5]);
  else
    entry.time.local = *time;
  entry.raw = line;
  return entry;
}

core::Result<Dump> decode_dump(std::string_view answer) {
  if (answer == empty_memory) return Dump{};
  const auto lines = decode_block(answer);
  if (!lines) return lines.error();
  Dump dump;
  std::optional<core::MeterTime> newest;
  for (const std::string_view line : *lines) {
    auto entry = decode_record(line);
    if (!entry) {
      dump.entries.push_back(unread(line));
      continue;
    }
    dump.has_blank |= line.find(", m") != std::string_view::npos;
    const auto* const blood = std::get_if<core::BloodGlucose>(&entry->content);
    if (blood && (!newest || entry->time > *newest)) {
      newest = entry->time;
      dump.unit = blood->value.unit;
    }
    dump.entries.push_back(std::move(*entry));
  }
  return dump;
}

std::string encode_set_clock(core::LocalSeconds time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  const std::string covered =
      fmt::format("[\r\n{:02}{:02}{:02}{:02}{:02}\r\n", static_cast<int>(ymd.year()) % 100,
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()), clock.hours().count(),
                  clock.minutes().count());
  return fmt::format("\xc2\xa1{}{:02X}\r\n]\r\n", covered, core::crc8(core::as_bytes(covered)));
}

}  // namespace device::glucomen_areo
