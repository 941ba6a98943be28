#include "core/logbook/logbook.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <sqlite3.h>

#include "core/database/database.hpp"
#include "core/logbook/field.hpp"
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

/// The WHERE clause of a filter.
std::string where(const Filter& filter) {
  std::string sql = " WHERE 1";
  const auto local = [](const LocalSeconds& time) { return std::to_string(rows::encode_time({time})); };
  if (filter.from) sql += " AND local >= " + local(*filter.from);
  if (filter.to) sql += " AND local < " + local(*filter.to);
  if (filter.source) sql += " AND source = " + std::to_string(*filter.source);
  if (filter.counted_only) sql += std::string(" AND ") + rows::counted;
  return sql;
}

/// Steps through a statement with SQLite's own calls: SQLiteCpp's columns share ownership of the statement,
/// which costs as much again in a scan of 10^6 rows.
template <class Visit>
void scan(SQLite::Database& database, const std::string& sql, Visit&& visit) {
  sqlite3* handle = database.getHandle();
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    throw SQLite::Exception(handle);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> owner(statement, &sqlite3_finalize);
  int result = sqlite3_step(statement);
  for (; result == SQLITE_ROW; result = sqlite3_step(statement)) visit(statement);
  if (result != SQLITE_DONE) throw SQLite::Exception(handle, result);
}

/// Counts equal glucose values as they stand in the file; an array for the common whole mg/dL, a map for the
/// rest. Each different one is decoded once.
class ValueCounts {
 public:
  void add(std::int64_t digits, std::int64_t decimals, std::int64_t unit, std::int64_t reach) {
    static_assert(GlucoseUnit{} == GlucoseUnit::mg_dl && Reach{} == Reach::number);
    if ((decimals | unit | reach) == 0 && static_cast<std::size_t>(digits) < whole_mg_.size())
      ++whole_mg_[static_cast<std::size_t>(digits)];
    else
      ++other_[{digits, decimals, unit, reach}];
  }

  void visit(const std::function<void(const Glucose&, std::int64_t)>& visit) const {
    for (std::size_t i = 0; i < whole_mg_.size(); ++i)
      if (whole_mg_[i] > 0) visit(mg_dl(static_cast<std::int32_t>(i)), whole_mg_[i]);
    for (const auto& [columns, count] : other_)
      visit(rows::decode_glucose(columns[0], columns[1], columns[2], columns[3]), count);
  }

 private:
  std::array<std::int64_t, 1024> whole_mg_{};
  std::map<std::array<std::int64_t, 4>, std::int64_t> other_;
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
  return guarded(*database_, [&] { return rows::find_source(*database_, kind, family, serial); });
}

std::vector<std::pair<std::int64_t, Source>> Logbook::sources() const {
  return guarded(*database_, [&] {
    std::vector<std::pair<std::int64_t, Source>> all;
    SQLite::Statement find(*database_,
                           std::string("SELECT ") + rows::source_columns + " FROM source ORDER BY id");
    while (find.executeStep()) all.emplace_back(find.getColumn(0).getInt64(), rows::read_source(find));
    return all;
  });
}

std::vector<ClockCheck> Logbook::clock_checks(std::int64_t source) const {
  return guarded(*database_, [&] {
    std::vector<ClockCheck> checks;
    SQLite::Statement find(*database_, std::string("SELECT ") + rows::clock_check_columns +
                                           " FROM clock_check WHERE source = ? ORDER BY host, id");
    find.bind(1, source);
    while (find.executeStep()) checks.push_back(rows::read_clock_check(find));
    return checks;
  });
}

void Logbook::each(const Filter& filter, const std::function<void(const StoredEntry&)>& visit) const {
  guarded(*database_, [&] {
    const std::string order = filter.newest_first ? " ORDER BY local DESC, id DESC" : " ORDER BY local, id";
    SQLite::Statement find(*database_, std::string("SELECT ") + rows::entry_columns + " FROM entry" +
                                           where(filter) + order + " LIMIT " + std::to_string(filter.limit));
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

std::int64_t Logbook::each_glucose_value(
    const Filter& filter, const std::function<void(const Glucose&, std::int64_t)>& visit) const {
  return guarded(*database_, [&] {
    constexpr std::int64_t day_seconds = 86'400;
    ValueCounts counts;
    std::vector<bool> has_reading(days_of_all_years);
    // What counts has state 0; a state that no version writes makes a reach that no version writes.
    scan(*database_,
         "SELECT local, digits, decimals, unit, reach | state FROM entry" + where(filter) + " AND kind = 0",
         [&](sqlite3_stmt* row) {
           const std::int64_t local = sqlite3_column_int64(row, 0);
           counts.add(sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2),
                      sqlite3_column_int64(row, 3), sqlite3_column_int64(row, 4));
           if (is_in_known_years(local))
             has_reading[static_cast<std::size_t>(local / day_seconds)] = true;
           else
             rows::decode_time(local);  // unset, or foreign
         });
    counts.visit(visit);
    return std::count(has_reading.begin(), has_reading.end(), true);
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
    expect_none("entry WHERE twin_of NOT IN (SELECT id FROM entry)", "twins of an entry that is gone");
    expect_none("change WHERE entry NOT IN (SELECT id FROM entry)", "changes of an entry that is gone");
    expect_none("change WHERE operation NOT IN (SELECT id FROM operation)",
                "changes of an unknown operation");
    expect_none("operation WHERE undoes >= id OR undoes NOT IN (SELECT id FROM operation)",
                "undos of an operation that is not there");
    expect_none("entry WHERE id < 1 OR id > " + std::to_string(schema::largest_id),
                "entries with a number that no counting reaches");
    expect_none("bookmark WHERE source NOT IN (SELECT id FROM source)", "bookmarks of an unknown source");

    // Every row goes through the gate that all reading goes through.
    const auto expect_readable = [&](const std::string& table, const std::string& columns, const auto& read) {
      SQLite::Statement all(*database_, "SELECT " + columns + ", rowid FROM " + table);
      while (all.executeStep()) {
        try {
          read(all);
        } catch (const Failure& failure) {
          findings.push_back(table + " " + all.getColumn(all.getColumnCount() - 1).getString() + ": " +
                             failure.error().where);
        }
      }
    };
    expect_readable("entry", rows::entry_columns, rows::read_entry);
    expect_readable("source", rows::source_columns, rows::read_source);
    expect_readable("operation", rows::operation_columns, rows::read_operation);
    expect_readable("clock_check", rows::clock_check_columns, rows::read_clock_check);
    expect_readable("change", "field, before, after", [](SQLite::Statement& row) {
      for (const int value : {1, 2})
        rows::parse_field(row.getColumn(0).getString(), row.getColumn(value).getString());
    });
    expect_readable("bookmark", "newest",
                    [](SQLite::Statement& row) { rows::parse_bookmark(row.getColumn(0).getString()); });
    return findings;
  });
}

}  // namespace core
