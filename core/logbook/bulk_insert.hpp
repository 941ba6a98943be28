#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/values/log_entry.hpp"

namespace core {

/// Inserts many entries by one statement: SQLite reads them as rows of a table of its own ("incoming", a
/// virtual table over the span), which spares the binding, stepping and resetting of a statement a row:
/// half of the time of a large import.
class BulkInsert {
 public:
  /// Registers the virtual table with the connection, which must outlive this.
  explicit BulkInsert(SQLite::Database& database);
  ~BulkInsert();
  BulkInsert(const BulkInsert&) = delete;
  BulkInsert& operator=(const BulkInsert&) = delete;

  /// Inserts all entries as active and as the first of their keys, with consecutive ids; true when done. When
  /// one of the keys is there already nothing is inserted and the answer is false. Throws SQLite::Exception.
  bool insert(std::span<const LogEntry> entries, std::int64_t source, std::int64_t operation);

 private:
  struct Source;
  SQLite::Database& database_;
  std::unique_ptr<Source> source_;
  std::unique_ptr<SQLite::Statement> statement_;
};

}  // namespace core
