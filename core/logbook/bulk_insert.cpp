#include "core/logbook/bulk_insert.hpp"

#include <sqlite3.h>

#include "core/logbook/rows.hpp"

namespace core {

/// What the virtual table gives: set before the statement runs.
struct BulkInsert::Source {
  std::span<const LogEntry> entries;
};

namespace {

enum Column { local, kind, digits, decimals, unit, reach, detail, read_once, origin, raw, tags, note };

constexpr const char* declaration =
    "CREATE TABLE x(local, kind, digits, decimals, unit, reach, detail, read_once, origin, raw, tags, note)";

constexpr const char* insertion =
    "INSERT INTO entry(local, kind, digits, decimals, unit, reach, detail, state, twin_of, conflicts_with, "
    "source, "
    "operation, nth, read_once, origin, raw, tags, note) SELECT local, kind, digits, decimals, unit, reach, "
    "detail, 0, "
    "NULL, NULL, ?1, ?2, 0, read_once, origin, raw, tags, note FROM incoming";

/// SQLite's structures come first in ours, as it wants them.
struct Table {
  sqlite3_vtab base;
  std::span<const LogEntry>* entries;
};

struct Cursor {
  sqlite3_vtab_cursor base;
  std::span<const LogEntry> entries;
  std::size_t at;
  ContentRow row;
  std::string tags;

  void load() {
    if (at == entries.size()) return;
    row = encode_content(entries[at].content);
    tags = format_tags(entries[at].tags);
  }
};

Cursor& cursor_of(sqlite3_vtab_cursor* cursor) {
  return *reinterpret_cast<Cursor*>(cursor);
}

int connect(sqlite3* database, void* source, int, const char* const*, sqlite3_vtab** out, char**) {
  if (const int code = sqlite3_declare_vtab(database, declaration)) return code;
  *out = &(new Table{{}, static_cast<std::span<const LogEntry>*>(source)})->base;
  return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete reinterpret_cast<Table*>(table);
  return SQLITE_OK;
}

int best_index(sqlite3_vtab*, sqlite3_index_info*) {
  return SQLITE_OK;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
  *out = &(new Cursor{})->base;
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete &cursor_of(cursor);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value**) {
  Cursor& c = cursor_of(cursor);
  c.entries = *reinterpret_cast<Table*>(cursor->pVtab)->entries;
  c.at = 0;
  c.load();
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  ++cursor_of(cursor).at;
  cursor_of(cursor).load();
  return SQLITE_OK;
}

int eof(sqlite3_vtab_cursor* cursor) {
  return cursor_of(cursor).at == cursor_of(cursor).entries.size();
}

/// The entries outlive the statement: no copies.
void give(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

int column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int index) {
  const Cursor& c = cursor_of(cursor);
  const LogEntry& entry = c.entries[c.at];
  switch (index) {
    case local:
      sqlite3_result_int64(context, rows::encode_time(entry.time));
      break;
    case kind:
      sqlite3_result_int64(context, c.row.kind);
      break;
    case digits:
      sqlite3_result_int64(context, c.row.digits);
      break;
    case decimals:
      sqlite3_result_int64(context, c.row.decimals);
      break;
    case unit:
      sqlite3_result_int64(context, c.row.unit);
      break;
    case reach:
      sqlite3_result_int64(context, c.row.reach);
      break;
    case detail:
      sqlite3_result_int64(context, c.row.detail);
      break;
    case read_once:
      sqlite3_result_int64(context, entry.read_once ? 1 : 0);
      break;
    case origin:
      give(context, entry.origin);
      break;
    case raw:
      give(context, entry.raw);
      break;
    case tags:
      give(context, c.tags);
      break;
    case note:
      give(context, entry.note);
      break;
    default:
      return SQLITE_RANGE;
  }
  return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
  *id = static_cast<sqlite3_int64>(cursor_of(cursor).at);
  return SQLITE_OK;
}

/// Without xCreate the table exists by itself, in every connection that has the module, and in no file.
const sqlite3_module module_methods = [] {
  sqlite3_module methods{};
  methods.xConnect = connect;
  methods.xBestIndex = best_index;
  methods.xDisconnect = disconnect;
  methods.xOpen = open;
  methods.xClose = close;
  methods.xFilter = filter;
  methods.xNext = next;
  methods.xEof = eof;
  methods.xColumn = column;
  methods.xRowid = row_id;
  return methods;
}();

}  // namespace

BulkInsert::BulkInsert(SQLite::Database& database)
    : database_(database), source_(std::make_unique<Source>()) {
  if (sqlite3_create_module_v2(database.getHandle(), "incoming", &module_methods, &source_->entries, nullptr))
    throw SQLite::Exception(database.getHandle());
  statement_ = std::make_unique<SQLite::Statement>(database, insertion);
}

BulkInsert::~BulkInsert() {
  statement_.reset();
  sqlite3_create_module_v2(database_.getHandle(), "incoming", nullptr, nullptr, nullptr);
}

bool BulkInsert::insert(std::span<const LogEntry> entries, std::int64_t source, std::int64_t operation) {
  source_->entries = entries;
  statement_->reset();
  statement_->bind(1, source);
  statement_->bind(2, operation);
  try {
    statement_->exec();
    return true;
  } catch (const SQLite::Exception& error) {
    if (error.getErrorCode() != SQLITE_CONSTRAINT) throw;
    statement_->tryReset();
    return false;
  }
}

}  // namespace core
