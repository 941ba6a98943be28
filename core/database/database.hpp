#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/error.hpp"

namespace core {

/// What kind of SQLite file is opened: a logbook, or the games' file.
struct FileKind {
  std::string_view what;        ///< for messages: "logbook", "games' file"
  std::int32_t application_id;  ///< four bytes at offset 68 of the file
  /// Element n turns version n into version n + 1, statement by statement.
  std::span<const std::span<const std::string_view>> migrations;
  std::span<const std::string_view>
      statements;  ///< all of sqlite_schema at the newest version, word for word
};

enum class OpenMode : std::uint8_t { read_only, existing, create };

/// Opens an SQLite file that may come from a stranger: the header is looked at before SQLite is; a newer
/// version, another program's file and foreign tables, triggers or views are refused and left untouched;
/// older versions are migrated forward, whatever the mode; a link is not followed. WAL, synchronous=EXTRA,
/// secure_delete, foreign_keys; defensive, trusted_schema, triggers and views off; other writers are waited
/// for. New files 0600 and folders 0700 whatever the umask. `vfs` names another disk than the system's.
/// Throws Failure.
std::unique_ptr<SQLite::Database> open_database(const std::filesystem::path& file, OpenMode mode,
                                                const FileKind& kind, const std::string& vfs = "");

/// Applies the migrations above the file's user_version, all in one transaction. Throws Failure, and leaves
/// the file as it was, when something foreign is in it.
void migrate(SQLite::Database& database, const FileKind& kind);

/// For a connection whose content may come from elsewhere: nothing in it runs (defensive, trusted_schema,
/// triggers and views off), cells are checked, and what is deleted is overwritten.
void protect(SQLite::Database& database);

/// Every table, index, trigger and view must be one of the kind's, word for word, and none missing. `schema`
/// names an attached database.
void refuse_foreign_objects(SQLite::Database& database, const FileKind& kind,
                            const std::string& schema = "main");

/// The Failure an SQLite error means to a user: busy, damaged, disk full, not writable.
[[noreturn]] void rethrow_as_failure(const SQLite::Exception& error, const std::string& file);

/// Runs `action` and turns SQLite's exceptions into Failures.
template <class Action>
auto guarded(const SQLite::Database& database, Action&& action) {
  try {
    return action();
  } catch (const SQLite::Exception& error) {
    rethrow_as_failure(error, database.getFilename());
  }
}

}  // namespace core
