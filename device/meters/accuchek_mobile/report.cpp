#include "device/meters/accuchek_mobile/report.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/text/printable.hpp"
#include "device/text_form.hpp"
#include "device/value_text.hpp"

namespace device::accuchek_mobile {
namespace {

constexpr std::size_t most_lines = 20'000, longest_line = 1024, longest_serial = 32;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::chrono::minutes unset_until{10};

using Fields = std::vector<std::string_view>;

enum Column { date, time, result, unit, temperature, out_of_target, other, before_meal, after_meal, control };
constexpr std::array<std::string_view, 10> column_names{
    "Date",  "Time",        "Result",     "Unit",        "Temperature warning", "Out of target range",
    "Other", "Before meal", "After meal", "Control test"};
/// Where each column stands, far behind the last field where it is lacking; and how many are named.
struct Places {
  std::array<std::size_t, column_names.size()> of;
  std::size_t named = 0;
};

core::Error no_report(std::string what, std::string_view line = {}) {
  return {core::Errc::bad_data, std::move(what), std::string(without_blanks(line)),
          "Only the reports that an Accu-Chek Mobile makes itself can be read."};
}

/// The next line that is whole, without its end, taken off the front.
std::optional<std::string_view> take_whole_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

Fields split(std::string_view line) {
  Fields fields;
  while (true) {
    const std::size_t end = line.find(';');
    fields.push_back(without_blanks(line.substr(0, end)));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

/// Without regard to case; `word` is in lower case.
bool is_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char c, char lower) {
    return (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == lower;
  });
}

/// Whether the last line of a file is whole though its end is missing. An empty field at its end may be one
/// that was cut off, the mark of a control test, say.
bool is_whole(std::string_view line, const Places& places) {
  const Fields fields = split(line);
  return fields.size() == places.named && is_word(fields.back(), "x");
}

std::optional<core::LocalSeconds> time_of(std::string_view day, std::string_view clock) {
  const bool has_seconds = fits(clock, "dd:dd:dd");
  if (!fits(day, "dd.dd.dddd") || (!has_seconds && !fits(clock, "dd:dd"))) return std::nullopt;
  return core::make_local(digits_at(day, 6, 4), digits_at(day, 3, 2), digits_at(day, 0, 2),
                          digits_at(clock, 0, 2), digits_at(clock, 3, 2),
                          has_seconds ? digits_at(clock, 6, 2) : 0);
}

std::optional<core::Glucose> glucose_of(std::string_view value, std::string_view unit_name) {
  const bool is_mg_dl = is_word(unit_name, "mg/dl");
  if (!is_mg_dl && !is_word(unit_name, "mmol/l")) return std::nullopt;
  const core::Glucose lowest = is_mg_dl ? core::mg_dl(10) : core::mmol_l_tenths(6);
  const core::Glucose highest = is_mg_dl ? core::mg_dl(600) : core::mmol_l_tenths(333);
  if (is_word(value, "hi")) return core::above_range(highest);
  if (is_word(value, "lo")) return core::below_range(lowest);
  std::string with_point(value);
  std::replace(with_point.begin(), with_point.end(), ',', '.');
  const auto number = value_of(with_point, lowest.unit);
  if (!number || !is_at_most(lowest, *number) || !is_at_most(*number, highest)) return std::nullopt;
  return number;
}

/// Without the empty ones at the end.
Fields split_columns(std::string_view line) {
  Fields fields = split(line);
  while (!fields.empty() && fields.back().empty()) fields.pop_back();
  return fields;
}

core::Result<Places> decode_columns(std::string_view line) {
  const Fields names = split_columns(line);
  // With a name too many it would be a guess which column holds what.
  if (names.size() > column_names.size())
    return no_report("this file is no report: its third line names more than ten columns", line);
  Places places;
  places.named = names.size();
  for (std::size_t column = 0; column < column_names.size(); ++column) {
    const auto found = std::find(names.begin(), names.end(), column_names[column]);
    if (found == names.end() && column <= unit)
      return no_report(fmt::format("this file is no report: its third line does not name the column {}",
                                   column_names[column]),
                       line);
    places.of[column] = static_cast<std::size_t>(found - names.begin());
    if (found == names.end())
      places.of[column] = std::string_view::npos;
    else if (std::find(found + 1, names.end(), column_names[column]) != names.end())
      return no_report("this file is no report: its third line names a column twice", line);
  }
  return places;
}

core::LogEntry unread(std::string_view line) {
  core::LogEntry entry;
  entry.content = core::UnreadRecord{};
  entry.origin = entry.raw = core::printable(line);
  return entry;
}

/// Nothing where nothing was measured.
std::optional<core::LogEntry> decode_record(std::string_view line, const Places& places) {
  const Fields fields = split_columns(line);
  if (fields.size() > column_names.size()) return unread(line);
  const auto field = [&](Column column) {
    return places.of[column] < fields.size() ? fields[places.of[column]] : std::string_view();
  };
  if (field(result).empty()) return std::nullopt;
  const auto when = time_of(field(date), field(time));
  const auto value = glucose_of(field(result), field(unit));
  const bool is_before = !field(before_meal).empty(), is_after = !field(after_meal).empty();
  const bool is_control = !field(control).empty();
  if (!when || !value || (is_before && is_after)) return unread(line);

  core::LogEntry entry;
  if (is_control)
    entry.content = core::ControlResult{*value};
  else
    entry.content = core::BloodGlucose{*value, is_before  ? core::MealMarker::before_meal
                                               : is_after ? core::MealMarker::after_meal
                                                          : core::MealMarker::none};
  entry.origin = fmt::format("{} {}{}", field(result), field(unit), is_control ? " control" : "");
  const core::LocalSeconds never_set = *core::make_local(2000, 1, 1, 0, 0, 0);
  if (*when >= never_set && *when < never_set + unset_until)
    entry.origin += fmt::format(" {} {}", field(date), field(time));
  else
    entry.time.local = *when;
  if (!field(temperature).empty()) entry.tags.emplace_back("temperature");
  if (!field(other).empty()) entry.tags.emplace_back("other");
  entry.raw = core::printable(line);
  return entry;
}

std::optional<core::GlucoseUnit> unit_of(const core::Content& content) {
  if (const auto* blood = std::get_if<core::BloodGlucose>(&content)) return blood->value.unit;
  if (const auto* solution = std::get_if<core::ControlResult>(&content)) return solution->value.unit;
  return std::nullopt;
}

/// Line 2; `text` begins behind it then.
core::Result<Head> take_head(std::string_view& text) {
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) text.remove_prefix(byte_order_mark.size());
  std::optional<std::string_view> line;
  for (int lines = 0; lines < 2; ++lines) {
    if (text.find('\n') > longest_line + 1 && text.size() > longest_line)
      return no_report("this file is no report: a line is too long");
    if (!(line = take_whole_line(text))) return cut_off();
  }
  const Fields fields = split(*line);
  const std::string_view serial = fields[0];
  if (fields.size() < 3 || serial.empty() || !fits(serial, std::string(serial.size(), '*')) ||
      serial.size() > longest_serial)
    return no_report("this file is no report: its second line does not say a serial number", *line);
  return Head{std::string(serial), time_of(fields[1], fields[2]), fits(serial, "SIMdddddddd")};
}

}  // namespace

