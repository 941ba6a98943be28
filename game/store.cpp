#include "game/store.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/text/printable.hpp"
#include "game/digest.hpp"
#include "game/draw.hpp"
#include "game/free_text.hpp"
#include "game/safety.hpp"
#include "game/secret_chain.hpp"
#include "game/store_database.hpp"
#include "game/store_export.hpp"

namespace game {
namespace {

using core::Errc;
using core::Failure;
using core::UtcSeconds;

[[noreturn]] void refuse(std::string what, std::string where = "", std::string advice = "") {
  throw Failure({Errc::refused, std::move(what), std::move(where), std::move(advice)});
}
void require_name(bool fits, const char* what, const std::string& name) {
  if (!fits)
    throw Failure(
        {Errc::usage, std::string("this cannot be the name of a ") + what, core::printable(name), ""});
}

/// Moves the row on and gives it back to be saved; Failure when the step does not fit the state.
void take(RoundRow& row, Step step) {
  row.state = after(row.state, step).value();
}

bool is_under_way(State state) {
  return state == State::open || state == State::closed || state == State::drawn;
}

/// Spread over the list by its own lines, so that the host does not choose who calls the throws.
int caller_of(const std::vector<std::string>& commitments) {
  if (commitments.empty()) return 1;
  std::string lines;
  for (const std::string& line : commitments) lines += line + "\n";
  return 1 + static_cast<int>(words_of(sha256_hex(lines)).front() % commitments.size());
}

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
  return {settings, season.anchor, database.last_place(season.id)};
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

/// Fixes the list: who is ranked, the closing time, where the public value comes from.
ClosedList close_list(StoreDatabase& database, RoundRow& row, std::optional<int> caller, UtcSeconds now) {
  const Announcement announcement = parse_announcement(row.announcement).value();
  if (now < announcement.opened)
    refuse("the clock stands before the opening", core::format_utc(now), "Set it right.");
  ClosedList list;
  list.closed = now;
  std::vector<int> ranked;
  for (EntryRow& entry : database.entries(row.id)) {
    list.commitments.push_back(entry.commitment);
    entry.ranked = entry.joins && entry.value && can_rank(*entry.value, row.rules);
    if (entry.ranked) ranked.push_back(entry.number);
    database.save(row.id, entry);
  }
  row.ranked_salt = random_hex(16);
  list.ranked = ranked_commitment(row.name, ranked, row.ranked_salt);
  list.source.kind = row.kind;
  if (row.kind == PublicKind::drand) list.source.number = drand_round_for(now);
  if (row.kind == PublicKind::dice) {
    list.source.number = caller.value_or(caller_of(list.commitments));
    if (list.source.number < 1 ||
        list.source.number > std::max<std::int64_t>(1, std::ssize(list.commitments)))
      throw Failure(
          {Errc::usage, "the list has no entry of this number", std::to_string(list.source.number), ""});
  }
  row.list = format_list(announcement, list);
  return list;
}

PublicValue checked_value(const ClosedList& list, const std::string& pasted, UtcSeconds now) {
  if (list.source.kind == PublicKind::drand && now < drand_time(list.source.number))
    refuse("the beacon has not spoken yet", fmt::format("round {} is due at {}", list.source.number,
                                                        core::format_utc(drand_time(list.source.number))));
  if (list.source.kind == PublicKind::local && pasted.empty()) return {};
  return read_public_value(list.source, pasted).value();
}

/// An entry's value, checked and as it was shown.
core::Glucose shown(const core::Glucose& value) {
  return entry_value(value).value();
}

void require_evidence_time(const CorrectionRequest& request, const Announcement& announcement,
                           UtcSeconds until) {
  if (request.evidence == Evidence::typed || !request.value) return;
  if (!request.made || !is_in_window(*request.made, announcement.opened, until))
    refuse("the record or picture has to be from before the close",
           request.made ? core::format_utc(*request.made) : "",
           "Without one, the correction counts as typed.");
}

}  // namespace

Store::Store(const std::filesystem::path& folder) : database_(std::make_unique<StoreDatabase>(folder)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

SeriesInfo Store::new_series(const SeriesSettings& settings, UtcSeconds now) {
  return in_transaction(*database_, [&] { return make_series(*database_, settings, now); });
}

std::optional<SeriesInfo> Store::find_series(const std::string& name) const {
  return with_sqlite_faults([&]() -> std::optional<SeriesInfo> {
    const auto settings = database_->find_series(name);
    if (!settings) return std::nullopt;
    return series_of(*database_, *settings);
  });
}

Store::NextSeason Store::next_season(const std::string& name, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    const SeasonRow ending = database_->season(name);
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
  return with_sqlite_faults([&] {
    std::vector<RoundFile> files;
    for (const RoundRow& row : database_->rounds_of_season(database_->season(name).id))
      if (row.state == State::provisional || row.state == State::final || row.state == State::void_)
        files.push_back(round_file_of(*database_, row));
    return files;
  });
}

std::vector<std::string> Store::check(const std::string& name) const {
  const std::vector<RoundFile> files = season_files(name);
  const SeasonRow season = with_sqlite_faults([&] { return database_->season(name); });
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

Announcement Store::open(const RoundKey& key, UtcSeconds closes, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::open);
    if (closes <= now) refuse("the close lies after the opening", core::format_utc(closes));
    // The secrets of an ended season are known to everybody.
    if (row.season != database_->season(row.series).id)
      refuse("the season of this draft has ended", row.name, "Make the round anew with `round new`.");
    row.place = database_->last_place(row.season) + 1;
    if (row.place > row.season_length)
      refuse("the season's places are used up", fmt::format("{} rounds", row.season_length),
             "Begin the next with `series next`.");
    const Announcement announcement{row.rules,         row.series, row.name, row.anchor, row.place,
                                    row.season_length, now,        closes,   row.kind};
    row.announcement = format_announcement(announcement);
    database_->save(row);
    const auto event = database_->add_event(row.id, now, "opened");
    const auto lines = sentences(row.rules);
    database_->announce(event, fmt::format("{}\n{}", fmt::join(lines, "\n"), row.announcement));
    return announcement;
  });
}

