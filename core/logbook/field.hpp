#pragma once

// Inside the logbook room: the fields of an entry that a change can touch, as the change table keeps them.

#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/logbook/stored.hpp"

namespace core::rows {

/// "3", "1767254400", "0 64 1 1 0 3", "a note": the text in change.before and change.after.
std::string format_field(const FieldValue& value);

/// What such a text says. Throws Failure (bad_data) for a field or a value that no version writes.
FieldValue parse_field(const std::string& name, const std::string& text);

/// Gives the entry this value.
void apply_field(SQLite::Database& database, std::int64_t entry, const FieldValue& value);

/// Writes one change down and makes it.
void change_field(SQLite::Database& database, std::int64_t operation, std::int64_t entry,
                  const FieldValue& before, const FieldValue& after);

}  // namespace core::rows
