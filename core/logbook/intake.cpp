#include <algorithm>
#include <map>

#include "core/database/database.hpp"
#include "core/logbook/belonging.hpp"
#include "core/logbook/bulk_insert.hpp"
#include "core/logbook/field.hpp"
#include "core/logbook/rows.hpp"

namespace core {

/// The merge of one dump, as a multiset. `matched` has a bit for each entry that a record of this dump has
/// been matched with, so that two equal records of a dump need two entries.
struct Logbook::Intake::State {
  State(SQLite::Database& db, Dump how)
      : database(db),
        transaction(db, SQLite::TransactionBehavior::IMMEDIATE),
        dump(how),
        insert(db,
               "INSERT INTO entry(local, kind, digits, decimals, unit, reach, detail, state, twin_of, "
               "conflicts_with, source, operation, nth, read_once, origin, raw, tags, note) "
               "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) "
               "ON CONFLICT DO NOTHING"),
        equals(db,
               "SELECT id, raw = ?4, state, operation, nth FROM entry WHERE local = ?1 AND source = ?2 AND "
               "origin = ?3 AND id NOT IN (SELECT entry FROM record_time) UNION ALL "
               "SELECT id, raw = ?4, state, operation, nth FROM record_time JOIN entry ON id = entry WHERE "
               "record_time.local = ?1 AND source = ?2 AND origin = ?3 ORDER BY nth, id"),
        next_nth(db,
                 "SELECT coalesce(max(nth) + 1, 0) FROM entry WHERE local = ?1 AND source = ?2 AND origin = "
                 "?3") {}

  SQLite::Database& database;
  SQLite::Transaction transaction;
  Dump dump;
  SQLite::Statement insert;
  SQLite::Statement equals;
  SQLite::Statement next_nth;
  BulkInsert bulk{database};
  std::vector<LogEntry> waiting;                        ///< records not yet merged, at most batch_size
  std::vector<std::optional<MeterTime>> waiting_times;  ///< when they really were; as long as `waiting`
  bool expects_new = true;                              ///< the last batch held only what was new
  bool is_key_proof = true;  ///< each entry of the source stands at the key of its record
  std::int64_t source = 0;
  std::int64_t operation = 0;
  std::int64_t settled = 0;  ///< entries of operations up to here are older than the bookmark
  std::int64_t revived = 0;
  std::int64_t corrected = 0;
  std::vector<std::pair<std::int64_t, MeterTime>> corrections;  ///< entries that were at another time
  bool has_bookmark_news = false;
  bool has_belonging_news = false;
  std::optional<rows::Belonging> belonging;
  rows::Names formers;  ///< of a former owner, not met in this dump yet
  Added result;
  std::vector<bool> matched;

  bool is_matched(std::int64_t id) const {
    return static_cast<std::size_t>(id) < matched.size() && matched[static_cast<std::size_t>(id)];
  }
  void match(std::int64_t id) {
    const auto at = static_cast<std::size_t>(id);
    if (matched.size() <= at) matched.resize(at + 1);
    matched[at] = true;
  }

  /// True when the row went in as the nth of its key.
  bool try_insert(const LogEntry& entry, std::int64_t nth, core::State state, std::int64_t conflicts_with) {
    const ContentRow row = encode_content(entry.content);
    insert.reset();
    insert.bind(1, rows::encode_time(entry.time));
    insert.bind(2, row.kind);
    insert.bind(3, row.digits);
    insert.bind(4, row.decimals);
    insert.bind(5, row.unit);
    insert.bind(6, row.reach);
    insert.bind(7, row.detail);
    insert.bind(8, static_cast<std::int64_t>(state));
    rows::bind_id(insert, 9, conflicts_with);
    insert.bind(10, source);
    insert.bind(11, operation);
    insert.bind(12, nth);
    insert.bind(13, entry.read_once ? 1 : 0);
    insert.bindNoCopy(14, entry.origin);
    insert.bindNoCopy(15, entry.raw);
    insert.bind(16, format_tags(entry.tags));
    insert.bindNoCopy(17, entry.note);
    const bool is_new = insert.exec() == 1;
    if (is_new) match(database.getLastInsertRowid());
    return is_new;
  }

