#pragma once

// Inside the logbook room: what its files share about rows.

#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/logbook/content_row.hpp"
#include "core/logbook/foreign.hpp"
#include "core/logbook/schema.hpp"
#include "core/logbook/stored.hpp"

namespace core::rows {

// The numbers of the enums as they stand in the file (docs/logbook-format.md), which SQL writes out.
static_assert(static_cast<int>(State::active) == 0 && static_cast<int>(State::removed) == 1 &&
              static_cast<int>(State::undone) == 2 && static_cast<int>(State::conflict) == 3);
static_assert(static_cast<int>(SourceKind::hand) == 0 && static_cast<int>(SourceKind::meter) == 1 &&
              static_cast<int>(SourceKind::file) == 2);
static_assert(std::is_same_v<std::variant_alternative_t<0, Content>, BloodGlucose>);

/// The columns of StoredEntry, in the order read_entry() reads them.
constexpr const char* entry_columns =
    "id, local, kind, digits, decimals, unit, reach, detail, state, twin_of, conflicts_with, source, "
    "operation, read_once, origin, raw, tags, note, "
    "source IN (SELECT id FROM source) AND operation IN (SELECT id FROM operation), "
    "(SELECT record_time.local FROM record_time WHERE record_time.entry = entry.id)";

/// True for what counts: active, and not the copy of a twin that counts. A state that no version writes is
/// not sorted out here, so that it does not pass unseen.
constexpr const char* counted =
    "state NOT BETWEEN 1 AND 3 AND (twin_of IS NULL OR "
    "(SELECT leader.state FROM entry AS leader WHERE leader.id = entry.twin_of) IS NOT 0)";

// Reading what may come from a stranger: these are the only ways from the file into the types of the program,
// and each throws foreign() for what no version writes.

State decode_state(std::int64_t number);
SourceKind decode_source_kind(std::int64_t number);
/// A glucose value of the columns that hold one.
Glucose decode_glucose(std::int64_t digits, std::int64_t decimals, std::int64_t unit, std::int64_t reach);
/// A time of the years there are, or unset.
MeterTime decode_time(std::int64_t local);
UtcSeconds decode_utc(std::int64_t seconds);
/// From the columns entry_columns; of a source and an operation that there are.
StoredEntry read_entry(SQLite::Statement& row);
/// From the columns source_columns and clock_check_columns.
Source read_source(SQLite::Statement& row);
ClockCheck read_clock_check(SQLite::Statement& row);
constexpr const char* source_columns = "id, kind, family, serial, model, simulated";
constexpr const char* clock_check_columns = "meter, host, zone, round_trip_ms, resolution, reason";
/// From the columns operation_columns.
Operation read_operation(SQLite::Statement& row);
constexpr const char* operation_columns =
    "id, at, who, command, coalesce(undoes, 0), coalesce(undone_by, 0), added, changed";

inline std::int64_t encode_time(const MeterTime& time) {
  return time.local ? time.local->time_since_epoch().count() : schema::unset_time;
}

std::optional<StoredEntry> find_entry(SQLite::Database& database, std::int64_t id);
/// Of one source, by the host's time.
std::vector<ClockCheck> read_clock_checks(SQLite::Database& database, std::int64_t source);

std::optional<std::int64_t> find_source(SQLite::Database& database, SourceKind kind,
                                        const std::string& family, const std::string& serial);

/// Binds NULL for id 0.
void bind_id(SQLite::Statement& statement, int index, std::int64_t id);

/// Starts an operation row and gives its id. Must run inside a transaction. `source` is what a dump came
/// from.
std::int64_t begin_operation(SQLite::Database& database, const std::string& command, std::int64_t undoes = 0,
                             std::int64_t source = 0);
void finish_operation(SQLite::Database& database, std::int64_t id, std::int64_t added, std::int64_t changed);

}  // namespace core::rows
