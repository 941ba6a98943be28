#pragma once

// Inside the logbook room: one scan over the blood glucose readings.

#include <cstdint>
#include <functional>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/values/glucose.hpp"

namespace core::rows {

/// Counts the readings of each value among the blood glucose entries that `where` (" WHERE …") lets through,
/// and calls `visit(value, count)` for each; gives the number of days with a reading. The rows are gathered
/// by a function that SQLite calls for each: handing 10^6 of them out one by one costs half as much again.
std::int64_t scan_glucose(SQLite::Database& database, const std::string& where,
                          const std::function<void(const Glucose&, std::int64_t)>& visit);

}  // namespace core::rows