  /// The next one of its key: numbers may be missing there, where an entry was purged or is at another time.
  std::int64_t insert_next(const LogEntry& entry, core::State state, std::int64_t conflicts_with) {
    bind_key(next_nth, entry);
    next_nth.executeStep();
    try_insert(entry, next_nth.getColumn(0).getInt64(), state, conflicts_with);
    return database.getLastInsertRowid();
  }

  void bind_key(SQLite::Statement& statement, const LogEntry& entry) {
    statement.reset();
    statement.bind(1, rows::encode_time(entry.time));
    statement.bind(2, source);
    statement.bindNoCopy(3, entry.origin);
  }

  /// After the merge: within a dump a record is known by its own time.
  void correct(std::int64_t id, const std::optional<MeterTime>& real_time) {
    if (real_time) corrections.emplace_back(id, *real_time);
  }

  void make_corrections() {
    SQLite::Statement find(database, "SELECT local FROM entry WHERE id = ?");
    for (const auto& [id, time] : corrections) {
      find.reset();
      find.bind(1, id);
      find.executeStep();
      const MeterTime before = rows::decode_time(find.getColumn(0).getInt64());
      if (before == time) continue;
      rows::change_field(database, operation, id, before, time);
      ++corrected;
    }
  }

  struct Equal {
    std::int64_t id;
    bool same_raw;
    core::State state;
  };

  /// The entries of this key that a record of this dump may be, in their order.
  std::vector<Equal> unmatched_equals(const LogEntry& entry) {
    std::vector<Equal> found;
    bind_key(equals, entry);
    equals.bindNoCopy(4, entry.raw);
    while (equals.executeStep()) {
      const std::int64_t id = equals.getColumn(0).getInt64();
      const bool is_settled = dump == Dump::since_bookmark && equals.getColumn(3).getInt64() <= settled;
      if (!is_settled && !is_matched(id))
        found.push_back(
            {id, equals.getColumn(1).getInt() != 0, rows::decode_state(equals.getColumn(2).getInt64())});
    }
    return found;
  }

  struct Dated {
    LogEntry entry;
    std::optional<MeterTime> real_time;
  };
  /// Records that differ from the entry they may be: each waits until the whole dump was seen, lest it is
  /// held to be an entry that another record is to the letter.
  std::vector<Dated> rivals;

  void add(const LogEntry& entry, const std::optional<MeterTime>& real_time) {
    if (const std::int64_t id = merge(entry, real_time, true)) correct(id, real_time);
  }

  void add_rivals() {
    for (const Dated& rival : rivals)
      if (const std::int64_t id = merge(rival.entry, rival.real_time, false)) correct(id, rival.real_time);
    rivals.clear();
  }

  /// The entry that counts, or is in conflict, because of this record; 0 where it was known, or waits.
  std::int64_t merge(const LogEntry& entry, const std::optional<MeterTime>& real_time, bool may_wait) {
    if (!formers.empty()) {
      const auto former = formers.find(rows::name_of_record(entry.time, entry.origin));
      if (former != formers.end() && former->second > 0) {
        --former->second;
        ++result.known;
        return 0;
      }
    }
    if (is_key_proof && try_insert(entry, 0, core::State::active, 0)) {
      ++result.added;
      return database.getLastInsertRowid();
    }
    const std::vector<Equal> candidates = unmatched_equals(entry);
    for (const Equal& candidate : candidates) {
      if (!candidate.same_raw) continue;
      match(candidate.id);
      if (candidate.state == core::State::undone) {
        revive(candidate.id, active_among(candidates));
        return candidate.id;
      }
      ++result.known;
      return 0;
    }
    for (const Equal& candidate : candidates) {
      if (candidate.state == core::State::conflict || candidate.state == core::State::undone) continue;
      if (may_wait) {
        rivals.push_back({entry, real_time});
        return 0;
      }
      match(candidate.id);
      if (candidate.state == core::State::removed) {
        ++result.known;  // a tombstone stays away, whatever the meter says now
        return 0;
      }
      ++result.conflicts;
      return insert_next(entry, core::State::conflict, candidate.id);
    }
    ++result.added;
    return insert_next(entry, core::State::active, 0);
  }

