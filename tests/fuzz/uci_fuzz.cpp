// A UCI logbook of any bytes: no line is lost, what is taken says what the line says and survives being
// written again, and every reason is safe to show.
// length: 2048
// covers: core/interchange/uci.cpp core/interchange/uci_reader.cpp
// plant: core/interchange/uci.cpp s/\*hour > 23/*hour > 24/
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/interchange/uci.hpp"
#include "core/text/printable.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Date and time as scanf reads them from the line, against what the entry says.
void require_same_time(const core::LogEntry& entry, const std::string& line) {
  int month = 0, day = 0, year = 0, hour = 0, minute = 0;
  require(std::sscanf(line.c_str(), "%2d-%2d-%4d\t%2d:%2d\t", &month, &day, &year, &hour, &minute) == 5);
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:00", year, month, day, hour, minute);
  require(core::format_time(entry.time) == text);
}

/// The entry's line in its plainest form, from its fields alone.
std::string written_again(const core::LogEntry& entry) {
  const std::string time = core::format_time(entry.time);  // 1991-04-21 09:09:00
  std::string code_and_value = entry.origin;
  std::replace(code_and_value.begin(), code_and_value.end(), ' ', '\t');
  return time.substr(5, 5) + "-" + time.substr(0, 4) + "\t" + time.substr(11, 5) + "\t" + code_and_value;
}

void check_entry(const core::LogEntry& entry, const std::string& line) {
  require(core::parse_uci_line(line) == entry);
  require(std::count(line.begin(), line.end(), '\t') == 3);
  require_same_time(entry, line);
  if (const auto* reading = std::get_if<core::BloodGlucose>(&entry.content))
    require(reading->value.unit == core::GlucoseUnit::mg_dl && reading->value.digits < 1000 &&
            entry.origin.ends_with(" " + core::format_number(reading->value)));
  if (const auto* insulin = std::get_if<core::Insulin>(&entry.content))
    require(entry.origin.ends_with(" " + core::format_decimal(insulin->units)));

  core::Result<core::LogEntry> again = core::parse_uci_line(written_again(entry));
  require(again.has_value() && *again == entry);
}

std::string_view without_mark(std::string_view line) {
  if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  return line;
}

/// The lines of a text; what follows the last LF is one, too, unless it is empty.
std::vector<std::string_view> cut(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

bool is_blank(std::string_view line) {
  return without_mark(line).find_first_not_of(" \t\r") == line.npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::istringstream in(text);
  const std::vector<std::string_view> lines = cut(text);
  std::int64_t entries = 0, rejects = 0, last_line = 0;
  const core::UciCounts counts = core::read_uci(
      in,
      [&](core::LogEntry&& entry) {
        ++entries;
        // Entries and rejects come in the file's order: it is the next line that is not blank.
        while (is_blank(lines.at(static_cast<std::size_t>(last_line)))) ++last_line;
        check_entry(entry, std::string(without_mark(lines.at(static_cast<std::size_t>(last_line++)))));
      },
      [&](std::int64_t line, std::string_view raw, std::string_view reason) {
        ++rejects;
        require(line > last_line && raw.size() <= core::longest_uci_line);
        last_line = line;
        require(!reason.empty() && core::is_printable(reason));
        require(lines.at(static_cast<std::size_t>(line - 1)).find(raw) <= 3);  // behind a byte-order mark
      });
  require(counts.lines == static_cast<std::int64_t>(lines.size()));
  require(counts.lines == counts.entries + counts.rejects + counts.blank);
  require(counts.entries == entries && counts.rejects == rejects && last_line <= counts.lines);
  return 0;
}
