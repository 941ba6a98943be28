#include <fmt/format.h>

#include "game/free_text.hpp"
#include "game/store/published.hpp"
#include "game/store/refusals.hpp"
#include "game/store/series.hpp"
#include "game/store/store.hpp"

// A round is made, and looked at.
namespace game {
namespace {

using core::Errc;
using core::Failure;
using core::UtcSeconds;

RoundInfo info_of(StoreDatabase& database, const RoundRow& row) {
  RoundInfo info{row.series, row.name, row.state, row.kind, row.rules, {}, {}, {}, {}, 0, {}};
  for (const EntryRow& entry : database.entries(row.id))
    info.participants.push_back({entry.number, entry.name});
  if (!row.announcement.empty()) info.announcement = parse_announcement(row.announcement).value();
  if (!row.list.empty()) info.list = parse_list(row.list, *info.announcement).value();
  info.history = database.history(row.id);
  info.open_objections = database.open_objections(row.id);
  return info;
}

}  // namespace

Store::Store(const std::filesystem::path& folder, core::OpenMode mode, const std::string& vfs)
    : database_(std::make_unique<StoreDatabase>(folder, mode, vfs)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

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
    std::optional<std::string> replaced;
    if (const auto newest = database_->find_round({key.series, ""})) {
      if (is_under_way(newest->state))
        refuse("a round is under way", newest->name, "It comes to its end first.");
      if (newest->state == State::draft) {
        database_->remove_draft(newest->id);
        replaced = newest->name;
      }
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
    RoundInfo info = info_of(*database_, database_->round({key.series, name}));
    if (replaced != name) info.replaced = replaced;
    return info;
  });
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
