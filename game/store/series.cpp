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

std::vector<RoundFile> Store::season_files(const std::string& name) const {
  return core::guarded(database_->sql(), [&] {
    std::vector<RoundFile> files;
    for (const RoundRow& row : database_->rounds_of_season(database_->season(name).id))
      if (row.state == State::provisional || row.state == State::final || row.state == State::void_)
        files.push_back(round_file_of(*database_, row));
    return files;
  });
}

std::vector<std::string> Store::check(const std::string& name) const {
  const std::vector<RoundFile> files = season_files(name);
  const SeasonRow season = core::guarded(database_->sql(), [&] { return database_->season(name); });
  std::vector<std::string> findings;
  if (!files.empty()) findings = check_season(files, season.anchor);
  if (anchor_of_root(season.root, season.length) != season.anchor)
    findings.emplace_back("the season's secrets do not lead to its anchor");
  for (const RoundRow& row : database_->rounds_of_season(season.id))
    if (is_under_way(row.state))
      findings.push_back(fmt::format("round {} is {}", row.name, game::name(row.state)));
  return findings;
}

}  // namespace game
