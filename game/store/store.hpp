#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/database/database.hpp"
#include "core/time/meter_time.hpp"
#include "game/entry.hpp"
#include "game/round_file.hpp"
#include "game/season.hpp"
#include "game/series_file.hpp"

namespace game {

class StoreDatabase;

/// What a series settles once; its rounds follow it unless they say otherwise.
struct SeriesSettings {
  std::string name = "local";
  Rules rules;
  PublicKind kind = PublicKind::local;
  int season_length = 60;  ///< rounds a season's chain holds, at most longest_season
};

struct SeriesInfo {
  SeriesSettings settings;
  std::string anchor;  ///< of the running season
  int places_used = 0;
  bool handed_over = false;  ///< somebody else goes on with it: here it is only looked at
};

/// One season, looked at as a whole.
struct SeasonReport {
  int season = 1;   ///< counted from 1
  int seasons = 1;  ///< how many there are; the last is running
  std::string anchor;
  std::optional<std::string> reveal;  ///< s(0), once the season has ended
  int rounds = 0;                     ///< that have a file
  std::vector<std::string> findings;  ///< empty when all is as announced
  std::vector<Standing> table;
};

/// Which round: without a name the newest of the series.
struct RoundKey {
  std::string series = "local";
  std::string round;
};

struct EntryRequest {
  std::string name;
  core::Glucose value;
  bool just_taking_part = false;
  Evidence evidence = Evidence::typed;
  std::optional<core::UtcSeconds> taken;  ///< when the meter took it; nothing: now
  bool after_meter_error = false;  ///< replaces an earlier entry: the meter showed an error code before
  bool from_logbook =
      false;  ///< value and time are a logbook's: the same ones under another name are refused
};

struct Entered {
  core::Glucose value;                      ///< as the entry carries it (entry_value)
  std::optional<Receipt> receipt;           ///< private; nothing for one who came after the close
  std::optional<std::string> private_line;  ///< for the player alone
  bool needs_a_moment = false;              ///< for the host: moment_line, never the value
  bool is_of_the_time = true;  ///< false: taken too early to count, it takes part without a place
};

struct CorrectionRequest {
  std::string name;
  std::optional<core::Glucose> value;  ///< nothing: the player withdraws
  Evidence evidence = Evidence::typed;
  std::optional<core::UtcSeconds> made;  ///< when record or picture was made, or the reading taken
  std::string reason;
};

struct Corrected {
  std::string outcome;                      ///< what the correction does; a sentence without a full stop
  std::optional<Receipt> receipt;           ///< before the close: the new one, private
  std::optional<std::string> private_line;  ///< as in Entered
  bool needs_a_moment = false;
};

struct HistoryLine {
  std::int64_t id = 0;
  core::UtcSeconds at;
  std::string kind;  ///< "opened", "entered", "corrected", "objection", …
  int entry = 0;     ///< or 0
  std::string text;
};

/// What the host sees of a round. Values are in it only once they are open, in `file`.
struct RoundInfo {
  std::string series;
  std::string round;
  State state = State::draft;
  PublicKind kind = PublicKind::local;
  Rules rules;
  struct Participant {
    int number = 0;
    std::string name;  ///< "" once forgotten
  };
  std::vector<Participant> participants;
  std::optional<Announcement> announcement;  ///< from the opening on
  std::optional<ClosedList> list;            ///< from the close on
  std::vector<HistoryLine> history;
  int open_objections = 0;
  std::optional<std::string> replaced;  ///< by new_round: the draft that made way
};

std::filesystem::path games_file(const std::filesystem::path& folder);

/// The games of this machine: one SQLite file, game.sqlite, in the data folder (file 0600, folder 0700).
///
/// Each command is one short BEGIN IMMEDIATE that checks the round's state, appends an event and queues what
/// is to be announced in the table `outbox`; when it returns, that is on the disk (core/database).
/// Several processes may work on one store. Throws core::Failure: refused (against a round's state or a rule;
/// a newer or foreign file), not_found, usage, bad_data, busy, access_denied, internal.
class Store {
 public:
  /// read_only makes nothing, writes nothing, and looks at a disk that cannot be written, too.
  explicit Store(const std::filesystem::path& folder, core::OpenMode mode = core::OpenMode::create,
                 const std::string& vfs = "");
  ~Store();
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;

