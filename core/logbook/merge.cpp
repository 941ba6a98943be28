#include "core/logbook/merge.hpp"

#include <algorithm>

#include "core/logbook/field.hpp"
#include "core/logbook/rows.hpp"

namespace core::rows {
namespace {

constexpr std::size_t batch_size = 4096;

}  // namespace

Merge::Merge(SQLite::Database& database, Dump how)
    : dump(how),
      database_(database),
      insert_(database,
              "INSERT INTO entry(local, kind, digits, decimals, unit, reach, detail, state, twin_of, "
              "conflicts_with, source, operation, nth, read_once, origin, raw, tags, note) "
              "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) "
              "ON CONFLICT DO NOTHING"),
      equals_(
          database,
          "SELECT id, raw = ?4, state, operation, read_once, nth FROM entry WHERE local = ?1 AND source = "
          "?2 AND origin = ?3 AND id NOT IN (SELECT entry FROM record_time) UNION ALL "
          "SELECT id, raw = ?4, state, operation, read_once, nth FROM record_time JOIN entry ON id = entry "
          "WHERE record_time.local = ?1 AND source = ?2 AND origin = ?3 ORDER BY nth, id"),
      next_nth_(database,
                "SELECT coalesce(max(nth) + 1, 0) FROM entry WHERE local = ?1 AND source = ?2 AND origin = "
                "?3"),
      bulk_(database) {}

void Merge::add(LogEntry entry, std::optional<MeterTime> real_time) {
  waiting_times_.push_back(real_time);
  waiting_.push_back(std::move(entry));
  if (waiting_.size() == batch_size) merge_waiting();
}

void Merge::finish() {
  merge_waiting();
  for (const Dated& rival : rivals_)
    correct(merge(rival.entry, rival.real_time, false), rival.entry.time, rival.real_time);
  rivals_.clear();
  make_corrections();
}

bool Merge::is_matched(std::int64_t id) const {
  return static_cast<std::size_t>(id) < matched_.size() && matched_[static_cast<std::size_t>(id)];
}
void Merge::match(std::int64_t id) {
  const auto at = static_cast<std::size_t>(id);
  if (matched_.size() <= at) matched_.resize(at + 1);
  matched_[at] = true;
}

bool Merge::try_insert(const LogEntry& entry, std::int64_t nth, State state, std::int64_t conflicts_with) {
  const ContentRow row = encode_content(entry.content);
  insert_.reset();
  insert_.bind(1, encode_time(entry.time));
  insert_.bind(2, row.kind);
  insert_.bind(3, row.digits);
  insert_.bind(4, row.decimals);
  insert_.bind(5, row.unit);
  insert_.bind(6, row.reach);
  insert_.bind(7, row.detail);
  insert_.bind(8, static_cast<std::int64_t>(state));
  bind_id(insert_, 9, conflicts_with);
  insert_.bind(10, source);
  insert_.bind(11, operation);
  insert_.bind(12, nth);
  insert_.bind(13, entry.read_once ? 1 : 0);
  insert_.bindNoCopy(14, entry.origin);
  insert_.bindNoCopy(15, entry.raw);
  insert_.bind(16, format_tags(entry.tags));
  insert_.bindNoCopy(17, entry.note);
  const bool is_new = insert_.exec() == 1;
  if (is_new) match(database_.getLastInsertRowid());
  return is_new;
}

std::int64_t Merge::insert_next(const LogEntry& entry, State state, std::int64_t conflicts_with) {
  bind_key(next_nth_, entry);
  next_nth_.executeStep();
  try_insert(entry, next_nth_.getColumn(0).getInt64(), state, conflicts_with);
  return database_.getLastInsertRowid();
}

void Merge::bind_key(SQLite::Statement& statement, const LogEntry& entry) {
  statement.reset();
  statement.bind(1, encode_time(entry.time));
  statement.bind(2, source);
  statement.bindNoCopy(3, entry.origin);
}

void Merge::correct(std::int64_t id, const MeterTime& own, const std::optional<MeterTime>& real_time) {
  if (!id) return;
  if (!real_time.value_or(own).local)
    ++result.time_unknown;
  else if (real_time)
    ++result.dated;
  if (real_time) corrections_.emplace_back(id, *real_time);
}

void Merge::make_corrections() {
  SQLite::Statement find(database_, "SELECT local FROM entry WHERE id = ?");
  for (const auto& [id, time] : corrections_) {
    find.reset();
    find.bind(1, id);
    find.executeStep();
    const MeterTime before = decode_time(find.getColumn(0).getInt64());
    if (before == time) continue;
    change_field(database_, operation, id, before, time);
    ++corrected;
  }
}

std::vector<Merge::Equal> Merge::unmatched_equals(const LogEntry& entry) {
  std::vector<Equal> found;
  const bool is_late = !settled_by || (entry.time.local && *entry.time.local >= *settled_by);
  bind_key(equals_, entry);
  equals_.bindNoCopy(4, entry.raw);
  while (equals_.executeStep()) {
    const std::int64_t id = equals_.getColumn(0).getInt64();
    const bool is_settled = is_late && equals_.getColumn(3).getInt64() <= settled;
    if (!is_settled && !is_matched(id))
      found.push_back({id, equals_.getColumn(1).getInt() != 0, decode_state(equals_.getColumn(2).getInt64()),
                       equals_.getColumn(4).getInt() != 0});
  }
  return found;
}

std::int64_t Merge::merge(const LogEntry& entry, const std::optional<MeterTime>& real_time, bool may_wait) {
  if (!formers.empty()) {
    const auto former = formers.find(name_of_record(entry.time, entry.origin));
    if (former != formers.end() && former->second > 0) {
      --former->second;
      ++result.known;
      return 0;
    }
  }
  if (is_key_proof && try_insert(entry, 0, State::active, 0)) {
    ++result.added;
    return database_.getLastInsertRowid();
  }
  const std::vector<Equal> candidates = unmatched_equals(entry);
  const auto find = [&](auto is_it) { return std::find_if(candidates.begin(), candidates.end(), is_it); };
  const auto standing = find([](const Equal& c) { return c.same_raw && c.state != State::undone; });
  if (standing != candidates.end()) {
    match(standing->id);
    if (standing->read_once && !entry.read_once) confirm(standing->id);
    ++result.known;
    return 0;
  }
  const auto undone = find([](const Equal& c) { return c.same_raw; });
  if (undone != candidates.end()) {
    const auto rival = find([](const Equal& c) { return c.state == State::active; });
    if (rival != candidates.end() && may_wait) {
      rivals_.push_back({entry, real_time});
      return 0;
    }
    match(undone->id);
    revive(undone->id, rival == candidates.end() ? 0 : rival->id);
    return undone->id;
  }
  for (const Equal& candidate : candidates) {
    if (candidate.state == State::conflict || candidate.state == State::undone) continue;
    if (may_wait) {
      rivals_.push_back({entry, real_time});
      return 0;
    }
    match(candidate.id);
    if (candidate.state == State::removed) {
      ++result.known;  // a tombstone stays away, whatever the meter says now
      return 0;
    }
    ++result.conflicts;
    return insert_next(entry, State::conflict, candidate.id);
  }
  ++result.added;
  return insert_next(entry, State::active, 0);
}

void Merge::confirm(std::int64_t id) {
  SQLite::Statement confirmed(database_, "UPDATE entry SET read_once = 0 WHERE id = ?");
  confirmed.bind(1, id);
  confirmed.exec();
}

void Merge::change(std::int64_t id, const FieldValue& before, const FieldValue& after) {
  if (before != after) change_field(database_, operation, id, before, after);
}

std::int64_t Merge::take(const StoredEntry& stored, std::int64_t conflicts_with, std::int64_t kept) {
  LogEntry entry = stored.entry;
  entry.time = stored.record_time();
  for (const Equal& candidate : unmatched_equals(entry)) {
    if (!candidate.same_raw || (candidate.state != State::undone && kept-- > 0)) continue;
    match(candidate.id);
    if (candidate.state != State::undone) {
      ++result.known;
      return candidate.id;
    }
    const StoredEntry here = find_entry(database_, candidate.id).value();
    change(candidate.id, State::undone, stored.state);
    change(candidate.id, here.entry.time, stored.entry.time);
    change(candidate.id, here.entry.content, stored.entry.content);
    change(candidate.id, here.entry.tags, stored.entry.tags);
    change(candidate.id, here.entry.note, stored.entry.note);
    ++revived;
    ++result.added;
    return candidate.id;
  }
  const std::int64_t id = insert_next(entry, stored.state, conflicts_with);
  if (stored.recorded) correct(id, *stored.recorded, stored.entry.time);
  ++result.added;
  return id;
}

void Merge::merge_waiting() {
  if (waiting_.empty()) return;
  const auto count = static_cast<std::int64_t>(waiting_.size());
  if (is_key_proof && expects_new_ && bulk_.insert(waiting_, source, operation)) {
    std::int64_t id = database_.getLastInsertRowid() - count;
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      match(++id);
      correct(id, waiting_[i].time, waiting_times_[i]);
    }
    result.added += count;
  } else {
    const std::int64_t known = result.known;
    for (std::size_t i = 0; i < waiting_.size(); ++i)
      correct(merge(waiting_[i], waiting_times_[i], true), waiting_[i].time, waiting_times_[i]);
    expects_new_ = result.known == known;
  }
  waiting_.clear();
  waiting_times_.clear();
}

void Merge::revive(std::int64_t id, std::int64_t rival) {
  SQLite::Statement differs(database_, "UPDATE entry SET conflicts_with = ? WHERE id = ?");
  bind_id(differs, 1, rival);
  differs.bind(2, id);
  differs.exec();
  change_field(database_, operation, id, State::undone, rival ? State::conflict : State::active);
  ++revived;
  ++(rival ? result.conflicts : result.added);
}

}  // namespace core::rows
