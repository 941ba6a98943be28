#pragma once

// What a logbook holds and gives out, as plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/logbook/bookmark.hpp"
#include "core/time/timeline.hpp"
#include "core/values/log_entry.hpp"

namespace core {

enum class SourceKind : std::uint8_t { hand, meter, file };

/// Where entries come from: a meter (family and serial number), a file format, or the person.
struct Source {
  SourceKind kind = SourceKind::hand;
  std::string family;      ///< driver name "bgstar", format name "uci"; "" by hand
  std::string serial;      ///< of a meter; "" otherwise
  std::string model;       ///< what the meter calls itself
  bool simulated = false;  ///< a simulated meter: marked for ever

  bool operator==(const Source&) const = default;
};

/// Whether an entry counts. Nothing is ever overwritten or dropped, except by purge.
enum class State : std::uint8_t {
  active,
  removed,   ///< a tombstone: stays away whatever comes later
  undone,    ///< as if never added; comes back when it is added again or the undo is undone
  conflict,  ///< same key as an active entry with other content; kept until the person chooses
};
std::string_view name(State state);

/// An entry with what the logbook knows of it.
struct StoredEntry {
  std::int64_t id = 0;
  std::int64_t source = 0;
  std::int64_t operation = 0;  ///< that added it
  State state = State::active;
  std::int64_t twin_of = 0;         ///< the entry that leads and is counted instead, or 0
  std::int64_t conflicts_with = 0;  ///< the entry it is in conflict with, or 0
  /// What the record says where entry.time says otherwise: its clock was lost, or the person said when.
  std::optional<MeterTime> recorded;
  LogEntry entry;

  /// With `origin` the name of the record in its source, which never changes.
  const MeterTime& record_time() const { return recorded ? *recorded : entry.time; }
};

/// When an entry was: what its source's clock said by the timeline of that source, anything else by the wall.
inline PlacedTime place(const Timeline& timeline, const StoredEntry& stored) {
  return stored.recorded ? timeline.place_wall(stored.entry.time) : timeline.place(stored.entry.time);
}

/// Every change belongs to one operation; it is the unit of undo.
struct Operation {
  std::int64_t id = 0;
  UtcSeconds at;
  std::string who;             ///< the system's user name
  std::string command;         ///< "sync --port /dev/ttyUSB0"
  std::int64_t undoes = 0;     ///< the operation it takes back, or 0
  std::int64_t undone_by = 0;  ///< the operation that took it back, or 0
  std::int64_t added = 0;      ///< entries it added
  std::int64_t changed = 0;    ///< changes it made to entries that were there
};

/// The entry that leads a copy, or 0 for none.
struct TwinOf {
  std::int64_t leader = 0;
  bool operator==(const TwinOf&) const = default;
};

/// The value of a field that changes can touch; tags and note come last.
using FieldValue = std::variant<State, MeterTime, Content, TwinOf, std::vector<std::string>, std::string>;
/// "state", "time", "content", "twin_of", "tags", "note".
std::string_view field_name(const FieldValue& value);

/// One change of one field; both values are of that field.
struct Change {
  Operation operation;  ///< that made it
  FieldValue before;
  FieldValue after;
};

/// What a dump brought.
struct Added {
  std::int64_t operation = 0;  ///< 0 when nothing changed
  std::int64_t added = 0;
  std::int64_t known = 0;
  std::int64_t conflicts = 0;
  std::int64_t dated = 0;         ///< of the new ones and conflicts: at a real time other than their record's
  std::int64_t time_unknown = 0;  ///< of them: without a time
  std::int64_t copy = 0;  ///< an entry it added that was taken for the copy of another one, the last; or 0
};

/// How much of a meter's memory a dump holds.
enum class Dump : std::uint8_t {
  whole,           ///< all the source has: read to the end, or a whole file
  since_bookmark,  ///< all that is newer than the bookmark
};

/// Which entries to look at. Times are the meter's local time, from inclusive, to exclusive.
struct Filter {
  std::optional<LocalSeconds> from;
  std::optional<LocalSeconds> to;
  std::optional<std::int64_t> source;
  enum class Which : std::uint8_t { counted, conflicts, all };
  Which which = Which::counted;  ///< counted: active and not a twin's copy; all: tombstones, too
  bool time_unknown = false;     ///< only those whose time is unknown; a period never has them
  bool newest_first = false;
  std::int64_t limit = -1;
};

/// An undo, and the operation that it took back.
struct Undone {
  std::int64_t operation = 0;
  Operation undone;
};

/// What to change of an entry; absent fields stay. The value may be changed only where the entry was written
/// by hand; the time also where it is unknown, or was, and any time may be said to be unknown. What a meter
/// stored is kept: StoredEntry::recorded.
struct Edit {
  std::optional<MeterTime> time;
  std::optional<Content> content;
  std::optional<MealMarker> meal;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::string> note;
};

/// What goes to another logbook with a meter.
struct MeterPart {
  Source source;
  std::vector<StoredEntry> entries;  ///< in the order they came: active, removed and in conflict
  std::vector<ClockCheck> clock_checks;
  Bookmark bookmark;  ///< empty where there is none that all of these are older than
  /// Names, and how many of each, of records in its memory that stay with a former owner.
  std::vector<std::pair<std::string, std::int64_t>> formers;
  std::vector<std::pair<std::string, std::int64_t>> stays;  ///< of those, what stays with who gives it away
};

}  // namespace core
