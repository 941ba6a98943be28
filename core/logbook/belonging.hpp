#pragma once

// Inside the logbook room: whose a meter is, as its rows say.

#include <map>
#include <optional>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/logbook/stored.hpp"

namespace core::rows {

/// Names of records that are a former owner's, and how many of each: digests, so that nothing of a reading
/// stands in the logbook of somebody else.
using Names = std::map<std::string, std::int64_t>;

struct Belonging {
  bool belongs = true;
  std::string other;  ///< the profile it came from or went to; "" where a download claimed it
  Names formers;      ///< what the meter still holds of others; a whole dump leaves it out
  bool operator==(const Belonging&) const = default;
};

std::string name_of_record(const MeterTime& time, const std::string& origin);

/// What the newest row of a source says; nothing where it has always been this logbook's.
std::optional<Belonging> read_belonging(SQLite::Database& database, std::int64_t source);
void add_belonging(SQLite::Database& database, std::int64_t source, std::int64_t operation,
                   const Belonging& belonging);
/// Whether an operation moved a meter between two logbooks.
bool is_move(SQLite::Database& database, std::int64_t operation);

/// Whether the operation added or changed entries that are undone, of a meter that was given away after the
/// operation `since` and is not back, or not with them.
bool has_given_away(SQLite::Database& database, std::int64_t operation, std::int64_t since);
/// Whether the meter was given away from here, be it back now.
bool was_let_go(SQLite::Database& database, std::int64_t source);
/// The records that are entries of this logbook, those left out that went with the meter.
Names names_of_source(SQLite::Database& database, std::int64_t source);

Names parse_names(const std::string& text);

}  // namespace core::rows
