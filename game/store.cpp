#include "game/store.hpp"

#include <fmt/format.h>

#include "game/free_text.hpp"
#include "game/secret_chain.hpp"
#include "game/store_export.hpp"
#include "game/store_steps.hpp"

namespace game {
namespace {

using core::Errc;
using core::Failure;
using core::UtcSeconds;

RoundInfo info_of(StoreDatabase& database, const RoundRow& row) {
  RoundInfo info{row.series, row.name, row.state, row.kind, row.rules, {}, std::nullopt, std::nullopt, {}, 0};
  for (const EntryRow& entry : database.entries(row.id))
    info.participants.push_back({entry.number, entry.name});
  if (!row.announcement.empty()) info.announcement = parse_announcement(row.announcement).value();
  if (!row.list.empty()) info.list = parse_list(row.list, *info.announcement).value();
  info.history = database.history(row.id);
  info.open_objections = database.open_objections(row.id);
  return info;
}

SeriesInfo series_of(StoreDatabase& database, const SeriesSettings& settings) {
  const SeasonRow season = database.season(settings.name);
  return {settings, season.anchor, database.last_place(season.id),
          database.home_of(settings.name).value().given};
}

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

}  // namespace

Store::Store(const std::filesystem::path& folder, const std::string& vfs)
    : database_(std::make_unique<StoreDatabase>(folder, vfs)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

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

RoundInfo Store::new_round(const RoundKey& key, const std::optional<Rules>& rules,
                           std::optional<PublicKind> kind, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    auto series = database_->find_series(key.series);
    if (!series) {
      if (key.series != "local")
        throw Failure({Errc::not_found, "there is no such series", key.series, "Make it with `series new`."});
      SeriesSettings local;
      if (rules) local.rules = *rules;
      if (kind) local.kind = *kind;
      make_series(*database_, local, now);
      series = local;
    }
    if (database_->home_of(key.series).value().given) refuse_given(key.series);
    if (const auto newest = database_->find_round({key.series, ""})) {
      if (is_under_way(newest->state))
        refuse("a round is under way", newest->name, "It comes to its end first.");
      if (newest->state == State::draft) database_->remove_draft(newest->id);
    }
    const Rules chosen = rules.value_or(series->rules);
    game::check(chosen).value();
    std::string name = key.round;
    for (std::size_t n = 1 + database_->rounds_of_series(key.series).size(); name.empty(); ++n) {
      const std::string candidate = fmt::format("{:.30}-{}", key.series, n);
      if (!database_->find_round({key.series, candidate})) name = candidate;
    }
    require_name(is_short_name(name), "round", name);
    if (database_->find_round({key.series, name})) refuse("there is a round of this name already", name);
    const std::int64_t id = database_->add_round(key.series, database_->season(key.series).id, name, chosen,
                                                 kind.value_or(series->kind));
    database_->add_event(id, now, "made");
    return info_of(*database_, database_->round({key.series, name}));
  });
}

int Store::forget(const std::string& series, const std::string& name, UtcSeconds now) {
  const int rounds = in_transaction(*database_, [&] {
    int found = 0;
    for (const RoundRow& row : database_->rounds_of_series(series)) {
      auto entry = database_->find_entry(row.id, name);
      if (!entry) continue;
      ++found;
      if (values_are_open(row.state) && database_->kept_places(row.id).empty())
        database_->keep_places(row.id, round_file_of(*database_, row).places);
      if (entry->ranked && entry->fate.empty())
        entry->fate = values_are_open(row.state) || row.state == State::void_ ? "withdrawn" : "rests";
      entry->joins = false;
      entry->name.clear();
      entry->value.reset();
      entry->taken.reset();
      entry->salt.clear();
      database_->remove_corrections(row.id, entry->number);
      database_->save(row.id, *entry);
      database_->blank_events(row.id, entry->number);
      database_->add_event(row.id, now, "forgotten", entry->number);
    }
    return found;
  });
  if (rounds == 0) throw Failure({Errc::not_found, "nobody of this name entered", core::printable(name), ""});
  // The write-ahead log still holds the old pages until it is written back and cut.
  core::guarded(database_->sql(), [&] { database_->sql().exec("PRAGMA wal_checkpoint(TRUNCATE)"); });
  return rounds;
}

RoundInfo Store::info(const RoundKey& key) const {
  return core::guarded(database_->sql(), [&] { return info_of(*database_, database_->round(key)); });
}

Receipt Store::receipt(const RoundKey& key, const std::string& name) const {
  return core::guarded(database_->sql(), [&] {
    const RoundRow row = database_->round(key);
    const auto entry = database_->find_entry(row.id, name);
    if (!entry || !entry->value || entry->commitment.empty())
      throw Failure({Errc::not_found, "there is no receipt of this name", core::printable(name), ""});
    return Receipt{row.name, entry->number, *entry->value, entry->salt};
  });
}

RoundFile Store::file(const RoundKey& key) const {
  return core::guarded(database_->sql(), [&] {
    const RoundRow row = database_->round(key);
    if (row.state != State::provisional && row.state != State::final && row.state != State::void_)
      refuse("the round file is made by the draw",
             fmt::format("round {} is {}", row.name, game::name(row.state)));
    return round_file_of(*database_, row);
  });
}

}  // namespace game
