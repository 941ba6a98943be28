#include "game/store/rows.hpp"

#include "game/digest.hpp"
#include "game/free_text.hpp"
#include "game/secret_chain.hpp"
#include "game/store/schema.hpp"

namespace game {
namespace {

std::optional<core::Glucose> read_value(const SQLite::Column& value, const SQLite::Column& unit) {
  if (value.isNull() || unit.isNull()) return std::nullopt;
  const std::string text = value.getString();
  const auto parsed_unit = core::parse_glucose_unit(unit.getString());
  const auto parsed = core::parse_glucose(text, parsed_unit);
  if (parsed && parsed->reach != core::Reach::number) return *parsed;
  if (const auto entry = parse_entry_value(text, unit.getString())) return *entry;
  throw core::Failure({core::Errc::bad_data, "the games' file holds a value that cannot be", text, ""});
}

void bind_value(SQLite::Statement& statement, int index, const std::optional<core::Glucose>& value) {
  if (!value) return;  // unbound is NULL
  statement.bind(index, format_number(*value));
  statement.bind(index + 1, std::string(name(value->unit)));
}

constexpr const char* round_columns =
    "SELECT round.id, round.season, series.name, round.name, round.state, round.rules, round.kind, "
    "coalesce(round.place, 0), round.announcement, round.list, round.ranked_salt, round.value, round.reason, "
    "season.root, season.length, season.anchor, series.given FROM round JOIN series ON series.id = "
    "round.series JOIN season ON season.id = round.season ";

RoundRow read_round(SQLite::Statement& q) {
  RoundRow row;
  row.id = q.getColumn(0).getInt64();
  row.season = q.getColumn(1).getInt64();
  row.series = q.getColumn(2).getString();
  row.name = q.getColumn(3).getString();
  row.state = parse_state(q.getColumn(4).getString()).value();
  row.rules = parse_rules(q.getColumn(5).getString()).value();
  row.kind = parse_public_kind(q.getColumn(6).getString()).value();
  row.place = q.getColumn(7).getInt();
  row.announcement = q.getColumn(8).getString();
  row.list = q.getColumn(9).getString();
  row.ranked_salt = q.getColumn(10).getString();
  row.value = q.getColumn(11).getString();
  row.reason = q.getColumn(12).getString();
  row.root = q.getColumn(13).getString();
  row.season_length = q.getColumn(14).getInt();
  row.anchor = q.getColumn(15).getString();
  row.given = q.getColumn(16).getInt() != 0;
  return row;
}

std::vector<RoundRow> read_rounds(SQLite::Statement& q) {
  std::vector<RoundRow> rows;
  while (q.executeStep()) rows.push_back(read_round(q));
  return rows;
}

EntryRow read_entry(SQLite::Statement& q) {
  EntryRow row;
  row.number = q.getColumn(0).getInt();
  row.name = q.getColumn(1).isNull() ? "" : q.getColumn(1).getString();
  row.value = read_value(q.getColumn(2), q.getColumn(3));
  row.salt = q.getColumn(4).getString();
  row.commitment = q.getColumn(5).getString();
  row.evidence = parse_evidence(q.getColumn(6).getString()).value();
  row.joins = q.getColumn(7).getInt() != 0;
  row.ranked = q.getColumn(8).getInt() != 0;
  row.fate = q.getColumn(9).getString();
  if (!q.getColumn(10).isNull()) row.taken = core::parse_utc(q.getColumn(10).getString());
  return row;
}

constexpr const char* entry_columns =
    "SELECT number, name, value, unit, salt, commitment, evidence, joins, ranked, fate, taken FROM entry "
    "WHERE round = ? ";

}  // namespace

std::filesystem::path games_file(const std::filesystem::path& folder) {
  return folder / "game.sqlite";
}

StoreDatabase::StoreDatabase(const std::filesystem::path& folder, core::OpenMode mode, const std::string& vfs)
    : sql_(core::open_database(games_file(folder), mode, schema::games_file, vfs)) {}

std::optional<SeriesSettings> StoreDatabase::find_series(const std::string& name) {
  SQLite::Statement q(*sql_, "SELECT rules, kind, season_length FROM series WHERE name = ?");
  q.bind(1, name);
  if (!q.executeStep()) return std::nullopt;
  return SeriesSettings{name, parse_rules(q.getColumn(0).getString()).value(),
                        parse_public_kind(q.getColumn(1).getString()).value(), q.getColumn(2).getInt()};
}

std::optional<SeriesHome> StoreDatabase::home_of(const std::string& series) {
  SQLite::Statement q(*sql_, "SELECT id, hand_overs, given FROM series WHERE name = ?");
  q.bind(1, series);
  if (!q.executeStep()) return std::nullopt;
  return SeriesHome{q.getColumn(0).getInt64(), q.getColumn(1).getString(), q.getColumn(2).getInt() != 0};
}

std::int64_t StoreDatabase::add_series(const SeriesSettings& settings) {
  SQLite::Statement q(*sql_, "INSERT INTO series (name, rules, kind, season_length) VALUES (?, ?, ?, ?)");
  q.bind(1, settings.name);
  q.bind(2, format_rules(settings.rules));
  q.bind(3, std::string(name(settings.kind)));
  q.bind(4, settings.season_length);
  q.exec();
  return sql_->getLastInsertRowid();
}

SeasonRow StoreDatabase::season(const std::string& series) {
  const std::vector<SeasonRow> all = seasons(series);
  if (all.empty()) throw core::Failure({core::Errc::not_found, "there is no such series", series, ""});
  return all.back();
}

std::vector<SeasonRow> StoreDatabase::seasons(const std::string& series) {
  SQLite::Statement q(*sql_,
                      "SELECT season.id, root, length, anchor, ended IS NOT NULL FROM season JOIN series ON "
                      "series.id = season.series WHERE series.name = ? ORDER BY season.id");
  q.bind(1, series);
  std::vector<SeasonRow> rows;
  while (q.executeStep())
    rows.push_back({q.getColumn(0).getInt64(), q.getColumn(1).getString(), q.getColumn(2).getInt(),
                    q.getColumn(3).getString(), q.getColumn(4).getInt() != 0});
  return rows;
}

SeasonRow StoreDatabase::add_season(const std::string& series, int length, core::UtcSeconds now) {
  SeasonRow row{0, random_hex(32), length, "", false};
  row.anchor = anchor_of_root(row.root, length);
  SQLite::Statement q(*sql_,
                      "INSERT INTO season (series, root, length, anchor, began) VALUES ((SELECT id FROM "
                      "series WHERE name = ?), ?, ?, ?, ?)");
  q.bind(1, series);
  q.bind(2, row.root);
  q.bind(3, length);
  q.bind(4, row.anchor);
  q.bind(5, core::format_utc(now));
  q.exec();
  row.id = sql_->getLastInsertRowid();
  return row;
}

void StoreDatabase::end_season(std::int64_t season, core::UtcSeconds now) {
  SQLite::Statement q(*sql_, "UPDATE season SET ended = ? WHERE id = ?");
  q.bind(1, core::format_utc(now));
  q.bind(2, season);
  q.exec();
}

int StoreDatabase::last_place(std::int64_t season) {
  SQLite::Statement q(*sql_,
                      "SELECT max(used, (SELECT coalesce(max(place), 0) FROM round WHERE round.season = "
                      "season.id)) FROM season WHERE id = ?");
  q.bind(1, season);
  q.executeStep();
  return q.getColumn(0).getInt();
}

void StoreDatabase::set_used(std::int64_t season, int place) {
  SQLite::Statement q(*sql_, "UPDATE season SET used = ? WHERE id = ?");
  q.bind(1, place);
  q.bind(2, season);
  q.exec();
}

std::optional<RoundRow> StoreDatabase::find_round(const RoundKey& key) {
  const std::string filter = key.round.empty() ? "WHERE series.name = ? ORDER BY round.id DESC LIMIT 1"
                                               : "WHERE series.name = ? AND round.name = ?";
  SQLite::Statement q(*sql_, round_columns + filter);
  q.bind(1, key.series);
  if (!key.round.empty()) q.bind(2, key.round);
  if (!q.executeStep()) return std::nullopt;
  return read_round(q);
}

RoundRow StoreDatabase::round(const RoundKey& key) {
  if (auto row = find_round(key)) return *row;
  throw core::Failure({core::Errc::not_found, "there is no such round",
                       key.series + (key.round.empty() ? "" : " " + key.round),
                       "Make one with `round new`."});
}

std::vector<RoundRow> StoreDatabase::rounds_of_season(std::int64_t season) {
  SQLite::Statement q(
      *sql_, std::string(round_columns) + "WHERE round.season = ? AND place IS NOT NULL ORDER BY place");
  q.bind(1, season);
  return read_rounds(q);
}

std::vector<RoundRow> StoreDatabase::rounds_of_series(const std::string& series) {
  SQLite::Statement q(*sql_, std::string(round_columns) + "WHERE ?1 IN ('', series.name) ORDER BY round.id");
  q.bind(1, series);
  return read_rounds(q);
}

std::int64_t StoreDatabase::add_round(const std::string& series, std::int64_t season,
                                      const std::string& round, const Rules& rules, PublicKind kind) {
  SQLite::Statement q(*sql_,
                      "INSERT INTO round (series, season, name, state, rules, kind) VALUES ((SELECT id FROM "
                      "series WHERE name = ?), ?, ?, 'draft', ?, ?)");
  q.bind(1, series);
  q.bind(2, season);
  q.bind(3, round);
  q.bind(4, format_rules(rules));
  q.bind(5, std::string(name(kind)));
  q.exec();
  return sql_->getLastInsertRowid();
}

void StoreDatabase::save(const RoundRow& row) {
  SQLite::Statement q(*sql_,
                      "UPDATE round SET state = ?, place = nullif(?, 0), announcement = ?, list = ?, "
                      "ranked_salt = ?, value = ?, reason = ? WHERE id = ?");
  q.bind(1, std::string(name(row.state)));
  q.bind(2, row.place);
  q.bind(3, row.announcement);
  q.bind(4, row.list);
  q.bind(5, row.ranked_salt);
  q.bind(6, row.value);
  q.bind(7, row.reason);
  q.bind(8, row.id);
  q.exec();
}

void StoreDatabase::remove_draft(std::int64_t round) {
  for (const char* statement :
       {"DELETE FROM event WHERE round = ?", "DELETE FROM round WHERE id = ? AND state = 'draft'"}) {
    SQLite::Statement q(*sql_, statement);
    q.bind(1, round);
    q.exec();
  }
}

std::vector<EntryRow> StoreDatabase::entries(std::int64_t round) {
  SQLite::Statement q(*sql_, std::string(entry_columns) + "ORDER BY number");
  q.bind(1, round);
  std::vector<EntryRow> rows;
  while (q.executeStep()) rows.push_back(read_entry(q));
  return rows;
}

std::optional<EntryRow> StoreDatabase::find_entry(std::int64_t round, const std::string& who) {
  for (EntryRow& row : entries(round))
    if (!row.name.empty() && same_player(row.name, who)) return std::move(row);
  return std::nullopt;
}

void StoreDatabase::save(std::int64_t round, const EntryRow& row) {
  SQLite::Statement q(*sql_,
                      "INSERT OR REPLACE INTO entry VALUES (?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  q.bind(1, round);
  q.bind(2, row.number);
  q.bind(3, row.name);
  bind_value(q, 4, row.value);
  q.bind(6, row.salt);
  q.bind(7, row.commitment);
  q.bind(8, std::string(name(row.evidence)));
  q.bind(9, row.joins ? 1 : 0);
  q.bind(10, row.ranked ? 1 : 0);
  q.bind(11, row.fate);
  if (row.taken) q.bind(12, core::format_utc(*row.taken));
  q.exec();
}

std::vector<EntryOfRound> StoreDatabase::same_readings(const core::Glucose& value, core::UtcSeconds taken) {
  SQLite::Statement q(*sql_, std::string(round_columns) +
                                 "WHERE round.id IN (SELECT round FROM entry WHERE value = ? AND unit = ? "
                                 "AND taken = ?) ORDER BY round.id");
  bind_value(q, 1, value);
  q.bind(3, core::format_utc(taken));
  std::vector<EntryOfRound> found;
  for (const RoundRow& round : read_rounds(q))
    for (EntryRow& entry : entries(round.id))
      if (entry.value == value && entry.taken == taken) found.push_back({round, std::move(entry)});
  return found;
}

std::vector<Correction> StoreDatabase::corrections(std::int64_t round) {
  SQLite::Statement q(
      *sql_, "SELECT entry, value, unit, evidence, made FROM correction WHERE round = ? ORDER BY id");
  q.bind(1, round);
  std::vector<Correction> corrections;
  while (q.executeStep()) {
    Correction correction{q.getColumn(0).getInt(), read_value(q.getColumn(1), q.getColumn(2)),
                          parse_evidence(q.getColumn(3).getString()).value(), std::nullopt};
    if (!q.getColumn(4).isNull()) correction.made = core::parse_utc(q.getColumn(4).getString());
    corrections.push_back(std::move(correction));
  }
  return corrections;
}

void StoreDatabase::add_correction(std::int64_t round, const Correction& correction) {
  SQLite::Statement q(
      *sql_, "INSERT INTO correction (round, entry, value, unit, evidence, made) VALUES (?, ?, ?, ?, ?, ?)");
  q.bind(1, round);
  q.bind(2, correction.entry);
  bind_value(q, 3, correction.value);
  q.bind(5, std::string(name(correction.evidence)));
  if (correction.made) q.bind(6, core::format_utc(*correction.made));
  q.exec();
}

void StoreDatabase::remove_corrections(std::int64_t round, int entry) {
  SQLite::Statement q(*sql_, "DELETE FROM correction WHERE round = ? AND entry = ?");
  q.bind(1, round);
  q.bind(2, entry);
  q.exec();
}

std::vector<std::pair<int, int>> StoreDatabase::kept_places(std::int64_t round) {
  SQLite::Statement q(*sql_, "SELECT place, entry FROM placing WHERE round = ? ORDER BY place, entry");
  q.bind(1, round);
  std::vector<std::pair<int, int>> places;
  while (q.executeStep()) places.emplace_back(q.getColumn(0).getInt(), q.getColumn(1).getInt());
  return places;
}

void StoreDatabase::keep_places(std::int64_t round, const std::vector<Placing>& places) {
  SQLite::Statement(*sql_, "DELETE FROM placing WHERE round = " + std::to_string(round)).exec();
  for (const Placing& line : places) {
    SQLite::Statement q(*sql_, "INSERT INTO placing (round, entry, place) VALUES (?, ?, ?)");
    q.bind(1, round);
    q.bind(2, line.entry);
    q.bind(3, line.place);
    q.exec();
  }
}

std::int64_t StoreDatabase::add_event(std::int64_t round, core::UtcSeconds now, const std::string& kind,
                                      int entry, const std::string& text) {
  SQLite::Statement q(*sql_, "INSERT INTO event (round, at, kind, entry, text) VALUES (?, ?, ?, ?, ?)");
  q.bind(1, round);
  q.bind(2, core::format_utc(now));
  q.bind(3, kind);
  q.bind(4, entry);
  q.bind(5, text);
  q.exec();
  return sql_->getLastInsertRowid();
}

void StoreDatabase::announce(std::int64_t event, const std::string& text) {
  SQLite::Statement q(*sql_, "INSERT INTO outbox (event, text) VALUES (?, ?)");
  q.bind(1, event);
  q.bind(2, text);
  q.exec();
}

std::vector<HistoryLine> StoreDatabase::history(std::int64_t round) {
  SQLite::Statement q(*sql_, "SELECT id, at, kind, entry, text FROM event WHERE round = ? ORDER BY id");
  q.bind(1, round);
  std::vector<HistoryLine> lines;
  while (q.executeStep())
    lines.push_back({q.getColumn(0).getInt64(), core::parse_utc(q.getColumn(1).getString()).value(),
                     q.getColumn(2).getString(), q.getColumn(3).getInt(), q.getColumn(4).getString()});
  return lines;
}

// An answer carries its objection's id in `entry`.
int StoreDatabase::open_objections(std::int64_t round) {
  SQLite::Statement q(*sql_,
                      "SELECT count(*) FROM event AS o WHERE round = ?1 AND kind = 'objection' AND NOT "
                      "EXISTS (SELECT 1 FROM event WHERE round = ?1 AND kind = 'answer' AND entry = o.id)");
  q.bind(1, round);
  q.executeStep();
  return q.getColumn(0).getInt();
}

bool StoreDatabase::is_open_objection(std::int64_t round, std::int64_t event) {
  SQLite::Statement q(*sql_,
                      "SELECT 1 FROM event WHERE round = ?1 AND id = ?2 AND kind = 'objection' AND NOT "
                      "EXISTS (SELECT 1 FROM event WHERE round = ?1 AND kind = 'answer' AND entry = ?2)");
  q.bind(1, round);
  q.bind(2, event);
  return q.executeStep();
}

void StoreDatabase::blank_event(std::int64_t event) {
  SQLite::Statement q(*sql_, "UPDATE event SET text = '' WHERE id = ?");
  q.bind(1, event);
  q.exec();
}

}  // namespace game
