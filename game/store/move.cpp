#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <stdexcept>

#include <fmt/format.h>
#include <sqlite3.h>

#include "game/digest.hpp"
#include "game/secret_chain.hpp"
#include "game/store/published.hpp"
#include "game/store/refusals.hpp"
#include "game/store/schema.hpp"
#include "game/words.hpp"

// A series leaves the store, and comes into it: its rows are copied to and from a database in memory.
namespace game {
namespace {

using core::Errc;
using core::Failure;
using core::UtcSeconds;

/// A table, its columns with every id moved by k, and which of its rows belong to the series. What waits
/// in the outbox stays: it is said where it was done.
struct Part {
  const char* table;
  const char* columns;
  const char* rows;
};
constexpr const char* of_its_rounds = "round IN (SELECT id FROM {from}.round WHERE series = {series})";
constexpr std::array parts{
    Part{"series", "id + {k}, name, rules, kind, season_length, hand_overs, 0", "id = {series}"},
    Part{"season", "id + {k}, series + {k}, root, length, anchor, began, ended, used", "series = {series}"},
    Part{"round",
         "id + {k}, series + {k}, season + {k}, name, state, rules, kind, place, announcement, list, "
         "ranked_salt, value, reason",
         "series = {series}"},
    Part{"entry",
         "round + {k}, number, name, value, unit, salt, commitment, evidence, joins, ranked, fate, taken",
         of_its_rounds},
    Part{"correction", "id + {k}, round + {k}, entry, value, unit, evidence, made", of_its_rounds},
    Part{"placing", "round + {k}, entry, place", of_its_rounds},
    // An answer carries its objection's id in `entry`.
    Part{"event",
         "id + {k}, round + {k}, at, kind, CASE kind WHEN 'answer' THEN entry + {k} ELSE entry END, text",
         of_its_rounds},
};

/// The statement with its schema, its series and the shift filled in.
std::string filled(const std::string& statement, const std::string& from, std::int64_t series,
                   std::int64_t shift = 0) {
  return fmt::format(fmt::runtime(statement), fmt::arg("from", from), fmt::arg("series", series),
                     fmt::arg("k", shift));
}

void copy_rows(SQLite::Database& sql, const std::string& from, const std::string& to, std::int64_t series,
               std::int64_t shift) {
  for (const Part& part : parts)
    sql.exec(filled(fmt::format("INSERT INTO {}.{} SELECT {} FROM {}.{} WHERE {}", to, part.table,
                                part.columns, from, part.table, part.rows),
                    from, series, shift));
}

void remove_rows(SQLite::Database& sql, std::int64_t series) {
  sql.exec(
      filled("DELETE FROM outbox WHERE event IN (SELECT event.id FROM event JOIN round ON round.id = "
             "event.round WHERE series = {series})",
             "main", series));
  for (auto part = parts.rbegin(); part != parts.rend(); ++part)
    sql.exec(filled(fmt::format("DELETE FROM {} WHERE {}", part->table, part->rows), "main", series));
}

std::int64_t greatest_id(SQLite::Database& sql, const std::string& schema) {
  std::int64_t greatest = 0;
  for (const char* table : {"series", "season", "round", "correction", "event"})
    greatest = std::max(
        greatest,
        sql.execAndGet(fmt::format("SELECT coalesce(max(id), 0) FROM {}.{}", schema, table)).getInt64());
  return greatest;
}

/// A database in memory beside the store's, under the name `copy`.
class Copy {
 public:
  explicit Copy(SQLite::Database& sql) : sql_(sql) { sql_.exec("ATTACH ':memory:' AS copy"); }
  ~Copy() { sql_.tryExec("DETACH copy"); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  void make_tables() {
    const std::string_view create = "CREATE TABLE ";
    for (const std::string_view statement : schema::version_1)
      sql_.exec("CREATE TABLE copy." + std::string(statement.substr(create.size())));
  }
  core::Bytes image() const {
    sqlite3_int64 size = 0;
    unsigned char* bytes = sqlite3_serialize(sql_.getHandle(), "copy", &size, 0);
    if (!bytes) throw std::bad_alloc();
    core::Bytes image(bytes, bytes + size);
    sqlite3_free(bytes);
    return image;
  }
  /// A damaged image is found out on a connection of its own: with one attached, SQLite (3.46) does not even
  /// detach it again.
  void load(const core::Bytes& image) {
    image_ = image;  // a transaction may write to every database there is; nothing here does
    SQLite::Database alone(":memory:", SQLite::OPEN_READWRITE);
    core::protect(alone);
    attach_image(alone, "main");
    if (alone.execAndGet("PRAGMA quick_check").getString() != "ok") throw std::runtime_error("damaged");
    attach_image(sql_, "copy");
  }

 private:
  void attach_image(SQLite::Database& database, const char* name) {
    const auto size = static_cast<sqlite3_int64>(image_.size());
    if (sqlite3_deserialize(database.getHandle(), name, image_.data(), size, size, 0) != SQLITE_OK)
      throw SQLite::Exception(database.getHandle());
  }

  SQLite::Database& sql_;
  core::Bytes image_;
};

[[noreturn]] void refuse_damaged(const std::string& series, const char* what) {
  throw Failure({Errc::bad_data, what, series, "Nothing was changed."});
}

constexpr const char* damaged_file = "this file of a series does not hold together";

/// Whatever a series' content brings about is its own fault, told with `what`; what the disk does is not.
template <class Work>
auto judge(const std::string& series, const char* what, const Work& work) {
  try {
    return work();
  } catch (const SQLite::Exception& fault) {
    for (const int code : {SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_NOMEM})
      if (fault.getErrorCode() == code) throw;
    refuse_damaged(series, what);
  } catch (const std::exception&) {
    refuse_damaged(series, what);
  }
}

void require(bool holds) {
  if (!holds) throw std::runtime_error("does not hold together");
}

/// Reads all of a series as the commands will.
void read_through(StoreDatabase& database, const std::string& series) {
  check(database.find_series(series).value().rules).value();
  const SeasonRow season = database.season(series);
  const auto leads_to = [](const std::string& root, int length, const std::string& anchor) {
    return is_hex(root, 64) && length >= 1 && length <= longest_season &&
           anchor_of_root(root, length) == anchor;
  };
  require(leads_to(season.root, season.length, season.anchor) &&
          database.last_place(season.id) <= season.length);
  SQLite::Statement running(database.sql(), "SELECT count(*) FROM season WHERE series = ? AND ended IS NULL");
  running.bind(1, database.home_of(series).value().id);
  require(running.executeStep() && running.getColumn(0).getInt() == 1 && !season.ended);
  for (const RoundRow& row : database.rounds_of_series(series)) {
    require(leads_to(row.root, row.season_length, row.anchor) && row.place >= 0 &&
            row.place <= row.season_length);
    database.entries(row.id);
    database.history(row.id);
    if (row.state == State::draft) continue;
    const Announcement announcement = parse_announcement(row.announcement).value();
    require(announcement.place == row.place && announcement.anchor == row.anchor);
    if (row.state == State::open) continue;
    parse_list(row.list, announcement).value();
    if (row.state != State::closed) published(database, row);
  }
}

/// The one series of the attached copy.
SeriesHome arriving(SQLite::Database& sql, const SeriesFile& file) {
  core::refuse_foreign_objects(sql, schema::games_file, "copy");
  SQLite::Statement q(sql, "SELECT id, hand_overs, name FROM copy.series");
  require(q.executeStep());
  SeriesHome home{q.getColumn(0).getInt64(), q.getColumn(1).getString(), false};
  require(q.getColumn(2).getString() == file.series && !q.executeStep());
  for (const std::string_view id : split_words(home.hand_overs)) require(is_hex(id, 32));
  require(!file.handed_over || !home.hand_overs.empty());
  constexpr std::int64_t more_than_anybody_plays = std::int64_t{1} << 40;
  require(greatest_id(sql, "copy") < more_than_anybody_plays);
  return home;
}

/// Makes room for the series, or refuses: a secret must never be drawn from at two places.
void make_way(StoreDatabase& database, const SeriesFile& file, const SeriesHome& arriving) {
  const auto here = database.home_of(file.series);
  if (!here) return;
  if (!file.handed_over)
    refuse("this series is here already", file.series,
           "A backup is for a machine that lost its games; the series here was left as it is.");
  if ((" " + here->hand_overs + " ")
          .find(" " + arriving.hand_overs.substr(arriving.hand_overs.rfind(' ') + 1) + " ") !=
      std::string::npos)
    refuse("this hand-over is known here already", file.series,
           "A hand-over is taken once, and by another machine.");
  if (!here->given || arriving.hand_overs.rfind(here->hand_overs + " ", 0) != 0)
    refuse("there is another series of this name here", file.series, "It was left as it is.");
  remove_rows(database.sql(), here->id);
}

SeriesFile leave(StoreDatabase& database, const std::string& name, UtcSeconds now, bool hand_over) {
  Copy copy(database.sql());
  copy.make_tables();
  in_transaction(database, [&] {
    const auto home = database.home_of(name);
    if (!home) throw Failure({Errc::not_found, "there is no such series", name, ""});
    if (home->given && !hand_over)
      refuse("this series was handed over", name, "Its file is written again with `series hand-over`.");
    if (!home->given && hand_over) {
      // Somebody has to be able to take it.
      judge(name, "this series does not hold together", [&] { read_through(database, name); });
      SQLite::Statement q(
          database.sql(),
          "UPDATE series SET hand_overs = ltrim(hand_overs || ' ' || ?), given = 1 WHERE id = ?");
      q.bind(1, random_hex(16));
      q.bind(2, home->id);
      q.exec();
    }
    copy_rows(database.sql(), "main", "copy", home->id, 0);
  });
  return {name, now, hand_over, copy.image()};
}

}  // namespace

SeriesFile Store::backup(const std::string& name, UtcSeconds now) const {
  return core::guarded(database_->sql(), [&] { return leave(*database_, name, now, false); });
}

SeriesFile Store::hand_over(const std::string& name, UtcSeconds now) {
  return core::guarded(database_->sql(), [&] { return leave(*database_, name, now, true); });
}

SeriesInfo Store::take_over(const SeriesFile& file, int last_place) {
  return core::guarded(database_->sql(), [&] {
    Copy copy(database_->sql());
    judge(file.series, damaged_file, [&] { copy.load(file.image); });
    return in_transaction(*database_, [&] {
      const SeriesHome home =
          judge(file.series, damaged_file, [&] { return arriving(database_->sql(), file); });
      make_way(*database_, file, home);
      judge(file.series, damaged_file, [&] {
        copy_rows(database_->sql(), "copy", "main", home.id, greatest_id(database_->sql(), "main"));
        read_through(*database_, file.series);
      });
      const SeasonRow season = database_->season(file.series);
      const int used = database_->last_place(season.id);
      if (last_place != 0 && (file.handed_over || last_place < used || last_place > season.length))
        throw Failure({Errc::usage, "this cannot be the last place that was used", std::to_string(last_place),
                       file.handed_over ? "A hand-over knows it itself."
                                        : fmt::format("The backup knows of {} of {}.", used, season.length)});
      if (last_place != 0) database_->set_used(season.id, last_place);
      return find_series(file.series).value();
    });
  });
}

}  // namespace game
