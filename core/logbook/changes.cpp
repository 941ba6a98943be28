#include <algorithm>

#include "core/database/database.hpp"
#include "core/logbook/belonging.hpp"
#include "core/logbook/field.hpp"
#include "core/logbook/logbook.hpp"
#include "core/logbook/rows.hpp"
#include "core/logbook/twins.hpp"

namespace core {
namespace {

Failure no_entry(std::int64_t id) {
  return Failure(
      {Errc::not_found, "there is no entry with this number", std::to_string(id), "See `bgbingo log list`."});
}

/// One operation while it is made: a transaction, and the fields it sets one by one.
class ChangeSet {
 public:
  ChangeSet(SQLite::Database& database, const std::string& command, std::int64_t undoes = 0)
      : database_(database),
        transaction_(database, SQLite::TransactionBehavior::IMMEDIATE),
        operation_(rows::begin_operation(database, command, undoes)) {}

  void set(std::int64_t entry, const FieldValue& before, const FieldValue& after) {
    if (before == after) return;
    rows::change_field(database_, operation_, entry, before, after);
    ++changed_;
  }

  /// The operation's number; 0 when nothing was set, and then it leaves no trace.
  std::int64_t commit() {
    if (changed_ == 0) return 0;
    rows::finish_operation(database_, operation_, 0, changed_);
    transaction_.commit();
    return operation_;
  }

