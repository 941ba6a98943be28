#include "core/logbook/logbook.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <sqlite3.h>

#include "core/database/database.hpp"
#include "core/logbook/rows.hpp"

namespace core {
namespace {

const FileKind logbook_kind{"logbook", schema::application_id, schema::migrations, schema::statements};

OpenMode mode_of(Logbook::Open how) {
  switch (how) {
    case Logbook::Open::read_only:
      return OpenMode::read_only;
    case Logbook::Open::existing:
      return OpenMode::existing;
    default:
      return OpenMode::create;
  }
}

/// The WHERE clause of a filter; bind_filter fills its parameters in the same order.
std::string where(const Filter& filter) {
  std::string sql = " WHERE 1";
  if (filter.from) sql += " AND local >= ?";
  if (filter.to) sql += " AND local < ?";
  if (filter.source) sql += " AND source = ?";
  if (filter.counted_only) sql += std::string(" AND ") + rows::counted;
  return sql;
}

void bind_filter(SQLite::Statement& statement, const Filter& filter) {
  int index = 0;
  if (filter.from) statement.bind(++index, rows::encode_time({filter.from}));
  if (filter.to) statement.bind(++index, rows::encode_time({filter.to}));
  if (filter.source) statement.bind(++index, *filter.source);
}

/// Steps through a statement with SQLite's own calls: SQLiteCpp's columns share ownership of the statement,
/// which costs as much again in a scan of 10^6 rows.
template <class Visit>
void scan(SQLite::Database& database, const std::string& sql, const Filter& filter, Visit&& visit) {
  sqlite3* handle = database.getHandle();
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    throw SQLite::Exception(handle);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> owner(statement, &sqlite3_finalize);
  int index = 0;
  if (filter.from) sqlite3_bind_int64(statement, ++index, rows::encode_time({filter.from}));
  if (filter.to) sqlite3_bind_int64(statement, ++index, rows::encode_time({filter.to}));
  if (filter.source) sqlite3_bind_int64(statement, ++index, *filter.source);
  int result = sqlite3_step(statement);
  for (; result == SQLITE_ROW; result = sqlite3_step(statement)) visit(statement);
  if (result != SQLITE_DONE) throw SQLite::Exception(handle, result);
}

/// Counts equal glucose values; an array for the common whole mg/dL, a map for the rest.
class ValueCounts {
 public:
  void add(const Glucose& value) {
    if (value.unit == GlucoseUnit::mg_dl && value.decimals == 0 && value.reach == Reach::number &&
        static_cast<std::size_t>(value.digits) < whole_mg_.size())
      ++whole_mg_[static_cast<std::size_t>(value.digits)];
    else
      ++other_[std::make_tuple(value.unit, value.reach, value.decimals, value.digits)];
  }

  void visit(const std::function<void(const Glucose&, std::int64_t)>& visit) const {
    for (std::size_t i = 0; i < whole_mg_.size(); ++i)
      if (whole_mg_[i] > 0) visit(mg_dl(static_cast<std::int32_t>(i)), whole_mg_[i]);
    for (const auto& [key, count] : other_)
      visit({std::get<3>(key), std::get<2>(key), std::get<0>(key), std::get<1>(key)}, count);
  }

