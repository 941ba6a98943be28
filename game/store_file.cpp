#include "game/store_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <set>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

namespace game {
namespace {

constexpr int application_id = 0x62676267;  // "bgbg"
constexpr int schema_version = 1;

// Events are never changed, except that forgetting blanks their text. Names and values stand only in `entry`
// and `correction`. `placing` is filled only when somebody was forgotten. `outbox` is emptied by the
// conductor.
constexpr const char* schema = R"(
CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rules TEXT NOT NULL, kind TEXT NOT NULL,
  season_length INTEGER NOT NULL) STRICT;
CREATE TABLE season (id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series, root TEXT NOT NULL,
  length INTEGER NOT NULL, anchor TEXT NOT NULL UNIQUE, began TEXT NOT NULL, ended TEXT) STRICT;
CREATE TABLE round (id INTEGER PRIMARY KEY AUTOINCREMENT, series INTEGER NOT NULL REFERENCES series,
  season INTEGER NOT NULL REFERENCES season, name TEXT NOT NULL, state TEXT NOT NULL, rules TEXT NOT NULL,
  kind TEXT NOT NULL, place INTEGER, announcement TEXT NOT NULL DEFAULT '', list TEXT NOT NULL DEFAULT '',
  ranked_salt TEXT NOT NULL DEFAULT '', value TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
  UNIQUE (series, name), UNIQUE (season, place)) STRICT;
CREATE TABLE entry (round INTEGER NOT NULL REFERENCES round, number INTEGER NOT NULL, name TEXT, value TEXT, unit TEXT,
  salt TEXT NOT NULL, commitment TEXT NOT NULL, evidence TEXT NOT NULL, joins INTEGER NOT NULL,
  ranked INTEGER NOT NULL, fate TEXT NOT NULL, PRIMARY KEY (round, number)) STRICT;
CREATE TABLE correction (id INTEGER PRIMARY KEY, round INTEGER NOT NULL REFERENCES round, entry INTEGER NOT NULL,
  value TEXT, unit TEXT, evidence TEXT NOT NULL, made TEXT) STRICT;
CREATE TABLE placing (round INTEGER NOT NULL REFERENCES round, entry INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (round, entry)) STRICT;
CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT, round INTEGER NOT NULL REFERENCES round, at TEXT NOT NULL,
  kind TEXT NOT NULL, entry INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event INTEGER NOT NULL REFERENCES event,
  text TEXT NOT NULL, said TEXT) STRICT;
)";

std::set<std::string> schema_of(SQLite::Database& sql) {
  std::set<std::string> parts;
  SQLite::Statement query(
      sql, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
  while (query.executeStep())
    parts.insert(query.getColumn(0).getString() + " " + query.getColumn(1).getString() + " " +
                 query.getColumn(2).getString());
  return parts;
}

int pragma(SQLite::Database& sql, const char* name) {
  return sql.execAndGet(std::string("PRAGMA ") + name).getInt();
}

/// Folder 0700 and file 0600 whatever the umask; a link in the file's place is not followed.
std::string private_file(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "game.sqlite";
  std::error_code code;
  if (!folder.parent_path().empty()) std::filesystem::create_directories(folder.parent_path(), code);
  if (::mkdir(folder.c_str(), 0700) == 0) ::chmod(folder.c_str(), 0700);
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0)
    throw core::Failure({core::Errc::access_denied, "the games' file cannot be opened", file.string(),
                         std::string("The system says: ") + std::strerror(errno) + "."});
  ::fchmod(descriptor, 0600);
  ::close(descriptor);
  return file.string();
}

void refuse(const std::string& what, const std::string& file, const std::string& advice = "") {
  throw core::Failure({core::Errc::refused, what, file, advice});
}

/// A file may come from elsewhere: nothing in it runs, and it has to be exactly what we make.
void open_safely(SQLite::Database& sql) {
  const std::string file = sql.getFilename();
  sql.setBusyTimeout(5000);
  sqlite3_db_config(sql.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(sql.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(sql.getHandle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(sql.getHandle(), SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  if (pragma(sql, "user_version") > schema_version)
    refuse("this file is of a newer version of bgbingo", file,
           "Install that version; the file was left as it is.");
  sql.exec(
      "PRAGMA synchronous = EXTRA; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete "
      "= ON");

  SQLite::Transaction transaction(sql, SQLite::TransactionBehavior::IMMEDIATE);
  if (pragma(sql, "user_version") == 0 && schema_of(sql).empty()) {
    sql.exec(schema);
    sql.exec("PRAGMA application_id = " + std::to_string(application_id));
    sql.exec("PRAGMA user_version = " + std::to_string(schema_version));
  }
  SQLite::Database expected(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  expected.exec(schema);
  if (pragma(sql, "application_id") != application_id || schema_of(sql) != schema_of(expected))
    refuse("this is not a file of games, or something was added to it", file, "It was left as it is.");
  transaction.commit();
}

}  // namespace

void throw_as_failure(const SQLite::Exception& fault) {
  switch (fault.getErrorCode() & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw core::Failure(
          {core::Errc::busy, "another command is using the games' file", "", "Try again in a moment."});
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw core::Failure(
          {core::Errc::bad_data, "the games' file is not readable", fault.what(), "Restore a copy."});
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      throw core::Failure({core::Errc::access_denied, "the games' file cannot be written", fault.what(), ""});
    case SQLITE_FULL:
      throw core::Failure(
          {core::Errc::internal, "the disk is full, nothing was changed", "", "Make room and try again."});
    default:
      throw core::Failure({core::Errc::internal, "the games' file had a fault", fault.what(), ""});
  }
}

SQLite::Database open_store_file(const std::filesystem::path& folder) {
  return with_sqlite_faults([&] {
    SQLite::Database sql(private_file(folder), SQLite::OPEN_READWRITE | SQLite::OPEN_NOFOLLOW);
    open_safely(sql);
    return sql;
  });
}

}  // namespace game
