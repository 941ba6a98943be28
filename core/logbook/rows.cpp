#include "core/logbook/rows.hpp"

#include <pwd.h>
#include <sstream>
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

}  // namespace

StoredEntry read_entry(SQLite::Statement& row) {
  StoredEntry stored;
  stored.id = row.getColumn(0).getInt64();
  stored.entry.time = decode_time(row.getColumn(1).getInt64());
  stored.entry.content = decode_content(read_content_row(row, 2)).value();
  stored.state = static_cast<State>(row.getColumn(8).getInt());
  stored.twin_of = id_or_zero(row, 9);
  stored.conflicts_with = id_or_zero(row, 10);
  stored.source = row.getColumn(11).getInt64();
  stored.operation = row.getColumn(12).getInt64();
  stored.entry.read_once = row.getColumn(13).getInt() != 0;
  stored.entry.origin = row.getColumn(14).getString();
  stored.entry.raw = row.getColumn(15).getString();
  stored.entry.tags = parse_tags(row.getColumn(16).getString());
  stored.entry.note = row.getColumn(17).getString();
  return stored;
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

void record_change(SQLite::Database& database, std::int64_t operation, std::int64_t entry,
                   const std::string& field, const std::string& before, const std::string& after) {
  SQLite::Statement insert(
      database, "INSERT INTO change(operation, entry, field, before, after) VALUES(?, ?, ?, ?, ?)");
  insert.bind(1, operation);
  insert.bind(2, entry);
  insert.bind(3, field);
  insert.bind(4, before);
  insert.bind(5, after);
  insert.exec();
}

void apply_field(SQLite::Database& database, std::int64_t entry, const std::string& field,
                 const std::string& value) {
  if (field == "content") {
    const ContentRow row = parse_content_row(value).value();
    SQLite::Statement update(
        database,
        "UPDATE entry SET kind = ?, digits = ?, decimals = ?, unit = ?, reach = ?, detail = ? WHERE id = ?");
    const std::int64_t columns[] = {row.kind,  row.digits, row.decimals, row.unit,
                                    row.reach, row.detail, entry};
    for (int i = 0; i < 7; ++i) update.bind(i + 1, columns[i]);
    update.exec();
  } else if (field == "time") {
    // The key moves with the time: the entry becomes the next equal one there.
    SQLite::Statement update(database,
                             "UPDATE entry SET local = ?1, nth = (SELECT coalesce(max(other.nth) + 1, 0) "
                             "FROM entry AS other WHERE "
                             "other.local = ?1 AND other.source = entry.source AND other.origin = "
                             "entry.origin AND other.id <> entry.id) "
                             "WHERE id = ?2");
    update.bind(1, static_cast<std::int64_t>(std::stoll(value)));
    update.bind(2, entry);
    update.exec();
  } else if (field == "state" || field == "twin_of") {
    // No twin is NULL in the file; state 0 is a state.
    SQLite::Statement update(database, field == "state"
                                           ? "UPDATE entry SET state = ? WHERE id = ?"
                                           : "UPDATE entry SET twin_of = nullif(?, 0) WHERE id = ?");
    update.bind(1, static_cast<std::int64_t>(std::stoll(value)));
    update.bind(2, entry);
    update.exec();
  } else if (field == "tags" || field == "note") {
    SQLite::Statement update(database, "UPDATE entry SET " + field + " = ? WHERE id = ?");
    update.bind(1, value);
    update.bind(2, entry);
    update.exec();
  } else {
    throw Failure({Errc::bad_data, "the history names a field this version does not know", field, ""});
  }
}

std::string format_bookmark(const Bookmark& bookmark) {
  std::string text;
  for (const Bookmark::Identity& identity : bookmark.newest)
    text += std::to_string(encode_time(identity.time)) + "\t" + identity.origin + "\n";
  return text;
}

Bookmark parse_bookmark(const std::string& text) {
  Bookmark bookmark;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    bookmark.newest.push_back({decode_time(std::stoll(line.substr(0, tab))), line.substr(tab + 1)});
  }
  return bookmark;
}

}  // namespace core::rows