  void change(std::int64_t id, const FieldValue& before, const FieldValue& after) {
    if (before != after) rows::change_field(database, operation, id, before, after);
  }

  /// An entry of another logbook, as it is there; `conflicts_with` is that entry's number here. The first
  /// `kept` equal ones here are others, which stayed when the meter was given away. The number it has here is
  /// given.
  std::int64_t take(const StoredEntry& stored, std::int64_t conflicts_with, std::int64_t kept) {
    LogEntry entry = stored.entry;
    entry.time = stored.record_time();
    for (const Equal& candidate : unmatched_equals(entry)) {
      if (!candidate.same_raw || (candidate.state != core::State::undone && kept-- > 0)) continue;
      match(candidate.id);
      if (candidate.state != core::State::undone) {
        ++result.known;
        return candidate.id;
      }
      const StoredEntry here = rows::find_entry(database, candidate.id).value();
      change(candidate.id, core::State::undone, stored.state);
      change(candidate.id, here.entry.time, stored.entry.time);
      change(candidate.id, here.entry.content, stored.entry.content);
      change(candidate.id, here.entry.tags, stored.entry.tags);
      change(candidate.id, here.entry.note, stored.entry.note);
      ++revived;
      ++result.added;
      return candidate.id;
    }
    const std::int64_t id = insert_next(entry, stored.state, conflicts_with);
    if (stored.recorded) correct(id, stored.entry.time);
    ++result.added;
    return id;
  }

  /// Merges what waits. As long as all is new, as in a first import, a batch is one statement; when that
  /// meets something known it inserts nothing, and the records are merged one by one.
  void merge_waiting() {
    if (waiting.empty()) return;
    const auto count = static_cast<std::int64_t>(waiting.size());
    if (is_key_proof && expects_new && bulk.insert(waiting, source, operation)) {
      std::int64_t id = database.getLastInsertRowid() - count;
      for (const auto& time : waiting_times) {
        match(++id);
        correct(id, time);
      }
      result.added += count;
    } else {
      const std::int64_t known = result.known;
      for (std::size_t i = 0; i < waiting.size(); ++i) add(waiting[i], waiting_times[i]);
      expects_new = result.known == known;
    }
    waiting.clear();
    waiting_times.clear();
  }

  static std::int64_t active_among(const std::vector<Equal>& candidates) {
    for (const Equal& candidate : candidates)
      if (candidate.state == core::State::active) return candidate.id;
    return 0;
  }

