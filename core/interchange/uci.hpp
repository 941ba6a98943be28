#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string_view>

#include "core/error.hpp"
#include "core/values/log_entry.hpp"

namespace core {

/// The logbooks of the UCI "diabetes" data set (AIM-94; docs/import.md): one event a line, four columns with
/// a TAB between them.
///
///   column | written              | meaning
///   -------|----------------------|------------------------------------------------------------------
///   date   | MM-DD-YYYY           | local day; 1970 to 2199
///   time   | H:MM or HH:MM        | local time of day, no zone, no seconds
///   code   | 33 34 35             | insulin: regular, NPH, ultralente; value = units
///          | 48 57                | blood glucose, mg/dL, no meal marker
///          | 58 59, 60 61, 62 63  | blood glucose before and after breakfast, lunch, supper
///          | 64                   | blood glucose before a snack
///          | 65                   | signs of a hypo
///          | 66 67 68, 69 70 71   | meal, exercise: as usual, more, less
///          | 72                   | another event
///   value  | digits, zero-padded  | glucose 1 to 999; also 0Hi and 0Lo: outside the meter's range
///
/// Reads one line; a CR, LF or CR LF at its end is tolerated. The entry's origin is code and value without
/// padding ("58 100", "60 HI"); with the time that says all of the line, so raw is empty. Every other line is
/// Errc::bad_data, with the reason in `what`, safe to print.
[[nodiscard]] Result<LogEntry> parse_uci_line(std::string_view line);

/// Longer lines are refused unread.
inline constexpr std::size_t longest_uci_line = 1000;

/// What a file held. lines = entries + rejects + blank.
struct UciCounts {
  std::int64_t lines = 0;
  std::int64_t entries = 0;
  std::int64_t rejects = 0;
  std::int64_t blank = 0;
};

using OnUciEntry = std::function<void(LogEntry&&)>;
/// Line number from 1; the line as it stands in the file (any bytes: printable() before showing; its first
/// longest_uci_line bytes where it is longer); the reason in words for the user, without full stop.
using OnUciReject = std::function<void(std::int64_t line, std::string_view text, std::string_view reason)>;

/// Reads a whole logbook, line by line through one fixed buffer: memory does not grow with the file. Blank
/// lines and a byte-order mark are skipped. Throws Failure when reading itself goes wrong (no such file,
/// a folder, permission, I/O error), and lets through what the callbacks throw.
UciCounts read_uci(std::istream& in, const OnUciEntry& on_entry, const OnUciReject& on_reject);
UciCounts read_uci(const std::filesystem::path& file, const OnUciEntry& on_entry,
                   const OnUciReject& on_reject);

}  // namespace core
