#include "core/logbook/belonging.hpp"

#include <sstream>

#include "core/io/bytes.hpp"
#include "core/io/digest.hpp"
#include "core/logbook/rows.hpp"

namespace core::rows {
namespace {

std::string format_names(const Names& names) {
  std::string text;
  for (const auto& [name, count] : names) text += name + " " + std::to_string(count) + "\n";
  return text;
}

}  // namespace

std::string name_of_record(const MeterTime& time, const std::string& origin) {
  const std::string text = std::to_string(encode_time(time)) + "\t" + origin;
  const auto digest = sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  return format_hex(ByteView(digest).first(16));
}

Names parse_names(const std::string& text) {
  Names names;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) throw foreign("the record's name \"" + line + "\"");
    names[line.substr(0, space)] = parse_whole(line.substr(space + 1));
  }
  return names;
}

std::optional<Belonging> read_belonging(SQLite::Database& database, std::int64_t source) {
  SQLite::Statement find(database,
                         "SELECT belongs, other, formers FROM belonging JOIN operation ON operation.id = "
                         "belonging.operation WHERE belonging.source = ? AND undone_by IS NULL ORDER BY "
                         "belonging.operation DESC LIMIT 1");
  find.bind(1, source);
  if (!find.executeStep()) return std::nullopt;
  return Belonging{find.getColumn(0).getInt64() != 0, find.getColumn(1).getString(),
                   parse_names(find.getColumn(2).getString())};
}

void add_belonging(SQLite::Database& database, std::int64_t source, std::int64_t operation,
                   const Belonging& belonging) {
  SQLite::Statement insert(
      database, "INSERT INTO belonging(source, operation, belongs, other, formers) VALUES(?, ?, ?, ?, ?)");
  insert.bind(1, source);
  insert.bind(2, operation);
  insert.bind(3, belonging.belongs ? 1 : 0);
  insert.bind(4, belonging.other);
  insert.bind(5, format_names(belonging.formers));
  insert.exec();
}

bool is_move(SQLite::Database& database, std::int64_t operation) {
  SQLite::Statement find(database, "SELECT 1 FROM belonging WHERE operation = ? AND other <> ''");
  find.bind(1, operation);
  return find.executeStep();
}

namespace {

Names names_of(SQLite::Database& database, const std::string& condition) {
  SQLite::Statement find(database,
                         "SELECT coalesce(record_time.local, entry.local), origin FROM entry LEFT JOIN "
                         "record_time ON record_time.entry = entry.id WHERE " +
                             condition);
  Names names;
  while (find.executeStep())
    ++names[name_of_record(decode_time(find.getColumn(0).getInt64()), find.getColumn(1).getString())];
  return names;
}

/// What an operation added or changed, and is undone.
Names undone_of(SQLite::Database& database, std::int64_t source, std::int64_t operation) {
  const std::string number = std::to_string(operation);
  return names_of(database, "source = " + std::to_string(source) +
                                " AND state = 2 AND (operation = " + number +
                                " OR id IN (SELECT entry FROM change WHERE operation = " + number + "))");
}

}  // namespace

bool has_given_away(SQLite::Database& database, std::int64_t operation, std::int64_t since) {
  SQLite::Statement find(
      database,
      "SELECT DISTINCT source FROM entry WHERE (operation = ?1 OR id IN (SELECT entry FROM change WHERE "
      "operation = ?1)) AND state = 2 AND EXISTS (SELECT 1 FROM belonging WHERE belonging.source = "
      "entry.source AND belongs = 0 AND belonging.operation > ?2)");
  find.bind(1, operation);
  find.bind(2, since);
  while (find.executeStep()) {
    const std::int64_t source = find.getColumn(0).getInt64();
    const auto belonging = read_belonging(database, source);
    if (!belonging) continue;
    if (!belonging->belongs) return true;
    // It is back, but for what stayed with the others.
    for (const auto& [name, count] : undone_of(database, source, operation))
      if (belonging->formers.contains(name)) return true;
  }
  return false;
}

bool was_let_go(SQLite::Database& database, std::int64_t source) {
  SQLite::Statement find(database, "SELECT 1 FROM belonging WHERE source = ? AND belongs = 0 LIMIT 1");
  find.bind(1, source);
  return find.executeStep();
}

/// An undone entry is this logbook's own unless it was undone by giving the meter away.
Names names_of_source(SQLite::Database& database, std::int64_t source) {
  return names_of(database,
                  "source = " + std::to_string(source) +
                      " AND (state <> 2 OR coalesce((SELECT operation FROM change WHERE change.entry = "
                      "entry.id AND field = 'state' ORDER BY change.id DESC LIMIT 1), 0) NOT IN (SELECT "
                      "operation FROM belonging WHERE belongs = 0))");
}

}  // namespace core::rows