 private:
  SQLite::Database& database_;
  SQLite::Transaction transaction_;
  std::int64_t operation_;
  std::int64_t changed_ = 0;
};

std::optional<Operation> find_operation(SQLite::Database& database, const std::string& condition) {
  SQLite::Statement find(
      database, std::string("SELECT ") + rows::operation_columns + " FROM operation WHERE " + condition);
  if (!find.executeStep()) return std::nullopt;
  return rows::read_operation(find);
}

std::optional<Operation> find_operation(SQLite::Database& database, std::int64_t id) {
  return find_operation(database, "id = " + std::to_string(id));
}

/// The operation that an undo took back. It was made before the undo, so a chain of undos has an end.
Operation taken_back_by(SQLite::Database& database, const Operation& undo) {
  const auto undone = find_operation(database, undo.undoes);
  if (!undone || undone->id >= undo.id)
    throw rows::foreign("operation " + std::to_string(undo.id) + " undoing " + std::to_string(undo.undoes));
  return *undone;
}

/// A later operation that stands and changed an entry that `operation` added or changed; 0 when none did.
std::int64_t later_change(SQLite::Database& database, std::int64_t operation) {
  SQLite::Statement find(
      database,
      "SELECT min(change.operation) FROM change JOIN operation ON operation.id = change.operation "
      "JOIN entry ON entry.id = change.entry WHERE change.operation > ?1 AND undone_by IS NULL AND "
      "(entry.operation = ?1 OR change.entry IN (SELECT entry FROM change WHERE operation = ?1))");
  find.bind(1, operation);
  find.executeStep();
  return find.getColumn(0).isNull() ? 0 : find.getColumn(0).getInt64();
}

/// A later operation that stands and brought what an entry of the undone `operation` is, with other content;
/// 0 when none did.
std::int64_t later_rival(SQLite::Database& database, std::int64_t operation) {
  SQLite::Statement find(
      database,
      "SELECT min(rival.operation) FROM entry JOIN entry AS rival ON rival.local = entry.local AND "
      "rival.source = "
      "entry.source AND rival.origin = entry.origin WHERE entry.operation = ?1 AND entry.state = 2 AND "
      "entry.conflicts_with IS NULL AND rival.operation > ?1 AND rival.state = 0 AND rival.raw <> entry.raw");
  find.bind(1, operation);
  find.executeStep();
  return find.getColumn(0).isNull() ? 0 : find.getColumn(0).getInt64();
}

/// Takes an operation's work back, or does it again.
void play(SQLite::Database& database, std::int64_t operation, bool forward) {
  SQLite::Statement added(
      database, forward ? "UPDATE entry SET state = CASE WHEN conflicts_with IS NULL THEN 0 ELSE 3 END "
                          "WHERE operation = ? AND state = 2"
                        : "UPDATE entry SET state = 2 WHERE operation = ? AND state IN (0, 3)");
  added.bind(1, operation);
  added.exec();
  SQLite::Statement changes(database, std::string("SELECT entry, field, ") + (forward ? "after" : "before") +
                                          " FROM change WHERE operation = ? ORDER BY id " +
                                          (forward ? "" : "DESC"));
  changes.bind(1, operation);
  while (changes.executeStep())
    rows::apply_field(database, changes.getColumn(0).getInt64(),
                      rows::parse_field(changes.getColumn(1).getString(), changes.getColumn(2).getString()));
}

void set_undone_by(SQLite::Database& database, std::int64_t operation, std::int64_t by) {
  SQLite::Statement update(database, "UPDATE operation SET undone_by = ? WHERE id = ?");
  rows::bind_id(update, 1, by);
  update.bind(2, operation);
  update.exec();
}

/// The entries of the same key with other content.
std::vector<StoredEntry> rivals_of(SQLite::Database& database, const StoredEntry& entry) {
  SQLite::Statement find(database, std::string("SELECT ") + rows::entry_columns +
                                       " FROM entry WHERE (id = ?1 OR conflicts_with = ?1) AND id <> ?2");
  find.bind(1, entry.conflicts_with ? entry.conflicts_with : entry.id);
  find.bind(2, entry.id);
  std::vector<StoredEntry> rivals;
  while (find.executeStep()) rivals.push_back(rows::read_entry(find));
  return rivals;
}

bool is_by_hand(SQLite::Database& database, const StoredEntry& entry) {
  SQLite::Statement find(database, "SELECT kind FROM source WHERE id = ?");
  find.bind(1, entry.source);
  return find.executeStep() && find.getColumn(0).getInt() == static_cast<int>(SourceKind::hand);
}

/// A known time is the meter's word, but the person may say that its clock was lost.
bool is_time_open(const StoredEntry& stored, const MeterTime& to) {
  return !stored.entry.time.local || stored.recorded || !to.local;
}

void require_changeable(SQLite::Database& database, const StoredEntry& stored, const Edit& edit) {
  const bool is_time_kept = edit.time && !is_time_open(stored, *edit.time);
  if ((is_time_kept || edit.content) && !is_by_hand(database, stored))
    throw Failure({Errc::refused, "the time and value of this entry are as the meter or file gave them",
                   std::to_string(stored.id),
                   is_time_kept
                       ? "Where its clock was wrong, say first that the time is unknown: `bgbingo log "
                         "edit " +
                             std::to_string(stored.id) + " --time unknown`."
                       : "Add a note, or remove it and write your own with `bgbingo log add`."});
}

/// The entries that are counted by this one.
std::vector<std::int64_t> copies_of(SQLite::Database& database, std::int64_t leader) {
  SQLite::Statement find(database, "SELECT id FROM entry WHERE twin_of = ?");
  find.bind(1, leader);
  std::vector<std::int64_t> copies;
  while (find.executeStep()) copies.push_back(find.getColumn(0).getInt64());
  return copies;
}

}  // namespace

std::int64_t Logbook::edit(std::int64_t id, const Edit& edit, const std::string& command) {
  return guarded(*database_, [&] {
    ChangeSet changes(*database_, command);
    const std::optional<StoredEntry> stored = find(id);
    if (!stored || stored->state == State::removed || stored->state == State::undone) throw no_entry(id);
    const LogEntry& entry = stored->entry;
    require_changeable(*database_, *stored, edit);
    if (edit.time) changes.set(id, entry.time, *edit.time);
    Content content = edit.content.value_or(entry.content);
    if (edit.meal) {
      auto* glucose = std::get_if<BloodGlucose>(&content);
      if (!glucose)
        throw Failure({Errc::usage, "only a glucose reading has a meal marker", std::to_string(id), ""});
      glucose->meal = *edit.meal;
    }
    changes.set(id, entry.content, content);
    if (edit.time || edit.content) {  // another reading now: whose copy it is has to be seen anew
      changes.set(id, TwinOf{stored->twin_of}, TwinOf{});
      for (const std::int64_t copy : copies_of(*database_, id)) changes.set(copy, TwinOf{id}, TwinOf{});
      for (const rows::Twin& twin : rows::find_twins(*database_, "entry.id = " + std::to_string(id)))
        changes.set(twin.copy, TwinOf{}, TwinOf{twin.leader});
    }
    if (edit.tags) changes.set(id, entry.tags, *edit.tags);
    if (edit.note) changes.set(id, entry.note, *edit.note);
    return changes.commit();
  });
}

std::int64_t Logbook::remove(const std::vector<std::int64_t>& ids, const std::string& command) {
  return guarded(*database_, [&] {
    ChangeSet changes(*database_, command);
    for (const std::int64_t id : ids) {
      const std::optional<StoredEntry> stored = find(id);
      if (!stored || stored->state == State::removed || stored->state == State::undone) throw no_entry(id);
      changes.set(id, stored->state, State::removed);
    }
    return changes.commit();
  });
}

std::int64_t Logbook::keep(const std::vector<std::int64_t>& ids, const std::string& command) {
  return guarded(*database_, [&] {
    ChangeSet changes(*database_, command);
    for (const std::int64_t id : ids) {
      const std::optional<StoredEntry> kept = find(id);
      if (!kept || kept->state == State::undone) throw no_entry(id);
      const std::vector<StoredEntry> rivals = rivals_of(*database_, *kept);
      if (rivals.empty() && kept->state != State::conflict)
        throw Failure({Errc::refused, "this entry is not in conflict with another", std::to_string(id), ""});
      changes.set(id, kept->state, State::active);
      for (const StoredEntry& rival : rivals) {
        if (std::find(ids.begin(), ids.end(), rival.id) != ids.end())
          throw Failure({Errc::refused, "these differ from each other, and one of them can be kept",
                         std::to_string(id) + " and " + std::to_string(rival.id), "Nothing was changed."});
        if (rival.state == State::active || rival.state == State::conflict)
          changes.set(rival.id, rival.state, State::removed);
      }
    }
    return changes.commit();
  });
}

std::int64_t Logbook::unlink(const std::vector<std::int64_t>& ids, const std::string& command) {
  return guarded(*database_, [&] {
    ChangeSet changes(*database_, command);
    for (const std::int64_t id : ids) {
      const std::optional<StoredEntry> stored = find(id);
      if (!stored) throw no_entry(id);
      if (stored->twin_of == 0)
        throw Failure({Errc::refused, "this entry is not linked to another", std::to_string(id), ""});
      changes.set(id, TwinOf{stored->twin_of}, TwinOf{});
    }
    return changes.commit();
  });
}

Undone Logbook::undo(std::optional<std::int64_t> wanted, const std::string& command) {
  return guarded(*database_, [&] {
    SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
    const auto target =
        wanted ? core::find_operation(*database_, *wanted)
               : core::find_operation(
                     *database_,
                     "undone_by IS NULL AND undoes IS NULL AND added + changed > 0 ORDER BY id DESC LIMIT 1");
    if (!target && wanted)
      throw Failure({Errc::not_found, "there is no operation with this number", std::to_string(*wanted),
                     "See `bgbingo log history`."});
    if (!target) throw Failure({Errc::not_found, "there is nothing to undo", "", ""});
    if (rows::is_move(*database_, target->id))
      throw Failure(
          {Errc::refused, "this operation moved a meter between two logbooks", std::to_string(target->id),
           "Move it back: `bgbingo meters move METER --to PROFILE`; `bgbingo meters --known` lists them."});
    if (target->undone_by)
      throw Failure({Errc::refused, "this operation is undone already", std::to_string(target->id), ""});
    if (!target->undoes && target->added + target->changed == 0)
      throw Failure({Errc::refused, "this operation cannot be taken back", std::to_string(target->id), ""});

    // Down the chain: undoing an undo plays the operation at its end forward again.
    Operation end = *target;
    bool forward = false;
    const std::int64_t undo = rows::begin_operation(*database_, command, target->id);
    std::int64_t by = undo;
    for (;;) {
      set_undone_by(*database_, end.id, by);
      if (!end.undoes) break;
      forward = !forward;
      by = by ? 0 : undo;
      end = taken_back_by(*database_, end);
    }
    if (const std::int64_t later = later_change(*database_, end.id))
      throw Failure({Errc::refused, "a later operation changed the same entries", std::to_string(later),
                     "Undo that one first: `bgbingo log undo " + std::to_string(later) + "`."});
    if (const std::int64_t later = forward ? later_rival(*database_, end.id) : 0)
      throw Failure({Errc::refused, "a later operation brought the same readings, and they differ",
                     std::to_string(later),
                     "Undo that one first: `bgbingo log undo " + std::to_string(later) + "`."});
    if (forward && rows::has_given_away(*database_, end.id, target->id))
      throw Failure({Errc::refused, "this would bring back readings of a meter that was given away since",
                     std::to_string(end.id),
                     "Move it back first: `bgbingo meters move METER --to PROFILE`; `bgbingo meters --known` "
                     "lists them."});
    play(*database_, end.id, forward);
    rows::link_twins(*database_, end.id);
    transaction.commit();
    return Undone{undo, *target};
  });
}

std::int64_t Logbook::redo(const std::string& command) {
  const auto newest = guarded(*database_, [&] {
    const auto undo =
        core::find_operation(*database_, "undone_by IS NULL AND undoes IS NOT NULL ORDER BY id DESC LIMIT 1");
    // The newest standing undo of an undo is itself a redo: nothing is left to do again. That of a redo is
    // not.
    bool is_redo = true;
    for (std::optional<Operation> one = undo; one && one->undoes; one = taken_back_by(*database_, *one))
      is_redo = !is_redo;
    return is_redo ? std::nullopt : undo;
  });
  if (!newest) throw Failure({Errc::not_found, "there is nothing to redo", "", ""});
  return undo(newest->id, command).operation;
}

std::int64_t Logbook::purge(const std::vector<std::int64_t>& ids, const std::string& command) {
  return guarded(*database_, [&] {
    std::int64_t operation = 0;
    {
      SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
      operation = rows::begin_operation(*database_, command);
      for (const std::int64_t id : ids) {
        const std::optional<StoredEntry> stored = find(id);
        if (!stored) throw no_entry(id);
        const auto run = [&](const char* sql, std::int64_t value) {
          SQLite::Statement statement(*database_, sql);
          statement.bind(1, value);
          statement.exec();
        };
        run("DELETE FROM change WHERE entry = ?", id);
        run("UPDATE entry SET twin_of = NULL WHERE twin_of = ?", id);
        // Of those that differ from it one takes its place, and what it counted for.
        if (stored->state == State::active)
          run("UPDATE entry SET state = 0 WHERE state = 3 AND id = (SELECT min(id) FROM entry WHERE state = "
              "3 AND "
              "conflicts_with = ?)",
              id);
        run("UPDATE entry SET conflicts_with = (SELECT min(id) FROM entry WHERE state = 0 AND conflicts_with "
            "= ?1) "
            "WHERE conflicts_with = ?1 AND state = 3",
            id);
        run("UPDATE entry SET conflicts_with = NULL WHERE conflicts_with = ? AND state <> 3", id);
        // Of equal ones there is always a first (intake counts on it).
        run("UPDATE entry SET nth = -1 WHERE id = ? AND nth = 0", id);
        run("UPDATE entry SET nth = 0 WHERE id = (SELECT next.id FROM entry AS gone JOIN entry AS next "
            "USING(local, source, origin) WHERE gone.id = ? AND gone.nth = -1 AND next.nth > 0 "
            "ORDER BY next.nth LIMIT 1)",
            id);
        run("DELETE FROM record_time WHERE entry = ?", id);
        run("DELETE FROM entry WHERE id = ?", id);
        // The words of the commands that wrote it, and bookmarks, may hold its value.
        run("UPDATE operation SET command = '(purged)' WHERE id = ?", stored->operation);
        run("DELETE FROM bookmark WHERE source = ? AND newest NOT LIKE 'erased %'", stored->source);
      }
      transaction.commit();
    }
    database_->exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return operation;
  });
}

std::vector<Operation> Logbook::history(std::int64_t limit) const {
  return guarded(*database_, [&] {
    std::vector<Operation> all;
    SQLite::Statement find(*database_, std::string("SELECT ") + rows::operation_columns +
                                           " FROM operation ORDER BY id DESC LIMIT ?");
    find.bind(1, limit);
    while (find.executeStep()) all.push_back(rows::read_operation(find));
    return all;
  });
}

std::optional<Operation> Logbook::find_operation(std::int64_t id) const {
  return guarded(*database_, [&] { return core::find_operation(*database_, id); });
}

std::vector<Change> Logbook::changes_of(std::int64_t entry) const {
  return guarded(*database_, [&] {
    std::vector<Change> all;
    SQLite::Statement find(
        *database_, "SELECT operation, field, before, after FROM change WHERE entry = ? ORDER BY id DESC");
    find.bind(1, entry);
    while (find.executeStep()) {
      const auto operation = core::find_operation(*database_, find.getColumn(0).getInt64());
      if (!operation) throw rows::foreign("a change of operation " + find.getColumn(0).getString());
      const std::string field = find.getColumn(1).getString();
      all.push_back({*operation, rows::parse_field(field, find.getColumn(2).getString()),
                     rows::parse_field(field, find.getColumn(3).getString())});
    }
    return all;
  });
}

}  // namespace core
