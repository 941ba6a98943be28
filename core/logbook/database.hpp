#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/error.hpp"

namespace core {

/// What kind of SQLite file is opened: a logbook, or another store of this program.
struct FileKind {
  std::string_view what;  ///< "logbook", for messages
  std::int32_t application_id;
  std::span<const std::span<const std::string_view>> migrations;
  std::span<const std::string_view> statements;  ///< all of sqlite_schema at the newest version
};

enum class OpenMode : std::uint8_t { read_only, existing, create };

/// Opens an SQLite file that may come from a stranger: the header is looked at before SQLite is; a newer
/// version, another program's file and foreign tables, triggers or views are refused and left untouched;
/// older versions are migrated forward. WAL, synchronous=FULL, defensive, trusted_schema off; new files
/// 0600 and folders 0700 whatever the umask. Throws Failure.
std::unique_ptr<SQLite::Database> open_database(const std::filesystem::path& file, OpenMode mode,
                                                const FileKind& kind, const std::string& vfs = "");

/// Applies the migrations above the file's user_version, each in one transaction.
void migrate(SQLite::Database& database, const FileKind& kind);

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
