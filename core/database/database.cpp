#include "core/database/database.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

namespace core {
namespace {

namespace fs = std::filesystem;

std::string is_not(const FileKind& kind) {
  return "this file is not a bgbingo " + std::string(kind.what);
}

/// The fields of an SQLite header (https://sqlite.org/fileformat.html, section 1.3), big-endian:
///   offset 0   16 bytes  "SQLite format 3\0"
///   offset 60   4 bytes  user_version, our schema version
///   offset 68   4 bytes  application_id
struct Header {
  bool is_empty = false;
  bool is_sqlite = false;
  std::int32_t version = 0;
  std::int32_t application_id = 0;
};

std::int32_t big_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return static_cast<std::int32_t>(value);
}

Header read_header(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Failure(
        {Errc::access_denied, "this file cannot be read", file.string(), "Check its owner and permissions."});
  std::array<char, 100> bytes{};
  in.read(bytes.data(), bytes.size());
  Header header;
  header.is_empty = in.gcount() == 0;
  header.is_sqlite = in.gcount() == static_cast<std::streamsize>(bytes.size()) &&
                     std::memcmp(bytes.data(), "SQLite format 3", 16) == 0;
  header.version = big_endian(&bytes[60]);
  header.application_id = big_endian(&bytes[68]);
  return header;
}

void refuse_newer(std::int32_t version, const fs::path& file, const FileKind& kind) {
  if (version > static_cast<std::int32_t>(kind.migrations.size()))
    throw Failure({Errc::refused, "this " + std::string(kind.what) + " was written by a newer bgbingo",
                   file.string(), "Nothing was changed; install the newer version to open it."});
}

/// Judges the file before SQLite touches it, so that what is refused stays byte for byte as it was.
void judge_header(const fs::path& file, const FileKind& kind) {
  const Header header = read_header(file);
  if (header.is_empty) return;
  if (!header.is_sqlite || (header.application_id != 0 && header.application_id != kind.application_id))
    throw Failure({Errc::bad_data, is_not(kind), file.string(), "Nothing was changed."});
  if (header.application_id == kind.application_id) refuse_newer(header.version, file, kind);
}

/// Makes the file, empty, readable by its owner alone; the folders above it likewise.
void create_private(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (!fs::exists(folder)) {
    const mode_t before = ::umask(0077);
    std::error_code error;
    fs::create_directories(folder, error);
    ::umask(before);
    if (error)
      throw Failure(
          {Errc::access_denied, "this folder cannot be made", folder.string(), error.message() + "."});
  }
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0)
    throw Failure({Errc::access_denied, "this file cannot be made", file.string(),
                   std::string(std::strerror(errno)) + "."});
  ::fchmod(descriptor, 0600);
  ::close(descriptor);
  // Its name must outlive a power cut as well as its content.
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
}

bool has_objects(SQLite::Database& database) {
  return database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt64() > 0;
}

