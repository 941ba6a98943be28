#pragma once

#include <optional>
#include <vector>

#include "core/logbook/logbook.hpp"
#include "tests/core/meter_time_at.hpp"
#include "tests/temporary_folder.hpp"

// Three sources, three readings, and a logbook to put them into.
namespace logbook_tests {

using namespace core;
using namespace core::literals;

inline const Source meter{SourceKind::meter, "bgstar", "SIM00000000001", "BGStar", true};
inline const Source file{SourceKind::file, "uci", "", "", false};
inline const Source hand{SourceKind::hand, "", "", "", false};

inline LogEntry reading(const char* time, Glucose value, MealMarker meal = MealMarker::none) {
  LogEntry entry;
  entry.time = at(time);
  entry.content = BloodGlucose{value, meal};
  entry.origin = format_number(value);
  entry.raw = format_number(value) + " " + std::string(name(meal));
  return entry;
}

inline Added add(Logbook& logbook, const std::vector<LogEntry>& entries, const Source& source = meter,
                 Dump dump = Dump::whole, const std::optional<Bookmark>& bookmark = std::nullopt) {
  Logbook::Intake intake = logbook.begin(source, dump, "sync");
  for (const LogEntry& entry : entries) intake.add(entry);
  if (bookmark) intake.set_bookmark(*bookmark);
  return intake.commit();
}

inline std::vector<StoredEntry> all(const Logbook& logbook, bool counted_only = true) {
  std::vector<StoredEntry> entries;
  Filter filter;
  filter.which = counted_only ? Filter::Which::counted : Filter::Which::all;
  logbook.each(filter, [&](const StoredEntry& entry) { entries.push_back(entry); });
  return entries;
}

inline Bookmark bookmark_of(const std::vector<LogEntry>& newest) {
  Bookmark bookmark;
  for (const LogEntry& entry : newest) bookmark.newest.push_back({entry.time, entry.origin});
  return bookmark;
}

/// A logbook of its own for each test.
struct Fixture {
  TemporaryFolder folder;
  Logbook logbook{folder / "anna.logbook", Logbook::Open::create};
};

inline const LogEntry breakfast = reading("2026-01-01 08:00:00", 104_mg_dl, MealMarker::before_breakfast);
inline const LogEntry lunch = reading("2026-01-01 12:30:00", 7.2_mmol_l);
inline const LogEntry dinner = reading("2026-01-01 18:30:00", above_range(600_mg_dl));

}  // namespace logbook_tests
