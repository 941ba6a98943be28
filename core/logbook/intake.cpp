#include <algorithm>
#include <map>

#include "core/database/database.hpp"
#include "core/logbook/belonging.hpp"
#include "core/logbook/bookmark_rows.hpp"
#include "core/logbook/logbook.hpp"
#include "core/logbook/merge.hpp"
#include "core/logbook/rows.hpp"
#include "core/logbook/twins.hpp"

namespace core {

struct Logbook::Intake::State {
  State(SQLite::Database& db, Dump dump)
      : database(db), transaction(db, SQLite::TransactionBehavior::IMMEDIATE), merge(db, dump) {}

  SQLite::Database& database;
  SQLite::Transaction transaction;
  rows::Merge merge;
  std::optional<rows::Belonging> belonging;
  std::optional<Bookmark> bookmark;
  bool has_belonging_news = false;

  bool brought_entries() const { return merge.result.added + merge.result.conflicts > 0; }
  /// False where the same stands there, and above all entries.
  bool store_bookmark();
};

bool Logbook::Intake::State::store_bookmark() {
  if (!bookmark) return false;
  const auto last = rows::find_bookmark(database, merge.source);
  if (last && last->bookmark == *bookmark && !brought_entries()) return false;
  SQLite::Statement insert(database, "INSERT INTO bookmark(source, operation, newest) VALUES(?, ?, ?)");
  insert.bind(1, merge.source);
  insert.bind(2, merge.operation);
  insert.bind(3, rows::format_bookmark(*bookmark));
  insert.exec();
  return true;
}

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

std::int64_t count_in(const rows::Names& all, const std::string& name) {
  const auto found = all.find(name);
  return found == all.end() ? 0 : found->second;
}

}  // namespace

Logbook::Intake Logbook::begin(const Source& source, Dump dump, const std::string& command) {
  return guarded(*database_, [&] {
    auto state = std::make_unique<Intake::State>(*database_, dump);
    require_usual_numbers(*database_);
    state->merge.source = find_or_add_source(*database_, source);
    state->merge.operation = rows::begin_operation(*database_, command, 0, state->merge.source);
    SQLite::Statement moved(*database_,
                            "SELECT 1 FROM record_time JOIN entry ON id = entry WHERE source = ? LIMIT 1");
    moved.bind(1, state->merge.source);
    state->belonging = rows::read_belonging(*database_, state->merge.source);
    if (state->belonging && dump == Dump::whole) state->merge.formers = state->belonging->formers;
    state->merge.is_key_proof = !moved.executeStep() && state->merge.formers.empty();
    if (source.kind == SourceKind::hand) {  // what a person writes is always new
      state->merge.dump = Dump::since_bookmark;
      state->merge.settled = state->merge.operation;
    } else {
      const auto last = dump == Dump::since_bookmark ? rows::find_bookmark(*database_, state->merge.source)
                                                     : rows::find_erasure(*database_, state->merge.source);
      if (last) state->merge.settled = last->operation;
      if (last && dump == Dump::whole) state->merge.settled_by = last->bookmark.erased;
    }
    return Intake(std::move(state));
  });
}

void Logbook::Intake::add(LogEntry entry, std::optional<MeterTime> real_time) {
  guarded(state_->database, [&] { state_->merge.add(std::move(entry), real_time); });
}

void Logbook::Intake::set_bookmark(const Bookmark& bookmark) {
  state_->bookmark = bookmark;
}

void Logbook::Intake::add_clock_check(const ClockCheck& check) {
  guarded(state_->database, [&] {
    SQLite::Statement insert(
        state_->database,
        "INSERT INTO clock_check(source, meter, host, zone, round_trip_ms, resolution, reason) "
        "VALUES(?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, state_->merge.source);
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
  bool is_new_here = true;
  guarded(state_->database, [&] {
    State& s = *state_;
    s.merge.settled = 0;  // another logbook's entries are no dump: they may be of any age
    const rows::Names theirs(part.formers.begin(), part.formers.end());
    const rows::Names stays(part.stays.begin(), part.stays.end());
    const rows::Names own = rows::names_of_source(s.database, s.merge.source);
    is_new_here = own.empty();
    rows::Names formers = s.belonging ? s.belonging->formers : rows::Names{};
    // What stayed here when the meter was given away is among what they name.
    const bool was_owner = rows::was_let_go(s.database, s.merge.source);
    std::map<std::int64_t, std::int64_t> numbers;  // there -> here
    for (const StoredEntry& stored : part.entries) {
      const std::string name = rows::name_of_record(stored.record_time(), stored.entry.origin);
      const auto rival = numbers.find(stored.conflicts_with);
      const std::int64_t known = s.merge.result.known;
      numbers[stored.id] = s.merge.take(stored, rival == numbers.end() ? 0 : rival->second,
                                        was_owner ? count_in(theirs, name) : 0);
      if (s.merge.result.known == known) --formers[name];  // nobody else's any more
    }
    for (const auto& [name, count] : theirs) {
      const std::int64_t there = count_in(stays, name);
      const std::int64_t before = std::max<std::int64_t>(count - there - count_in(own, name), 0);
      formers[name] = std::max(formers[name], before + there);
    }
    std::erase_if(formers, [](const auto& former) { return former.second <= 0; });
    const rows::Belonging now{true, other, formers};
    if (s.belonging != now) {
      rows::add_belonging(s.database, s.merge.source, s.merge.operation, now);
      s.belonging = now;
      s.has_belonging_news = true;
    }
  });
  // It may be older than entries that are here already.
  set_bookmark(is_new_here ? part.bookmark : Bookmark{});
  const std::vector<ClockCheck> there = rows::read_clock_checks(state_->database, state_->merge.source);
  for (const ClockCheck& check : part.clock_checks)
    if (std::find(there.begin(), there.end(), check) == there.end()) add_clock_check(check);
}

Added Logbook::Intake::commit() {
  return guarded(state_->database, [&] {
    State& s = *state_;
    s.merge.finish();
    const bool has_bookmark_news = s.store_bookmark();
    if (s.belonging && !s.belonging->belongs &&
        s.merge.result.added > 0) {  // read here again: it is this one's
      rows::add_belonging(s.database, s.merge.source, s.merge.operation, {true, "", s.belonging->formers});
      s.has_belonging_news = true;
    }
    const bool has_news = s.brought_entries() || has_bookmark_news || s.has_belonging_news;
    if (has_news) {
      s.merge.result.copy = rows::link_twins(s.database, s.merge.operation);
      rows::finish_operation(s.database, s.merge.operation,
                             s.merge.result.added - s.merge.revived + s.merge.result.conflicts,
                             s.merge.revived + s.merge.corrected);
      s.merge.result.operation = s.merge.operation;
    } else {
      SQLite::Statement drop(s.database, "DELETE FROM operation WHERE id = ?");
      drop.bind(1, s.merge.operation);
      drop.exec();
    }
    s.transaction.commit();
    return s.merge.result;
  });
}

std::optional<Bookmark> Logbook::bookmark(std::int64_t source) const {
  return guarded(*database_, [&]() -> std::optional<Bookmark> {
    const auto last = rows::find_bookmark(*database_, source);
    return last ? std::optional(last->bookmark) : std::nullopt;
  });
}

}  // namespace core