std::unique_ptr<SQLite::Database> connect(const fs::path& file, OpenMode mode, const std::string& vfs) {
  constexpr int busy_timeout_ms = 5000;
  const std::string name = file.string();
  // Readers, too, open for writing where they may: the last one to close then folds the WAL into the file.
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const bool is_writable =
      !vfs.empty() || (::access(name.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0);
  if (mode != OpenMode::read_only || is_writable) {
    auto database = std::make_unique<SQLite::Database>(name, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX,
                                                       busy_timeout_ms, vfs);
    if (mode == OpenMode::read_only) database->exec("PRAGMA query_only = ON");
    return database;
  }
  // A WAL database in a folder we cannot write to opens only as immutable, which is right when no writer
  // has left a WAL behind.
  if (fs::exists(name + "-wal"))
    return std::make_unique<SQLite::Database>(name, SQLite::OPEN_READONLY, busy_timeout_ms, vfs);
  std::string uri = "file:";
  for (const char c : file.string())
    uri += (c == '?' || c == '#' || c == '%')
               ? "%" + std::string{"0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15]}
               : std::string{c};
  return std::make_unique<SQLite::Database>(uri + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI,
                                            busy_timeout_ms, vfs);
}

}  // namespace

void protect(SQLite::Database& database) {
  sqlite3* handle = database.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  database.exec("PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON");
}

void rethrow_as_failure(const SQLite::Exception& error, const std::string& file) {
  switch (error.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Failure(
          {Errc::busy, "another program is writing to this file", file, "Try again when it has finished."});
    case SQLITE_FULL:
      throw Failure(
          {Errc::refused, "the disk is full", file, "Nothing was lost; free some space and do it again."});
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      throw Failure(
          {Errc::access_denied, "this file cannot be written", file, "Check its owner and permissions."});
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Failure({Errc::bad_data, "this file is damaged", file, "Restore it from a backup."});
    case SQLITE_IOERR:
      throw Failure({Errc::access_denied, "the disk does not take what is written", file,
                     "Check the disk; nothing that was confirmed is lost."});
    default:
      throw Failure({Errc::internal, std::string("SQLite says: ") + error.what(), file, ""});
  }
}

void refuse_foreign_objects(SQLite::Database& database, const FileKind& kind, const std::string& schema) {
  SQLite::Statement objects(database, "SELECT name, sql FROM " + schema + ".sqlite_schema");
  std::size_t ours = 0;
  while (objects.executeStep()) {
    const std::string name = objects.getColumn(0).getString();
    if (objects.getColumn(1).isNull() || name == "sqlite_stat1") continue;  // indexes SQLite makes itself
    const std::string sql = objects.getColumn(1).getString();
    if (std::find(kind.statements.begin(), kind.statements.end(), sql) == kind.statements.end())
      throw Failure({Errc::refused,
                     "this " + std::string(kind.what) + " holds something that bgbingo did not make: " + name,
                     database.getFilename(), "It was not opened; a file from a stranger can be a trap."});
    ++ours;
  }
  if (ours != kind.statements.size())
    throw Failure({Errc::bad_data, "this " + std::string(kind.what) + " is not complete",
                   database.getFilename(), "Restore it from a backup."});
}

void migrate(SQLite::Database& database, const FileKind& kind) {
  const auto newest = static_cast<std::int32_t>(kind.migrations.size());
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  for (std::int32_t version = database.execAndGet("PRAGMA user_version").getInt(); version < newest;
       ++version) {
    for (const std::string_view statement : kind.migrations[static_cast<std::size_t>(version)])
      database.exec(std::string(statement));
    database.exec("PRAGMA user_version = " + std::to_string(version + 1));
  }
  database.exec("PRAGMA application_id = " + std::to_string(kind.application_id));
  refuse_foreign_objects(database, kind);  // or nothing of it is kept
  transaction.commit();
}

std::unique_ptr<SQLite::Database> open_database(const fs::path& file, OpenMode mode, const FileKind& kind,
                                                const std::string& vfs) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(file, error);
  if (status.type() == fs::file_type::none)
    throw Failure({Errc::access_denied, "the system does not let us look here", file.string(),
                   "Check the folder's owner and permissions with ls -ld."});
  if (status.type() == fs::file_type::not_found && mode != OpenMode::create)
    throw Failure(
        {Errc::not_found, "there is no " + std::string(kind.what) + " here yet", file.string(), ""});
  if (status.type() == fs::file_type::symlink)
    throw Failure({Errc::refused, "this is a link, and links are not followed", file.string(),
                   "Use the " + std::string(kind.what) + " it leads to."});
  if (status.type() != fs::file_type::not_found && status.type() != fs::file_type::regular)
    throw Failure({Errc::bad_data, is_not(kind), file.string(), "Nothing was changed."});
  if (status.type() == fs::file_type::regular) judge_header(file, kind);
  if (mode == OpenMode::create && status.type() == fs::file_type::not_found) create_private(file);

  try {
    auto database = connect(file, mode, vfs);
    protect(*database);
    const bool is_new = !has_objects(*database);
    const std::int32_t id = database->execAndGet("PRAGMA application_id").getInt();
    const std::int32_t version = database->execAndGet("PRAGMA user_version").getInt();
    if (!is_new && id != kind.application_id)
      throw Failure({Errc::bad_data, is_not(kind), file.string(), "Nothing was changed."});
    refuse_newer(version, file, kind);
    const bool is_old = version < static_cast<std::int32_t>(kind.migrations.size());
    if (is_new && mode != OpenMode::create)
      throw Failure({Errc::not_found, "this " + std::string(kind.what) + " is empty", file.string(), ""});
    const bool is_current = !is_new && !is_old;
    if (is_current) refuse_foreign_objects(*database, kind);
    if (mode == OpenMode::read_only && is_old && !is_new) {  // brought up to date first, then only read
      database.reset();
      open_database(file, OpenMode::existing, kind, vfs);
      return open_database(file, mode, kind, vfs);
    }
    if (mode != OpenMode::read_only) {
      if (is_new) database->exec("PRAGMA page_size = 16384");
      // EXTRA is FULL, and syncs the folder when the journal of the switch to WAL is unlinked.
      database->exec("PRAGMA synchronous = EXTRA");
      database->exec("PRAGMA journal_mode = WAL");
      if (!is_current) {
        migrate(*database, kind);
      }
    }
    return database;
  } catch (const SQLite::Exception& exception) {
    rethrow_as_failure(exception, file.string());
  }
}

}  // namespace core