core::Error cut_off() {
  return {core::Errc::disconnected, "the report is cut off, or its last line has no end", "",
          "That line is left out. Unplug the meter, plug it in again, wait for its reports, and try again."};
}

core::Result<Head> decode_head(std::string_view text) {
  return take_head(text);
}

core::Result<Report> decode_report(std::string_view text) {
  auto head = take_head(text);
  if (!head) return head.error();
  Report report;
  report.head = std::move(*head);
  std::optional<Places> places;
  std::optional<core::GlucoseUnit> unit_shown;
  std::size_t lines = 2;
  const auto next_line = [&]() -> std::optional<std::string_view> {
    const auto line = take_whole_line(text);
    if (line || text.empty() || !places || !is_whole(text, *places)) return line;
    return std::exchange(text, {});
  };
  while (const auto line = next_line()) {
    if (++lines > most_lines || line->size() > longest_line)
      return no_report("this file is no report: it is too long, or a line of it");
    if (!places) {
      auto columns = decode_columns(*line);
      if (!columns) return columns.error();
      places = *columns;
    } else if (auto entry = decode_record(*line, *places)) {
      if (!unit_shown) unit_shown = unit_of(entry->content);
      report.entries.push_back(std::move(*entry));
    }
  }
  if (text.size() > longest_line) return no_report("this file is no report: a line is too long");
  report.unit = unit_shown.value_or(core::GlucoseUnit::mg_dl);
  report.is_cut = !places || !text.empty();
  return report;
}

}  // namespace device::accuchek_mobile
