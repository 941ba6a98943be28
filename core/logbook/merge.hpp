#pragma once

// Inside the logbook room: how a dump becomes entries.

#include <optional>
#include <utility>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/logbook/belonging.hpp"
#include "core/logbook/bulk_insert.hpp"
#include "core/logbook/stored.hpp"

namespace core::rows {

/// The merge of one dump into the entries of its source, as a multiset: each record is matched with one entry
/// of its key that no other record of this dump was matched with; where none is left it is new. Runs inside
/// the transaction of the caller, and throws SQLite::Exception.
class Merge {
 public:
  Merge(SQLite::Database& database, Dump dump);

  // Set once, before the first record.
  Dump dump;
  std::int64_t source = 0;
  std::int64_t operation = 0;
  /// Entries of operations up to here are older than the records of this dump: than all, or those of this
  /// time and later.
  std::int64_t settled = 0;
  std::optional<LocalSeconds> settled_by;
  Names formers;             ///< of a former owner, not met in this dump yet
  bool is_key_proof = true;  ///< each entry of the source stands at the key of its record

  /// One record, and when it really was, where its own time is wrong. May wait for others until finish().
  void add(LogEntry entry, std::optional<MeterTime> real_time);
  /// An entry of another logbook, as it is there; `conflicts_with` is that entry's number here. The first
  /// `kept` equal ones here are others, which stayed when the meter was given away. The number it has here is
  /// given.
  std::int64_t take(const StoredEntry& stored, std::int64_t conflicts_with, std::int64_t kept);
  /// Merges what still waits, and moves entries to the times they really were at.
  void finish();

  // What came of it.
  Added result;
  std::int64_t revived = 0;    ///< of the added: undone entries that came back
  std::int64_t corrected = 0;  ///< moved to the time they really were at

 private:
  /// An entry that a record may be.
  struct Equal {
    std::int64_t id;
    bool same_raw;
    State state;
    bool read_once;
  };
  struct Dated {
    LogEntry entry;
    std::optional<MeterTime> real_time;
  };

  bool is_matched(std::int64_t id) const;
  void match(std::int64_t id);
  void bind_key(SQLite::Statement& statement, const LogEntry& entry);
  /// True when the row went in as the nth of its key.
  bool try_insert(const LogEntry& entry, std::int64_t nth, State state, std::int64_t conflicts_with);
  /// The next one of its key: numbers may be missing there, where an entry was purged or is at another time.
  std::int64_t insert_next(const LogEntry& entry, State state, std::int64_t conflicts_with);
  /// The entries of this key that a record of this dump may be, in their order.
  std::vector<Equal> unmatched_equals(const LogEntry& entry);
  /// It was read once, and now as often as it has to be.
  void confirm(std::int64_t id);
  void change(std::int64_t id, const FieldValue& before, const FieldValue& after);
  /// An undone entry comes back: beside an active one that the record may be as well, as its conflict.
  void revive(std::int64_t id, std::int64_t rival);
  /// The entry that counts, or is in conflict, because of this record; 0 where it was known, or waits.
  std::int64_t merge(const LogEntry& entry, const std::optional<MeterTime>& real_time, bool may_wait);
  /// Merges what waits. As long as all is new, as in a first import, a batch is one statement; when that
  /// meets something known it inserts nothing, and the records are merged one by one.
  void merge_waiting();
  /// After the merge: within a dump a record is known by its own time. With 0 nothing is to be done.
  void correct(std::int64_t id, const MeterTime& own, const std::optional<MeterTime>& real_time);
  void make_corrections();

  SQLite::Database& database_;
  SQLite::Statement insert_;
  SQLite::Statement equals_;
  SQLite::Statement next_nth_;
  BulkInsert bulk_;
  std::vector<LogEntry> waiting_;                        ///< records not yet merged
  std::vector<std::optional<MeterTime>> waiting_times_;  ///< when they really were; as long as `waiting_`
  /// Records that differ from the entry they may be: each waits until the whole dump was seen, lest it is
  /// held to be an entry that another record is to the letter.
  std::vector<Dated> rivals_;
  std::vector<std::pair<std::int64_t, MeterTime>> corrections_;  ///< entries, and when they really were
  std::vector<bool> matched_;  ///< a bit for each entry: two equal records of a dump need two entries
  bool expects_new_ = true;    ///< the last batch held only what was new
};

}  // namespace core::rows
