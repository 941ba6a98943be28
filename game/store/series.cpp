#include "game/store/series.hpp"

#include <fmt/format.h>

#include "game/free_text.hpp"
#include "game/secret_chain.hpp"
#include "game/store/published.hpp"
#include "game/store/refusals.hpp"

// Series and their seasons.
namespace game {
namespace {

using core::Errc;
using core::Failure;
using core::UtcSeconds;

SeriesInfo series_of(StoreDatabase& database, const SeriesSettings& settings) {
  const SeasonRow season = database.season(settings.name);
  return {settings, season.anchor, database.last_place(season.id),
          database.home_of(settings.name).value().given};
}

struct FoundSeason {
  SeasonRow row;
  int number = 1;
  int count = 1;
};

FoundSeason find_season(StoreDatabase& database, const std::string& series, int number) {
  database.season(series);  // or there is no such series
  std::vector<SeasonRow> seasons = database.seasons(series);
  const int count = static_cast<int>(seasons.size());
  if (number < 0 || number > count)
    throw Failure({Errc::not_found, "there is no such season", std::to_string(number),
                   fmt::format("The series has {}.", count)});
  if (number == 0) number = count;
  return {std::move(seasons[static_cast<std::size_t>(number - 1)]), number, count};
}

std::vector<RoundFile> files_of(StoreDatabase& database, const SeasonRow& season) {
  std::vector<RoundFile> files;
  for (const RoundRow& row : database.rounds_of_season(season.id))
    if (values_are_open(row.state) || row.state == State::void_)
      files.push_back(round_file_of(database, row));
  return files;
}

}  // namespace

SeriesInfo make_series(StoreDatabase& database, const SeriesSettings& settings, UtcSeconds now) {
  require_name(is_short_name(settings.name), "series", settings.name);
  check(settings.rules).value();
  if (settings.season_length < 1 || settings.season_length > longest_season)
    throw Failure({Errc::usage, fmt::format("a season has 1 to {} rounds", longest_season), "", ""});
  if (database.find_series(settings.name)) refuse("there is a series of this name already", settings.name);
  database.add_series(settings);
  database.add_season(settings.name, settings.season_length, now);
  return series_of(database, settings);
}

SeriesInfo Store::new_series(const SeriesSettings& settings, UtcSeconds now) {
  return in_transaction(*database_, [&] { return make_series(*database_, settings, now); });
}

std::optional<SeriesInfo> Store::find_series(const std::string& name) const {
  return core::guarded(database_->sql(), [&]() -> std::optional<SeriesInfo> {
    const auto settings = database_->find_series(name);
    if (!settings) return std::nullopt;
    return series_of(*database_, *settings);
  });
}

Store::NextSeason Store::next_season(const std::string& name, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    const SeasonRow ending = database_->season(name);
    if (database_->home_of(name).value().given) refuse_given(name);
    for (const RoundRow& row : database_->rounds_of_season(ending.id))
      if (row.state != State::final && row.state != State::void_)
        refuse("a round of this season is under way", row.name, "Make it final or void first.");
    // The root would tell the secrets of the places that were never used; nobody needs those any more.
    database_->end_season(ending.id, now);
    const SeasonRow next =
        database_->add_season(name, database_->find_series(name).value().season_length, now);
    return NextSeason{ending.root, next.anchor};
  });
}

std::vector<RoundFile> Store::season_files(const std::string& name, int season) const {
  return core::guarded(database_->sql(), [&] {
    const SQLite::Transaction one_look(database_->sql());
    return files_of(*database_, find_season(*database_, name, season).row);
  });
}

SeasonReport Store::check(const std::string& name, int season) const {
  return core::guarded(database_->sql(), [&] {
    const SQLite::Transaction one_look(database_->sql());
    const auto [row, number, count] = find_season(*database_, name, season);
    SeasonReport report{number, count, row.anchor, std::nullopt, 0, {}, {}};
    if (row.ended) report.reveal = row.root;
    const std::vector<RoundFile> files = files_of(*database_, row);
    report.rounds = static_cast<int>(files.size());
    report.table = scoreboard(files);
    if (!files.empty()) report.findings = check_season(files, row.anchor, report.reveal);
    if (anchor_of_root(row.root, row.length) != row.anchor)
      report.findings.emplace_back("the season's secrets do not lead to its anchor");
    for (const RoundRow& round : database_->rounds_of_season(row.id))
      if (is_under_way(round.state))
        report.findings.push_back(fmt::format("round {} is {}", round.name, game::name(round.state)));
    return report;
  });
}

}  // namespace game
