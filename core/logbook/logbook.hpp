#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/logbook/stored.hpp"

namespace SQLite {
class Database;
}

namespace core {

/// The logbook of one person: one SQLite file (schema in schema.hpp, format in docs/logbook-format.md).
///
/// Never loses, never doubles: an entry's key is (time, source, origin, n-th equal one). A dump is merged as
/// a multiset: each of its records is matched with one entry of that key not yet matched by this dump; where
/// none is left it is new. Undo, tombstones and conflicts are states of entries; nothing is overwritten.
///
/// Durable: WAL, synchronous=EXTRA; when a method that changes something returns, it is on the disk.
/// One thread at a time. Throws Failure: not_found, refused (a newer version, foreign triggers or tables, a
/// full disk), bad_data (not a logbook, damaged, or a value that no version writes: what comes out of these
/// methods is within its type), busy (locked), access_denied (permissions, a disk that does not take what is
/// written).
class Logbook {
 public:
  enum class Open : std::uint8_t { read_only, existing, create };

  /// `vfs` names an SQLite VFS, for tests that cut the power.
  Logbook(const std::filesystem::path& file, Open how, const std::string& vfs = "");
  ~Logbook();
  Logbook(Logbook&&) noexcept;
  Logbook& operator=(Logbook&&) noexcept;

  /// How long to wait while another program writes, before `busy` is thrown; five seconds by default.
  void wait_for_others(std::chrono::milliseconds time);

  // -- sources
  std::optional<std::int64_t> find_source(SourceKind kind, const std::string& family,
                                          const std::string& serial) const;
  std::vector<std::pair<std::int64_t, Source>> sources() const;

  // -- whose a meter is
  /// False once a known meter was let go.
  bool owns(std::int64_t source) const;
  /// Gives a meter away, with all its entries or those from a time on. `hand_over` has to put them into the
  /// other logbook (Intake::take), for good, while nobody can write to this one; then they are undone here,
  /// in one operation. A break between the two loses nothing, and moving it again finishes. False, with
  /// nothing done, where the meter was let go already.
  bool let_go(std::int64_t source, std::optional<LocalSeconds> since, const std::string& other,
              const std::string& command, const std::function<void(const MeterPart&)>& hand_over);

  // -- adding
  /// Everything one command adds, in one transaction: opened by begin(), nothing is kept before commit().
  class Intake {
   public:
    Intake(Intake&&) noexcept;
    ~Intake();  ///< rolls back what was not committed
    /// Adds one record of the dump. The order within a dump does not matter.
    /// `real_time`: when it was, or unset where that is unknown, if the record's own time is wrong.
    void add(LogEntry entry, std::optional<MeterTime> real_time = {});
    /// After one that says that the memory was erased a record of that time or later is none of the entries
    /// from before.
    void set_bookmark(const Bookmark& bookmark);
    void add_clock_check(const ClockCheck& check);
    /// All that comes with a meter from the logbook of `other`; known entries stay as they are.
    void take(const MeterPart& part, const std::string& other);
    /// Links twins, writes, and syncs to disk. An intake that brought nothing new leaves no operation.
    Added commit();

   private:
    friend class Logbook;
    struct State;
    explicit Intake(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  /// The source is made on first use. `dump` tells how earlier entries count (Dump).
  Intake begin(const Source& source, Dump dump, const std::string& command);

  std::optional<Bookmark> bookmark(std::int64_t source) const;
  std::vector<ClockCheck> clock_checks(std::int64_t source) const;
  /// The newest time that a source gave itself, up to `limit`.
  std::optional<LocalSeconds> newest_time(std::int64_t source, LocalSeconds limit) const;

  // -- reading
  void each(const Filter& filter, const std::function<void(const StoredEntry&)>& visit) const;
  std::optional<StoredEntry> find(std::int64_t id) const;
  /// How many blood glucose readings of each value there are and on how many days: what statistics need,
  /// in one scan. `visit(value, count)` comes once for each different value; the days are returned.
  std::int64_t each_glucose_value(const Filter& filter,
                                  const std::function<void(const Glucose&, std::int64_t)>& visit) const;

  // -- changing; each call is one operation, made whole or not at all. Its number is returned, or 0 when
  // nothing had to change.
  std::int64_t edit(std::int64_t id, const Edit& edit, const std::string& command);
  std::int64_t remove(const std::vector<std::int64_t>& ids, const std::string& command);
  /// Settles conflicts: these entries become active, the other ones of their keys are removed. Refused for
  /// two of one key.
  std::int64_t keep(const std::vector<std::int64_t>& ids, const std::string& command);
  /// Separates twins from the entries that lead them: both count from now on.
  std::int64_t unlink(const std::vector<std::int64_t>& ids, const std::string& command);
  /// Takes back an operation (by default the newest that is not itself taken back). Refused when a later
  /// one changed the same entries. An undo of an undo is a redo.
  Undone undo(std::optional<std::int64_t> operation, const std::string& command);
  /// Takes back the newest undo that still stands.
  std::int64_t redo(const std::string& command);
  /// Really deletes entries, with their history; what a meter still holds comes back at the next full read.
  std::int64_t purge(const std::vector<std::int64_t>& ids, const std::string& command);

  // -- history, newest first
  std::vector<Operation> history(std::int64_t limit = 50) const;
  std::optional<Operation> find_operation(std::int64_t id) const;
  std::vector<Change> changes_of(std::int64_t entry) const;

  /// SQLite's own integrity check, what refers to nothing, and what no version writes; empty when all is
  /// well.
  std::vector<std::string> check() const;

 private:
  std::unique_ptr<SQLite::Database> database_;
};

}  // namespace core