 private:
  std::array<std::int64_t, 1024> whole_mg_{};
  std::map<std::tuple<GlucoseUnit, Reach, std::uint8_t, std::int32_t>, std::int64_t> other_;
};

}  // namespace

std::string_view name(State state) {
  constexpr std::array<std::string_view, 4> names{"active", "removed", "undone", "conflict"};
  return names.at(static_cast<std::size_t>(state));
}

Logbook::Logbook(const std::filesystem::path& file, Open how, const std::string& vfs)
    : database_(open_database(file, mode_of(how), logbook_kind, vfs)) {}
Logbook::~Logbook() = default;
Logbook::Logbook(Logbook&&) noexcept = default;
Logbook& Logbook::operator=(Logbook&&) noexcept = default;

void Logbook::wait_for_others(std::chrono::milliseconds time) {
  database_->setBusyTimeout(static_cast<int>(time.count()));
}

std::optional<std::int64_t> Logbook::find_source(SourceKind kind, const std::string& family,
                                                 const std::string& serial) const {
  return guarded(*database_, [&]() -> std::optional<std::int64_t> {
    SQLite::Statement find(*database_, "SELECT id FROM source WHERE kind = ? AND family = ? AND serial = ?");
    find.bind(1, static_cast<int>(kind));
    find.bind(2, family);
    find.bind(3, serial);
    if (!find.executeStep()) return std::nullopt;
    return find.getColumn(0).getInt64();
  });
}

std::vector<std::pair<std::int64_t, Source>> Logbook::sources() const {
  return guarded(*database_, [&] {
    std::vector<std::pair<std::int64_t, Source>> all;
    SQLite::Statement find(*database_,
                           "SELECT id, kind, family, serial, model, simulated FROM source ORDER BY id");
    while (find.executeStep())
      all.emplace_back(find.getColumn(0).getInt64(),
                       Source{static_cast<SourceKind>(find.getColumn(1).getInt()),
                              find.getColumn(2).getString(), find.getColumn(3).getString(),
                              find.getColumn(4).getString(), find.getColumn(5).getInt() != 0});
    return all;
  });
}

std::vector<ClockCheck> Logbook::clock_checks(std::int64_t source) const {
  return guarded(*database_, [&] {
    std::vector<ClockCheck> checks;
    SQLite::Statement find(*database_,
                           "SELECT meter, host, zone, round_trip_ms, resolution, reason FROM clock_check "
                           "WHERE source = ? ORDER BY host, id");
    find.bind(1, source);
    while (find.executeStep()) {
      ClockCheck check;
      check.meter = LocalSeconds{std::chrono::seconds{find.getColumn(0).getInt64()}};
      check.host = UtcSeconds{std::chrono::seconds{find.getColumn(1).getInt64()}};
      check.zone = find.getColumn(2).getString();
      check.round_trip = std::chrono::milliseconds{find.getColumn(3).getInt64()};
      check.resolution = std::chrono::seconds{find.getColumn(4).getInt64()};
      check.reason = static_cast<ClockCheckReason>(find.getColumn(5).getInt());
      checks.push_back(check);
    }
    return checks;
  });
}

void Logbook::each(const Filter& filter, const std::function<void(const StoredEntry&)>& visit) const {
  guarded(*database_, [&] {
    const std::string order = filter.newest_first ? " ORDER BY local DESC, id DESC" : " ORDER BY local, id";
    SQLite::Statement find(*database_, std::string("SELECT ") + rows::entry_columns + " FROM entry" +
                                           where(filter) + order + " LIMIT " + std::to_string(filter.limit));
    bind_filter(find, filter);
    while (find.executeStep()) visit(rows::read_entry(find));
  });
}

std::optional<StoredEntry> Logbook::find(std::int64_t id) const {
  return guarded(*database_, [&]() -> std::optional<StoredEntry> {
    SQLite::Statement find(*database_,
                           std::string("SELECT ") + rows::entry_columns + " FROM entry WHERE id = ?");
    find.bind(1, id);
    if (!find.executeStep()) return std::nullopt;
    return rows::read_entry(find);
  });
}

Logbook::Glances Logbook::each_glucose_value(
    const Filter& filter, const std::function<void(const Glucose&, std::int64_t)>& visit) const {
  return guarded(*database_, [&] {
    constexpr std::int64_t day_seconds = 86400;
    constexpr std::size_t last_day = 230 * 366;  // years 1970 to 2199
    constexpr std::int64_t blood_glucose = 0;
    static_assert(std::is_same_v<std::variant_alternative_t<blood_glucose, Content>, BloodGlucose>);
    ValueCounts counts;
    std::vector<bool> has_reading(last_day);
    scan(*database_,
         "SELECT local, digits, decimals, unit, reach FROM entry" + where(filter) +
             " AND kind = " + std::to_string(blood_glucose),
         filter, [&](sqlite3_stmt* row) {
           const std::int64_t local = sqlite3_column_int64(row, 0);
           counts.add({sqlite3_column_int(row, 1), static_cast<std::uint8_t>(sqlite3_column_int(row, 2)),
                       static_cast<GlucoseUnit>(sqlite3_column_int(row, 3)),
                       static_cast<Reach>(sqlite3_column_int(row, 4))});
           if (local >= 0 && static_cast<std::size_t>(local / day_seconds) < last_day)
             has_reading[static_cast<std::size_t>(local / day_seconds)] = true;
         });
    counts.visit(visit);
    return Glances{std::count(has_reading.begin(), has_reading.end(), true)};
  });
}

std::optional<std::string> Logbook::setting(const std::string& key) const {
  return guarded(*database_, [&]() -> std::optional<std::string> {
    SQLite::Statement find(*database_, "SELECT value FROM setting WHERE key = ?");
    find.bind(1, key);
    if (!find.executeStep()) return std::nullopt;
    return find.getColumn(0).getString();
  });
}

void Logbook::set_setting(const std::string& key, const std::string& value) {
  guarded(*database_, [&] {
    SQLite::Statement put(*database_, "INSERT OR REPLACE INTO setting(key, value) VALUES(?, ?)");
    put.bind(1, key);
    put.bind(2, value);
    put.exec();
  });
}

std::vector<std::string> Logbook::check() const {
  return guarded(*database_, [&] {
    std::vector<std::string> findings;
    SQLite::Statement integrity(*database_, "PRAGMA integrity_check");
    while (integrity.executeStep())
      if (integrity.getColumn(0).getString() != "ok") findings.push_back(integrity.getColumn(0).getString());
    const auto expect_none = [&](const std::string& sql, const std::string& finding) {
      const std::int64_t count = database_->execAndGet("SELECT count(*) FROM " + sql).getInt64();
      if (count > 0) findings.push_back(std::to_string(count) + " " + finding);
    };
    expect_none("entry WHERE source NOT IN (SELECT id FROM source)", "entries of an unknown source");
    expect_none("entry WHERE operation NOT IN (SELECT id FROM operation)", "entries of an unknown operation");
    expect_none("entry WHERE twin_of NOT IN (SELECT id FROM entry)", "twins of an entry that is gone");
    expect_none("entry WHERE state NOT BETWEEN 0 AND 3", "entries of an unknown state");
    expect_none("change WHERE entry NOT IN (SELECT id FROM entry)", "changes of an entry that is gone");
    expect_none("bookmark WHERE source NOT IN (SELECT id FROM source)", "bookmarks of an unknown source");
    SQLite::Statement contents(*database_,
                               "SELECT id, kind, digits, decimals, unit, reach, detail FROM entry");
    while (contents.executeStep())
      if (!decode_content(read_content_row(contents, 1)))
        findings.push_back("entry " + contents.getColumn(0).getString() + " cannot be read");
    return findings;
  });
}

}  // namespace core
