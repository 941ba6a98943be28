#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/database/database.hpp"

// The tables of the games' file, game.sqlite. Events are never changed, except that forgetting blanks their
// text. Names and values stand only in `entry` and `correction`. `placing` is filled only when somebody was
// forgotten. `outbox` is for the conductor of a chat; until there is one nothing reads it. `hand_overs` are
// the ids of all hand-overs the series went through, each after a space but the first; `given` is 1 from
// handing it over until it is taken back. Places up to `used` count as used though their rounds are not here
// (a restored backup).
namespace game::schema {

/// Version 1, statement by statement, exactly as sqlite_schema keeps them; the last one is SQLite's own,
/// which makes it add.
constexpr std::array<std::string_view, 8> version_1{
    "CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rules TEXT NOT NULL, kind TEXT "
    "NOT NULL, season_length INTEGER NOT NULL, hand_overs TEXT NOT NULL DEFAULT '', given INTEGER NOT NULL "
    "DEFAULT 0) STRICT",
    "CREATE TABLE season (id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series, root TEXT NOT "
    "NULL, length INTEGER NOT NULL, anchor TEXT NOT NULL UNIQUE, began TEXT NOT NULL, ended TEXT, used "
    "INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE TABLE round (id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series, season INTEGER "
    "NOT NULL REFERENCES season, name TEXT NOT NULL, state TEXT NOT NULL, rules TEXT NOT NULL, kind TEXT NOT "
    "NULL, place INTEGER, announcement TEXT NOT NULL DEFAULT '', list TEXT NOT NULL DEFAULT '', ranked_salt "
    "TEXT NOT NULL DEFAULT '', value TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', UNIQUE "
    "(series, name), UNIQUE (season, place)) STRICT",
    "CREATE TABLE entry (round INTEGER NOT NULL REFERENCES round, number INTEGER NOT NULL, name TEXT, value "
    "TEXT, unit TEXT, salt TEXT NOT NULL, commitment TEXT NOT NULL, evidence TEXT NOT NULL, joins INTEGER "
    "NOT NULL, ranked INTEGER NOT NULL, fate TEXT NOT NULL, taken TEXT, PRIMARY KEY (round, number)) STRICT",
    "CREATE TABLE correction (id INTEGER PRIMARY KEY, round INTEGER NOT NULL REFERENCES round, entry INTEGER "
    "NOT NULL, value TEXT, unit TEXT, evidence TEXT NOT NULL, made TEXT) STRICT",
    "CREATE TABLE placing (round INTEGER NOT NULL REFERENCES round, entry INTEGER NOT NULL, place INTEGER "
    "NOT NULL, PRIMARY KEY (round, entry)) STRICT",
    "CREATE TABLE event (id INTEGER PRIMARY KEY, round INTEGER NOT NULL REFERENCES round, at TEXT NOT NULL, "
    "kind TEXT NOT NULL, entry INTEGER NOT NULL, text TEXT NOT NULL) STRICT",
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES event, text TEXT NOT "
    "NULL, said TEXT) STRICT",
};

using Migration = std::span<const std::string_view>;
inline const std::array<Migration, 1> migrations{Migration{version_1}};

inline const core::FileKind games_file{"games' file", 0x62676267 /* "bgbg" */, migrations, version_1};

}  // namespace game::schema
