#include "core/logbook/rows.hpp"

#include <pwd.h>
#include <unistd.h>

namespace core::rows {
namespace {

std::string user_name() {
  const passwd* user = ::getpwuid(::getuid());
  return user ? user->pw_name : std::to_string(::getuid());
}

std::int64_t id_or_zero(SQLite::Statement& row, int column) {
  const SQLite::Column value = row.getColumn(column);
  return value.isNull() ? 0 : value.getInt64();
}

/// The enumerator with this number; `last` is the one with the largest.
template <class Enum>
Enum decode_enum(std::int64_t number, Enum last, const char* what) {
  if (number < 0 || number > static_cast<std::int64_t>(last))
    throw foreign(what + (" " + std::to_string(number)));
  return static_cast<Enum>(number);
}

}  // namespace

State decode_state(std::int64_t number) {
  return decode_enum(number, State::conflict, "state");
}

SourceKind decode_source_kind(std::int64_t number) {
  return decode_enum(number, SourceKind::file, "source kind");
}

Glucose decode_glucose(std::int64_t digits, std::int64_t decimals, std::int64_t unit, std::int64_t reach) {
  return std::get<BloodGlucose>(decode_content({0, digits, decimals, unit, reach, 0}).value()).value;
}

MeterTime decode_time(std::int64_t local) {
  if (local == schema::unset_time) return {};
  if (!is_in_known_years(local)) throw foreign("the time " + std::to_string(local));
  return {LocalSeconds{std::chrono::seconds{local}}};
}

UtcSeconds decode_utc(std::int64_t seconds) {
  if (!is_in_known_years(seconds)) throw foreign("the time " + std::to_string(seconds));
  return UtcSeconds{std::chrono::seconds{seconds}};
}

ClockCheck read_clock_check(SQLite::Statement& row) {
  const auto number = [&](int column) { return row.getColumn(column).getInt64(); };
  constexpr std::int64_t day = 86'400;
  if (number(3) < 0 || number(3) > day * 1000 || number(4) < 0 || number(4) > day)
    throw foreign("a clock check of " + std::to_string(number(3)) + " ms");
  ClockCheck check;
  check.meter = LocalSeconds{decode_utc(number(0)).time_since_epoch()};
  check.host = decode_utc(number(1));
  check.zone = row.getColumn(2).getString();
  check.round_trip = std::chrono::milliseconds{number(3)};
  check.resolution = std::chrono::seconds{number(4)};
  check.reason = decode_enum(number(5), ClockCheckReason::after_set, "clock check reason");
  return check;
}

Source read_source(SQLite::Statement& row) {
  return {decode_source_kind(row.getColumn(1).getInt64()), row.getColumn(2).getString(),
          row.getColumn(3).getString(), row.getColumn(4).getString(), row.getColumn(5).getInt64() != 0};
}

Operation read_operation(SQLite::Statement& row) {
  const auto number = [&](int column) { return row.getColumn(column).getInt64(); };
  return {number(0),
          decode_utc(number(1)),
          row.getColumn(2).getString(),
          row.getColumn(3).getString(),
          number(4),
          number(5),
          number(6),
          number(7)};
}

std::optional<std::int64_t> find_source(SQLite::Database& database, SourceKind kind,
                                        const std::string& family, const std::string& serial) {
  SQLite::Statement find(database, "SELECT id FROM source WHERE kind = ? AND family = ? AND serial = ?");
  find.bind(1, static_cast<int>(kind));
  find.bind(2, family);
  find.bind(3, serial);
  if (!find.executeStep()) return std::nullopt;
  return find.getColumn(0).getInt64();
}

StoredEntry read_entry(SQLite::Statement& row) {
  StoredEntry stored;
  if (row.getColumn(18).getInt() == 0) throw foreign("an entry of an unknown source or operation");
  stored.id = row.getColumn(0).getInt64();
  stored.entry.time = decode_time(row.getColumn(1).getInt64());
  stored.entry.content = decode_content(read_content_row(row, 2)).value();
  stored.state = decode_state(row.getColumn(8).getInt64());
  stored.twin_of = id_or_zero(row, 9);
  stored.conflicts_with = id_or_zero(row, 10);
  stored.source = row.getColumn(11).getInt64();
  stored.operation = row.getColumn(12).getInt64();
  stored.entry.read_once = row.getColumn(13).getInt64() != 0;
  stored.entry.origin = row.getColumn(14).getString();
  stored.entry.raw = row.getColumn(15).getString();
  stored.entry.tags = parse_tags(row.getColumn(16).getString());
  stored.entry.note = row.getColumn(17).getString();
  if (const SQLite::Column recorded = row.getColumn(19); !recorded.isNull())
    stored.recorded = decode_time(recorded.getInt64());
  return stored;
}

std::optional<StoredEntry> find_entry(SQLite::Database& database, std::int64_t id) {
  SQLite::Statement find(database, std::string("SELECT ") + entry_columns + " FROM entry WHERE id = ?");
  find.bind(1, id);
  if (!find.executeStep()) return std::nullopt;
  return read_entry(find);
}

std::vector<ClockCheck> read_clock_checks(SQLite::Database& database, std::int64_t source) {
  std::vector<ClockCheck> checks;
  SQLite::Statement find(database, std::string("SELECT ") + clock_check_columns +
                                       " FROM clock_check WHERE source = ? ORDER BY host, id");
  find.bind(1, source);
  while (find.executeStep()) checks.push_back(read_clock_check(find));
  return checks;
}

void bind_id(SQLite::Statement& statement, int index, std::int64_t id) {
  if (id == 0)
    statement.bind(index);
  else
    statement.bind(index, id);
}

std::int64_t begin_operation(SQLite::Database& database, const std::string& command, std::int64_t undoes,
                             std::int64_t source) {
  SQLite::Statement insert(
      database,
      "INSERT INTO operation(at, who, command, undoes, source, added, changed) VALUES(?, ?, ?, ?, ?, 0, 0)");
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  insert.bind(1, static_cast<std::int64_t>(now.time_since_epoch().count()));
  insert.bind(2, user_name());
  insert.bind(3, command);
  bind_id(insert, 4, undoes);
  bind_id(insert, 5, source);
  insert.exec();
  return database.getLastInsertRowid();
}

void finish_operation(SQLite::Database& database, std::int64_t id, std::int64_t added, std::int64_t changed) {
  SQLite::Statement update(database, "UPDATE operation SET added = ?, changed = ? WHERE id = ?");
  update.bind(1, added);
  update.bind(2, changed);
  update.bind(3, id);
  update.exec();
}

}  // namespace core::rows