  // -- series
  SeriesInfo new_series(const SeriesSettings& settings, core::UtcSeconds now);
  std::optional<SeriesInfo> find_series(const std::string& name) const;
  struct NextSeason {
    std::string reveal;  ///< s(0) of the season that ends, to be published
    std::string anchor;  ///< of the one that begins
  };
  /// The closing reveal; refused while a round of the season is under way.
  NextSeason next_season(const std::string& name, core::UtcSeconds now);
  /// The rounds of a season that have a file, in order of their places; the seasons of a series are counted
  /// from 1, and 0 is the running one.
  std::vector<RoundFile> season_files(const std::string& name, int season = 0) const;
  /// check_season over them, and whether each opened place has come to an end.
  SeasonReport check(const std::string& name, int season = 0) const;

  // -- a series on another machine
  /// A copy to keep. Refused for a series that was handed over.
  SeriesFile backup(const std::string& name, core::UtcSeconds now) const;
  /// Gives the series away: from now on its rounds are only looked at here. The store knows so before there
  /// is a file; handing over again makes the same hand-over's file anew.
  SeriesFile hand_over(const std::string& name, core::UtcSeconds now);
  /// Goes on with a series, at the next unused place of its season; `last_place` says that rounds up to this
  /// place were opened after the backup was made. Refused: a hand-over known here already, and a series of a
  /// name that is here, unless it was handed over from here and comes back. bad_data: what does not hold
  /// together.
  SeriesInfo take_over(const SeriesFile& file, int last_place = 0);

  // -- a round, step by step
  /// Makes a draft; the series `local` is made on first use. A draft that was never opened is replaced.
  RoundInfo new_round(const RoundKey& key, const std::optional<Rules>& rules, std::optional<PublicKind> kind,
                      core::UtcSeconds now);
  /// Gives what is published: the three sentences go with it.
  Announcement open(const RoundKey& key, core::UtcSeconds closes, core::UtcSeconds now);
  Entered enter(const RoundKey& key, const EntryRequest& request, core::UtcSeconds now);
  /// Before the close the value is replaced, with a new receipt, and a withdrawal is taken back; after it a
  /// correction is appended. Refused: what changes nothing, and more than most_corrections.
  Corrected correct(const RoundKey& key, const CorrectionRequest& request, core::UtcSeconds now);
  /// `caller` is the entry that calls the throws; nothing: derived from the list (docs/fairness.md).
  ClosedList close(const RoundKey& key, std::optional<int> caller, core::UtcSeconds now);
  /// `pasted` is the public value (read_public_value); empty in a local round. Ends provisional.
  RoundFile draw(const RoundKey& key, const std::string& pasted, core::UtcSeconds now);
  std::int64_t object(const RoundKey& key, const std::string& text, core::UtcSeconds now);
  void answer(const RoundKey& key, std::int64_t objection, const std::string& text, core::UtcSeconds now);
  RoundFile finalise(const RoundKey& key, core::UtcSeconds now);
  /// `pasted` may be empty where no public value could be had; `without_value` says so. An open round that
  /// waits for a public value is closed first, so that its list is known before the value.
  RoundFile make_void(const RoundKey& key, const std::string& reason, const std::string& pasted,
                      bool without_value, core::UtcSeconds now);

  /// Takes name, value, salt and corrections of this player out of every round, or of those of one series,
  /// and all texts that name the player; the list's line stays. Gives the number of rounds.
  int forget(const std::string& name, core::UtcSeconds now, const std::string& series = "");

  // -- looking
  RoundInfo info(const RoundKey& key) const;
  Receipt receipt(const RoundKey& key, const std::string& name) const;
  /// The round file of a provisional, final or void round; refused before.
  RoundFile file(const RoundKey& key) const;

 private:
  std::unique_ptr<StoreDatabase> database_;
};

}  // namespace game
