#include "core/logbook/logbook.hpp"

#include "core/database/database.hpp"
#include "core/logbook/belonging.hpp"
#include "core/logbook/bookmark_rows.hpp"
#include "core/logbook/field.hpp"
#include "core/logbook/glucose_scan.hpp"
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
  const std::string unset = std::to_string(schema::unset_time);
  if (filter.time_unknown) sql += " AND local = " + unset;
  if (filter.from || filter.to) sql += " AND local > " + unset;
  if (filter.from) sql += " AND local >= " + local(*filter.from);
  if (filter.to) sql += " AND local < " + local(*filter.to);
  if (filter.source) sql += " AND source = " + std::to_string(*filter.source);
  if (filter.which == Filter::Which::counted) sql += std::string(" AND ") + rows::counted;
  if (filter.which == Filter::Which::conflicts) sql += " AND state = 3";
  return sql;
}

}  // namespace

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

bool Logbook::owns(std::int64_t source) const {
  return guarded(*database_, [&] {
    const auto belonging = rows::read_belonging(*database_, source);
    return !belonging || belonging->belongs;
  });
}

std::vector<ClockCheck> Logbook::clock_checks(std::int64_t source) const {
  return guarded(*database_, [&] { return rows::read_clock_checks(*database_, source); });
}

std::optional<LocalSeconds> Logbook::newest_time(std::int64_t source, LocalSeconds limit) const {
  return guarded(*database_, [&]() -> std::optional<LocalSeconds> {
    SQLite::Statement find(*database_,
                           "SELECT local FROM entry WHERE local <= ? AND source = ? AND id NOT IN (SELECT "
                           "entry FROM record_time) ORDER BY local DESC LIMIT 1");
    find.bind(1, rows::encode_time({limit}));
    find.bind(2, source);
    if (!find.executeStep()) return std::nullopt;
    return rows::decode_time(find.getColumn(0).getInt64()).local;
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
  return guarded(*database_, [&] { return rows::find_entry(*database_, id); });
}

std::int64_t Logbook::each_glucose_value(
    const Filter& filter, const std::function<void(const Glucose&, std::int64_t)>& visit) const {
  return guarded(*database_, [&] { return rows::scan_glucose(*database_, where(filter), visit); });
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
    expect_none(
        "entry JOIN entry AS rival ON rival.id = entry.conflicts_with WHERE entry.state = 0 AND "
        "rival.state = 0",
        "entries that count beside the one they are in conflict with");
    expect_none("record_time WHERE entry NOT IN (SELECT id FROM entry)", "times of an entry that is gone");
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
    expect_readable("belonging", "formers",
                    [](SQLite::Statement& row) { rows::parse_names(row.getColumn(0).getString()); });
    expect_readable("bookmark", "newest",
                    [](SQLite::Statement& row) { rows::parse_bookmark(row.getColumn(0).getString()); });
    return findings;
  });
}

}  // namespace core
