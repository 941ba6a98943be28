#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/database/database.hpp"
#include "game/store/store.hpp"

namespace game {

/// What the tables hold; see schema.hpp.
struct RoundRow {
  std::int64_t id = 0;
  std::int64_t season = 0;
  std::string series;
  std::string name;
  State state = State::draft;
  Rules rules;
  PublicKind kind = PublicKind::local;
  int place = 0;             ///< 0 in a draft
  std::string announcement;  ///< as published
  std::string list;          ///< as published
  std::string ranked_salt;
  std::string value;  ///< format_value, or ""
  std::string reason;
  std::string root;  ///< of its season
  int season_length = 0;
  std::string anchor;
  bool given = false;  ///< its series was handed over
};

/// Where a series is at home; see schema.hpp.
struct SeriesHome {
  std::int64_t id = 0;
  std::string hand_overs;
  bool given = false;
};

struct EntryRow {
  int number = 0;
  std::string name;                    ///< "" once forgotten
  std::optional<core::Glucose> value;  ///< nothing once forgotten
  std::string salt;
  std::string commitment;  ///< "" for one who came after the close
  Evidence evidence = Evidence::typed;
  bool joins = true;                      ///< wants to be ranked
  bool ranked = false;                    ///< fixed at the close
  std::string fate;                       ///< "", "rests" or "withdrawn" (OpenedLine); before the close, too
  std::optional<core::UtcSeconds> taken;  ///< when the meter took it, where that is known
};

struct SeasonRow {
  std::int64_t id = 0;
  std::string root;
  int length = 0;
  std::string anchor;
  bool ended = false;
};

/// An entry of any round.
struct EntryOfRound {
  RoundRow round;
  EntryRow entry;
};

/// The database file and its rows, without any rule of the game.
class StoreDatabase {
 public:
  StoreDatabase(const std::filesystem::path& folder, core::OpenMode mode, const std::string& vfs);

  SQLite::Database& sql() { return *sql_; }

  std::optional<SeriesSettings> find_series(const std::string& name);
  std::optional<SeriesHome> home_of(const std::string& series);
  std::int64_t add_series(const SeriesSettings& settings);
  /// The running season of a series.
  SeasonRow season(const std::string& series);
  std::vector<SeasonRow> seasons(const std::string& series);  ///< the running one is the last
  SeasonRow add_season(const std::string& series, int length, core::UtcSeconds now);
  void end_season(std::int64_t season, core::UtcSeconds now);
  int last_place(std::int64_t season);
  /// Places up to this one were used elsewhere.
  void set_used(std::int64_t season, int place);

  std::optional<RoundRow> find_round(const RoundKey& key);
  RoundRow round(const RoundKey& key);  ///< or Failure not_found
  std::vector<RoundRow> rounds_of_season(std::int64_t season);
  std::vector<RoundRow> rounds_of_series(const std::string& series);  ///< "": of all series
  std::int64_t add_round(const std::string& series, std::int64_t season, const std::string& name,
                         const Rules& rules, PublicKind kind);
  void save(const RoundRow& row);
  void remove_draft(std::int64_t round);

  std::vector<EntryRow> entries(std::int64_t round);
  std::optional<EntryRow> find_entry(std::int64_t round, const std::string& name);  ///< by same_player
  void save(std::int64_t round, const EntryRow& row);
  /// The entries of all rounds that have this value, taken at this time.
  std::vector<EntryOfRound> same_readings(const core::Glucose& value, core::UtcSeconds taken);

  std::vector<Correction> corrections(std::int64_t round);
  void add_correction(std::int64_t round, const Correction& correction);
  void remove_corrections(std::int64_t round, int entry);

  /// The places as they were before somebody was forgotten; empty while nobody was.
  std::vector<std::pair<int, int>> kept_places(std::int64_t round);
  void keep_places(std::int64_t round, const std::vector<Placing>& places);

  std::int64_t add_event(std::int64_t round, core::UtcSeconds now, const std::string& kind, int entry = 0,
                         const std::string& text = "");
  /// Queues what the conductor of a chat is to say. Without a text it is the round file, made when it is
  /// said: no copy of names and values waits here to be forgotten.
  void announce(std::int64_t event, const std::string& text = "");
  std::vector<HistoryLine> history(std::int64_t round);
  int open_objections(std::int64_t round);
  bool is_open_objection(std::int64_t round, std::int64_t event);
  void blank_event(std::int64_t event);

 private:
  std::unique_ptr<SQLite::Database> sql_;
};

/// One command: BEGIN IMMEDIATE, the work, COMMIT; rolled back when it throws.
template <class Work>
auto in_transaction(StoreDatabase& database, const Work& work) -> decltype(work()) {
  return core::guarded(database.sql(), [&] {
    SQLite::Transaction transaction(database.sql(), SQLite::TransactionBehavior::IMMEDIATE);
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      transaction.commit();
    } else {
      auto result = work();
      transaction.commit();
      return result;
    }
  });
}

}  // namespace game