Entered Store::enter(const RoundKey& key, const EntryRequest& request, UtcSeconds now) {
  require_name(is_free_text(request.name), "player", request.name);
  const core::Glucose value = shown(request.value);
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::enter);
    const bool late = row.state == State::closed;
    const Announcement announcement = parse_announcement(row.announcement).value();
    EntryRow entry;
    const auto earlier = database_->find_entry(row.id, request.name);
    if (earlier) {
      if (!request.after_meter_error || late)
        refuse("this player has entered, and one entry counts", core::printable(request.name),
               "A slip of the pen is mended with `round correct`.");
      entry = *earlier;
    } else {
      const std::vector<EntryRow> entries = database_->entries(row.id);
      if (std::ssize(entries) >= most_entries)
        refuse("the round is full", fmt::format("{} entries", most_entries));
      entry.number = static_cast<int>(entries.size()) + 1;
    }
    entry.name = request.name;
    const UtcSeconds taken = request.taken.value_or(now);
    if (taken > now + std::chrono::minutes{5})
      refuse("this reading was taken in the future", core::format_utc(taken));
    Entered entered;
    if (!late) {
      entry.value = value;
      entry.evidence = request.evidence;
      entry.joins = !request.just_taking_part &&
                    is_in_window(taken, announcement.opened, now + std::chrono::minutes{5});
      entry.salt = random_hex(16);
      entered.receipt = Receipt{row.name, entry.number, value, entry.salt};
      entry.commitment = commitment(*entered.receipt);
    }
    database_->save(row.id, entry);
    database_->add_event(row.id, now, late ? "late" : earlier ? "entered again" : "entered", entry.number);
    entered.private_line = private_line(value, row.rules);
    entered.needs_a_moment = needs_a_moment(value);
    return entered;
  });
}

std::string Store::correct(const RoundKey& key, const CorrectionRequest& request, UtcSeconds now) {
  std::optional<core::Glucose> value = request.value;
  if (value) value = shown(*value);
  return in_transaction(*database_, [&]() -> std::string {
    RoundRow row = database_->round(key);
    take(row, Step::correct);
    auto entry = database_->find_entry(row.id, request.name);
    if (!entry)
      throw Failure({Errc::not_found, "nobody of this name entered", core::printable(request.name), ""});
    const Announcement announcement = parse_announcement(row.announcement).value();
    database_->add_event(row.id, now, value ? "corrected" : "withdrew", entry->number, request.reason);
    if (row.state == State::open) {
      require_evidence_time(request, announcement, now);
      if (!value) {
        entry->joins = false;
        database_->save(row.id, *entry);
        return "The entry takes part, without a place";
      }
      entry->value = value;
      entry->evidence = request.evidence;
      entry->salt = random_hex(16);
      entry->commitment = commitment({row.name, entry->number, *value, entry->salt});
      database_->save(row.id, *entry);
      return "The entry carries the corrected value, and has a new receipt";
    }
    require_evidence_time(request, announcement, parse_list(row.list, announcement).value().closed);
    if (!entry->ranked || !entry->fate.empty())
      return "The correction is noted; after the close an entry that also played stays so";
    const bool ranks = value && can_rank(*value, row.rules);
    if (row.state == State::closed && !ranks) {
      entry->fate = "rests";
      database_->save(row.id, *entry);
      return "The entry takes part, without a place";
    }
    Correction correction{entry->number, ranks ? value : std::nullopt,
                          ranks ? request.evidence : Evidence::typed, std::nullopt};
    if (correction.evidence != Evidence::typed) correction.made = request.made;
    database_->add_correction(row.id, correction);
    database_->drop_kept_places(row.id);
    if (!ranks) return "The entry takes part, without a place";
    return correction.evidence == Evidence::typed
               ? "The correction is appended; without a record or picture it never improves the place"
               : "The correction is appended and counts";
  });
}

