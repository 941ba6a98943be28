#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace core::schema {

/// The four bytes at offset 68 of the file: "bgLB". What has another number is not a logbook.
constexpr std::int32_t application_id = 0x62674C42;

/// How an unset meter time stands in entry.local (a key column cannot be NULL and stay unique).
constexpr std::int64_t unset_time = std::numeric_limits<std::int64_t>::min();

/// Entries are numbered from 1; a larger number than this no counting reaches.
constexpr std::int64_t largest_id = 0xFFFF'FFFF;

/// Version 1, statement by statement, exactly as sqlite_schema keeps them: opening compares them, so that a
/// file with foreign tables, triggers or views is refused. The tables are explained in
/// docs/logbook-format.md. Column order is speed: what a scan for statistics needs comes first.
constexpr std::array<std::string_view, 8> version_1{
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, local INTEGER NOT NULL, kind INTEGER NOT NULL, "
    "digits INTEGER NOT NULL, decimals INTEGER NOT NULL, unit INTEGER NOT NULL, reach INTEGER NOT NULL, "
    "detail INTEGER NOT NULL, state INTEGER NOT NULL, twin_of INTEGER, conflicts_with INTEGER, "
    "source INTEGER NOT NULL, operation INTEGER NOT NULL, nth INTEGER NOT NULL, read_once INTEGER NOT NULL, "
    "origin TEXT NOT NULL, raw TEXT NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL) STRICT",
    "CREATE UNIQUE INDEX entry_key ON entry(local, source, origin, nth)",
    "CREATE TABLE source(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, family TEXT NOT NULL, "
    "serial TEXT NOT NULL, model TEXT NOT NULL, simulated INTEGER NOT NULL, UNIQUE(kind, family, serial)) "
    "STRICT",
    "CREATE TABLE operation(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, command TEXT NOT "
    "NULL, "
    "source INTEGER, undoes INTEGER, undone_by INTEGER, added INTEGER NOT NULL, changed INTEGER NOT NULL) "
    "STRICT",
    "CREATE TABLE change(id INTEGER PRIMARY KEY, operation INTEGER NOT NULL, entry INTEGER NOT NULL, "
    "field TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL) STRICT",
    "CREATE TABLE bookmark(source INTEGER NOT NULL, operation INTEGER NOT NULL, newest TEXT NOT NULL, "
    "PRIMARY KEY(source, operation)) STRICT",
    "CREATE TABLE clock_check(id INTEGER PRIMARY KEY, source INTEGER NOT NULL, meter INTEGER NOT NULL, "
    "host INTEGER NOT NULL, zone TEXT NOT NULL, round_trip_ms INTEGER NOT NULL, resolution INTEGER NOT NULL, "
    "reason INTEGER NOT NULL) STRICT",
    "CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
};

/// What version 2 has more: the time of a record where the entry stands at another one, and whose a meter is.
constexpr std::array<std::string_view, 2> version_2{
    "CREATE TABLE record_time(entry INTEGER PRIMARY KEY, local INTEGER NOT NULL) STRICT",
    "CREATE TABLE belonging(source INTEGER NOT NULL, operation INTEGER NOT NULL, belongs INTEGER NOT NULL, "
    "other TEXT NOT NULL, formers TEXT NOT NULL, PRIMARY KEY(source, operation)) STRICT",
};

/// One step of the schema: what turns version n-1 into version n. Only forward.
using Migration = std::span<const std::string_view>;
inline const std::array<Migration, 2> migrations{Migration{version_1}, Migration{version_2}};

/// The statements sqlite_schema must hold at the newest version.
constexpr auto statements = [] {
  std::array<std::string_view, version_1.size() + version_2.size()> all;
  std::copy(version_2.begin(), version_2.end(), std::copy(version_1.begin(), version_1.end(), all.begin()));
  return all;
}();

}  // namespace core::schema
