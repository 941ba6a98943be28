#pragma once

// Inside the logbook room: what its files share about rows.

#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/logbook/bookmark.hpp"
#include "core/logbook/content_row.hpp"
#include "core/logbook/logbook.hpp"
#include "core/logbook/schema.hpp"

namespace core::rows {

/// The columns of StoredEntry, in the order read_entry() reads them.
constexpr const char* entry_columns =
    "id, local, kind, digits, decimals, unit, reach, detail, state, twin_of, conflicts_with, source, "
    "operation, "
    "read_once, origin, raw, tags, note";

/// True for what counts: active, and not the copy of a twin that counts.
constexpr const char* counted =
    "state = 0 AND (twin_of IS NULL OR (SELECT leader.state FROM entry AS leader WHERE leader.id = "
    "entry.twin_of) IS NOT 0)";

StoredEntry read_entry(SQLite::Statement& row);

inline std::int64_t encode_time(const MeterTime& time) {
  return time.local ? time.local->time_since_epoch().count() : schema::unset_time;
}
inline MeterTime decode_time(std::int64_t local) {
  if (local == schema::unset_time) return {};
  return {LocalSeconds{std::chrono::seconds{local}}};
}

/// "" for id 0, so that NULL stands in the file.
void bind_id(SQLite::Statement& statement, int index, std::int64_t id);

/// Starts an operation row and gives its id. Must run inside a transaction. `source` is what a dump came
/// from.
std::int64_t begin_operation(SQLite::Database& database, const std::string& command, std::int64_t undoes = 0,
                             std::int64_t source = 0);
void finish_operation(SQLite::Database& database, std::int64_t id, std::int64_t added, std::int64_t changed);

/// Writes down one change of one field, before it is made.
void record_change(SQLite::Database& database, std::int64_t operation, std::int64_t entry,
                   const std::string& field, const std::string& before, const std::string& after);

/// Sets a field as `change` names them to the value as `change` keeps it.
void apply_field(SQLite::Database& database, std::int64_t entry, const std::string& field,
                 const std::string& value);

/// A bookmark as text: a line "local TAB origin" a record.
std::string format_bookmark(const Bookmark& bookmark);
Bookmark parse_bookmark(const std::string& text);

/// Links the blood glucose entries that `operation` added with their twins of the other rank: the same
/// reading from a meter and from a file or by hand. Gives the number of links.
std::int64_t link_twins(SQLite::Database& database, std::int64_t operation);

}  // namespace core::rows