ClosedList Store::close(const RoundKey& key, std::optional<int> caller, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::close);
    const ClosedList list = close_list(*database_, row, caller, now);
    database_->save(row);
    database_->announce(database_->add_event(row.id, now, "closed"), row.list);
    return list;
  });
}

RoundFile Store::draw(const RoundKey& key, const std::string& pasted, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::draw);
    const ClosedList list = parse_list(row.list, parse_announcement(row.announcement).value()).value();
    row.value = format_value(checked_value(list, pasted, now));
    database_->add_event(row.id, now, "drawn");
    take(row, Step::publish);
    database_->save(row);
    const RoundFile file = round_file_of(*database_, row);
    database_->announce(database_->add_event(row.id, now, "published"));
    return file;
  });
}

std::int64_t Store::object(const RoundKey& key, const std::string& text, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::object);
    return database_->add_event(row.id, now, "objection", 0, text);
  });
}

void Store::answer(const RoundKey& key, std::int64_t objection, const std::string& text, UtcSeconds now) {
  in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::answer);
    if (!database_->is_open_objection(row.id, objection))
      throw Failure(
          {Errc::not_found, "there is no open objection of this number", std::to_string(objection), ""});
    database_->add_event(row.id, now, "answer", static_cast<int>(objection), text);
  });
}

RoundFile Store::finalise(const RoundKey& key, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::finalise);
    if (database_->open_objections(row.id) > 0)
      refuse("an objection waits for its answer", row.name, "Answer it with `round object --answer`.");
    database_->save(row);
    const RoundFile file = round_file_of(*database_, row);
    database_->announce(database_->add_event(row.id, now, "final"));
    return file;
  });
}

RoundFile Store::make_void(const RoundKey& key, const std::string& reason, const std::string& pasted,
                           bool without_value, UtcSeconds now) {
  if (!is_free_text(reason) || reason == "-")
    throw Failure({Errc::usage, "a void round has a reason of 1 to 80 bytes", "", ""});
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    const State before = row.state;
    take(row, Step::make_void);
    if (before == State::open) close_list(*database_, row, std::nullopt, now);
    if (row.value.empty()) {
      const ClosedList list = parse_list(row.list, parse_announcement(row.announcement).value()).value();
      if (!without_value || row.kind == PublicKind::local)
        row.value = format_value(checked_value(list, pasted, now));
    }
    row.reason = reason;
    database_->save(row);
    const RoundFile file = round_file_of(*database_, row);
    database_->announce(database_->add_event(row.id, now, "void", 0, reason));
    return file;
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
  with_sqlite_faults([&] { database_->sql().exec("PRAGMA wal_checkpoint(TRUNCATE)"); });
  return rounds;
}

RoundInfo Store::info(const RoundKey& key) const {
  return with_sqlite_faults([&] { return info_of(*database_, database_->round(key)); });
}

Receipt Store::receipt(const RoundKey& key, const std::string& name) const {
  return with_sqlite_faults([&] {
    const RoundRow row = database_->round(key);
    const auto entry = database_->find_entry(row.id, name);
    if (!entry || !entry->value || entry->commitment.empty())
      throw Failure({Errc::not_found, "there is no receipt of this name", core::printable(name), ""});
    return Receipt{row.name, entry->number, *entry->value, entry->salt};
  });
}

RoundFile Store::file(const RoundKey& key) const {
  return with_sqlite_faults([&] {
    const RoundRow row = database_->round(key);
    if (row.state != State::provisional && row.state != State::final && row.state != State::void_)
      refuse("the round file is made by the draw",
             fmt::format("round {} is {}", row.name, game::name(row.state)));
    return round_file_of(*database_, row);
  });
}

}  // namespace game