  /// An undone entry comes back: beside an active one that the record may be as well, as its conflict.
  void revive(std::int64_t id, std::int64_t rival) {
    SQLite::Statement differs(database, "UPDATE entry SET conflicts_with = ? WHERE id = ?");
    rows::bind_id(differs, 1, rival);
    differs.bind(2, id);
    differs.exec();
    rows::change_field(database, operation, id, core::State::undone,
                       rival ? core::State::conflict : core::State::active);
    ++revived;
    ++(rival ? result.conflicts : result.added);
  }
};

Logbook::Intake::Intake(std::unique_ptr<State> state) : state_(std::move(state)) {}
Logbook::Intake::Intake(Intake&&) noexcept = default;
Logbook::Intake::~Intake() = default;

namespace {

std::int64_t find_or_add_source(SQLite::Database& database, const Source& source) {
  SQLite::Statement insert(database,
                           "INSERT INTO source(kind, family, serial, model, simulated) VALUES(?, ?, ?, ?, ?) "
                           "ON CONFLICT DO NOTHING");
  insert.bind(1, static_cast<int>(source.kind));
  insert.bind(2, source.family);
  insert.bind(3, source.serial);
  insert.bind(4, source.model);
  insert.bind(5, source.simulated ? 1 : 0);
  if (insert.exec() == 1) return database.getLastInsertRowid();
  return rows::find_source(database, source.kind, source.family, source.serial).value();
}

/// Matching has a bit for each entry by its number: a number that no counting reaches would want all memory.
void require_usual_numbers(SQLite::Database& database) {
  for (const char* extreme : {"min", "max"}) {
    const std::int64_t id =
        database.execAndGet(std::string("SELECT coalesce(") + extreme + "(id), 1) FROM entry").getInt64();
    if (id < 1 || id > schema::largest_id) throw rows::foreign("entry " + std::to_string(id));
  }
}

/// The newest bookmark that stands: its own download is not undone, and neither is an earlier one that it
/// built upon (undone after it was made): what that one had read must be read again.
constexpr const char* newest_bookmark =
    "SELECT bookmark.operation, newest FROM bookmark JOIN operation ON operation.id = bookmark.operation "
    "WHERE bookmark.source = ? AND undone_by IS NULL AND NOT EXISTS (SELECT 1 FROM operation AS gone WHERE "
    "gone.source = bookmark.source AND gone.id < bookmark.operation AND gone.undone_by > bookmark.operation) "
    "ORDER BY bookmark.operation DESC LIMIT 1";

}  // namespace

Logbook::Intake Logbook::begin(const Source& source, Dump dump, const std::string& command) {
  return guarded(*database_, [&] {
    auto state = std::make_unique<Intake::State>(*database_, dump);
    require_usual_numbers(*database_);
    state->source = find_or_add_source(*database_, source);
    state->operation = rows::begin_operation(*database_, command, 0, state->source);
    SQLite::Statement moved(*database_,
                            "SELECT 1 FROM record_time JOIN entry ON id = entry WHERE source = ? LIMIT 1");
    moved.bind(1, state->source);
    state->belonging = rows::read_belonging(*database_, state->source);
    if (state->belonging && dump == Dump::whole) state->formers = state->belonging->formers;
    state->is_key_proof = !moved.executeStep() && state->formers.empty();
    if (source.kind == SourceKind::hand) {  // what a person writes is always new
      state->dump = Dump::since_bookmark;
      state->settled = state->operation;
    } else if (dump == Dump::since_bookmark) {
      SQLite::Statement find(*database_, newest_bookmark);
      find.bind(1, state->source);
      if (find.executeStep()) state->settled = find.getColumn(0).getInt64();
    }
    return Intake(std::move(state));
  });
}

void Logbook::Intake::add(LogEntry entry, std::optional<MeterTime> real_time) {
  constexpr std::size_t batch_size = 4096;
  state_->waiting_times.push_back(real_time);
  state_->waiting.push_back(std::move(entry));
  if (state_->waiting.size() == batch_size) guarded(state_->database, [&] { state_->merge_waiting(); });
}

void Logbook::Intake::set_bookmark(const Bookmark& bookmark) {
  guarded(state_->database, [&] {
    const std::string text = rows::format_bookmark(bookmark);
    SQLite::Statement find(state_->database, newest_bookmark);
    find.bind(1, state_->source);
    if (find.executeStep() && find.getColumn(1).getString() == text) return;
    SQLite::Statement insert(state_->database,
                             "INSERT INTO bookmark(source, operation, newest) VALUES(?, ?, ?)");
    insert.bind(1, state_->source);
    insert.bind(2, state_->operation);
    insert.bind(3, text);
    insert.exec();
    state_->has_bookmark_news = true;
  });
}

void Logbook::Intake::add_clock_check(const ClockCheck& check) {
  guarded(state_->database, [&] {
    SQLite::Statement insert(
        state_->database,
        "INSERT INTO clock_check(source, meter, host, zone, round_trip_ms, resolution, reason) "
        "VALUES(?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, state_->source);
    insert.bind(2, static_cast<std::int64_t>(check.meter.time_since_epoch().count()));
    insert.bind(3, static_cast<std::int64_t>(check.host.time_since_epoch().count()));
    insert.bind(4, check.zone);
    insert.bind(5, static_cast<std::int64_t>(check.round_trip.count()));
    insert.bind(6, static_cast<std::int64_t>(check.resolution.count()));
    insert.bind(7, static_cast<int>(check.reason));
    insert.exec();
  });
}

void Logbook::Intake::take(const MeterPart& part, const std::string& other) {
  guarded(state_->database, [&] {
    State& s = *state_;
    const rows::Names theirs(part.formers.begin(), part.formers.end());
    rows::Names formers = s.belonging ? s.belonging->formers : rows::Names{};
    // What stayed here when the meter was given away is among what they name.
    const bool was_owner = rows::was_let_go(s.database, s.source);
    std::map<std::int64_t, std::int64_t> numbers;  // there -> here
    for (const StoredEntry& stored : part.entries) {
      const std::string name = rows::name_of_record(stored.record_time(), stored.entry.origin);
      const auto kept = theirs.find(name);
      const auto rival = numbers.find(stored.conflicts_with);
      const std::int64_t known = s.result.known;
      numbers[stored.id] = s.take(stored, rival == numbers.end() ? 0 : rival->second,
                                  was_owner && kept != theirs.end() ? kept->second : 0);
      if (s.result.known == known) --formers[name];  // nobody else's any more
    }
    rows::Names kept_here;
    if (was_owner) kept_here = rows::names_of_source(s.database, s.source);
    for (const auto& [name, count] : theirs)
      if (!kept_here.contains(name)) formers[name] = std::max(formers[name], count);
    std::erase_if(formers, [](const auto& former) { return former.second <= 0; });
    const rows::Belonging now{true, other, formers};
    if (s.belonging != now) {
      rows::add_belonging(s.database, s.source, s.operation, now);
      s.belonging = now;
      s.has_belonging_news = true;
    }
  });
  if (part.bookmark) set_bookmark(*part.bookmark);
  const std::vector<ClockCheck> there = rows::read_clock_checks(state_->database, state_->source);
  for (const ClockCheck& check : part.clock_checks)
    if (std::find(there.begin(), there.end(), check) == there.end()) add_clock_check(check);
}

Added Logbook::Intake::commit() {
  return guarded(state_->database, [&] {
    State& s = *state_;
    s.merge_waiting();
    s.add_rivals();
    if (s.belonging && !s.belonging->belongs && s.result.added > 0) {  // read here again: it is this one's
      rows::add_belonging(s.database, s.source, s.operation, {true, "", s.belonging->formers});
      s.has_belonging_news = true;
    }
    s.make_corrections();
    const bool has_news =
        s.result.added + s.result.conflicts > 0 || s.has_bookmark_news || s.has_belonging_news;
    if (has_news) {
      SQLite::Statement link(s.database, "UPDATE entry SET twin_of = ? WHERE id = ?");
      for (const rows::Twin& twin :
           rows::find_twins(s.database, "entry.operation = " + std::to_string(s.operation))) {
        link.reset();
        link.bind(1, twin.leader);
        link.bind(2, twin.copy);
        link.exec();
        s.result.copy = twin.copy;
      }
      rows::finish_operation(s.database, s.operation, s.result.added - s.revived + s.result.conflicts,
                             s.revived + s.corrected);
      s.result.operation = s.operation;
    } else {
      SQLite::Statement drop(s.database, "DELETE FROM operation WHERE id = ?");
      drop.bind(1, s.operation);
      drop.exec();
    }
    s.transaction.commit();
    return s.result;
  });
}

std::optional<Bookmark> Logbook::bookmark(std::int64_t source) const {
  return guarded(*database_, [&]() -> std::optional<Bookmark> {
    SQLite::Statement find(*database_, newest_bookmark);
    find.bind(1, source);
    if (!find.executeStep()) return std::nullopt;
    return rows::parse_bookmark(find.getColumn(1).getString());
  });
}

}  // namespace core
