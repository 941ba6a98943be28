#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "game/digest.hpp"
#include "game/draw.hpp"
#include "game/free_text.hpp"
#include "game/safety.hpp"
#include "game/store/published.hpp"
#include "game/store/refusals.hpp"

// The steps of one round, from its opening to its end.
namespace game {
namespace {

using core::Errc;
using core::Failure;
using core::UtcSeconds;

/// A player's clock may go before the host's by this much.
constexpr std::chrono::minutes clock_slack{5};

/// Whether an entry asks for a place as it stands: its player wants one, and its reading is of the round's
/// time.
bool counts(const EntryRow& entry, UtcSeconds opened, UtcSeconds until) {
  return entry.joins && entry.fate.empty() && (!entry.taken || is_in_window(*entry.taken, opened, until));
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
    entry.ranked =
        counts(entry, announcement.opened, now) && entry.value && can_rank(*entry.value, row.rules);
    if (entry.ranked) ranked.push_back(entry.number);
    database.save(row.id, entry);
  }
  row.ranked_salt = random_hex(16);
  list.ranked = ranked_commitment(row.name, ranked, row.ranked_salt);
  list.source.kind = row.kind;
  if (row.kind == PublicKind::drand) list.source.number = drand_round_for(now);
  if (row.kind == PublicKind::dice) {
    list.source.number = caller.value_or(named_caller(list.commitments));
    if (list.source.number < 1 ||
        list.source.number > std::max<std::int64_t>(1, std::ssize(list.commitments)))
      throw Failure(
          {Errc::usage, "the list has no entry of this number", std::to_string(list.source.number), ""});
  }
  row.list = format_list(announcement, list);
  return list;
}

PublicValue checked_value(const ClosedList& list, const std::string& pasted, UtcSeconds now) {
  if (auto error = not_yet_due(list.source, now)) throw Failure(std::move(*error));
  if (list.source.kind == PublicKind::local && pasted.empty()) return {};
  return read_public_value(list.source, pasted).value();
}

/// An entry's value, checked and as it was shown.
core::Glucose shown(const core::Glucose& value) {
  return entry_value(value).value();
}

/// Several rounds may run in one evening, but a reading counts in one of them. Only where its time is known:
/// two typed values may be equal and yet two readings.
void require_unused(StoreDatabase& database, const RoundRow& row, const EntryRow& entry, bool from_logbook) {
  if (!entry.joins || !entry.taken || !entry.value) return;
  for (const auto& [round, other] : database.same_readings(*entry.value, *entry.taken)) {
    const bool is_here = round.id == row.id;
    if (round.state == State::void_ || (is_here && other.number == entry.number)) continue;
    if (!from_logbook && (is_here || !same_player(other.name, entry.name))) continue;
    const bool is_used =
        round.state == State::open
            ? counts(other, parse_announcement(round.announcement).value().opened, *other.taken)
            : other.ranked && other.fate.empty();
    if (is_used)
      refuse(is_here ? "this reading counts for another player already"
                     : "this reading counts in another round already",
             round.name,
             "It can take part here without a place (--just-taking-part); a later reading counts.");
  }
}

void require_evidence_time(const CorrectionRequest& request, UtcSeconds opened, UtcSeconds until) {
  if (request.evidence == Evidence::typed || !request.value) return;
  if (!request.made || !is_in_window(*request.made, opened, until))
    refuse("the record or picture has to be from before the close",
           request.made ? core::format_utc(*request.made) : "",
           "Without one, the correction counts as typed.");
}

[[noreturn]] void refuse_same() {
  refuse("this changes nothing: the entry stands so already");
}

/// Before the close: the entry carries another value, or is withdrawn, or takes that back.
Corrected replace_value(StoreDatabase& database, const RoundRow& row, EntryRow& entry,
                        const CorrectionRequest& asked, UtcSeconds now) {
  const UtcSeconds opened = parse_announcement(row.announcement).value().opened;
  require_evidence_time(asked, opened, now);
  if (!asked.value) {
    if (!entry.fate.empty()) refuse_same();
    entry.fate = "rests";
    database.save(row.id, entry);
    return {"The entry takes part, without a place; until the close a value takes that back", {}, {}, false};
  }
  const bool is_same = entry.value == asked.value && (!asked.made || asked.made == entry.taken) &&
                       (asked.evidence == entry.evidence || asked.evidence == Evidence::typed);
  if (is_same && entry.fate.empty()) refuse_same();
  entry.value = asked.value;
  entry.evidence = asked.evidence;
  entry.fate.clear();
  if (asked.made) entry.taken = asked.made;
  const bool has_place = counts(entry, opened, now + clock_slack);
  if (has_place) require_unused(database, row, entry, false);
  entry.salt = random_hex(16);
  const Receipt receipt{row.name, entry.number, *asked.value, entry.salt};
  entry.commitment = commitment(receipt);
  database.save(row.id, entry);
  return {has_place
              ? "The entry carries the corrected value, and has a new receipt"
              : "The entry carries the corrected value, has a new receipt, and takes part without a place",
          receipt,
          {},
          false};
}

/// The places after a correction, where forgetting has fixed them.
void move_kept_places(StoreDatabase& database, const RoundRow& row, const RoundFile& before, int entry) {
  std::optional<int> steps;
  for (const Placing& placing : round_file_of(database, row).places)
    if (placing.entry == entry) steps = placing.steps;
  database.keep_places(row.id, moved(before.places, entry, steps));
}

/// After the close: the list stands, and what was wrong in it is said beside it.
Corrected append_correction(StoreDatabase& database, const RoundRow& row, EntryRow& entry,
                            const CorrectionRequest& asked) {
  const Announcement announcement = parse_announcement(row.announcement).value();
  require_evidence_time(asked, announcement.opened, parse_list(row.list, announcement).value().closed);
  if (asked.made && asked.evidence == Evidence::typed)
    throw Failure({Errc::usage, "the time belongs to a record or a picture", "",
                   "Say which of them it is with --evidence."});
  Correction standing{entry.number, entry.value, entry.evidence, std::nullopt};
  const std::vector<Correction> corrections = database.corrections(row.id);
  for (const Correction& earlier : corrections)
    if (earlier.entry == entry.number) standing = earlier;
  if (!entry.ranked || !entry.fate.empty() || !standing.value)
    return {"The correction is noted; after the close an entry that also played stays so", {}, {}, false};
  const bool ranks = asked.value && can_rank(*asked.value, row.rules);
  if (row.state == State::closed && !ranks) {
    entry.fate = "rests";
    database.save(row.id, entry);
    database.remove_corrections(row.id, entry.number);
    return {"The entry takes part, without a place", {}, {}, false};
  }
  Correction correction{entry.number, ranks ? asked.value : std::nullopt,
                        ranks ? asked.evidence : Evidence::typed, std::nullopt};
  if (correction.evidence != Evidence::typed) correction.made = asked.made;
  const bool is_same = standing.value == correction.value &&
                       (correction.evidence == Evidence::typed || correction.evidence == standing.evidence);
  if (is_same) refuse_same();
  if (std::ssize(corrections) >= most_corrections)
    refuse("the round takes no more corrections", fmt::format("there are {}", most_corrections));
  const bool is_drawn = values_are_open(row.state);
  const bool has_kept_places = !database.kept_places(row.id).empty();
  const RoundFile before = has_kept_places ? round_file_of(database, row) : RoundFile{};
  database.add_correction(row.id, correction);
  if (has_kept_places) move_kept_places(database, row, before, entry.number);
  if (is_drawn) published(database, row);
  if (!ranks) return {"The entry takes part, without a place", {}, {}, false};
  return {correction.evidence == Evidence::typed
              ? "The correction is appended; without a record or picture it never improves the place"
              : "The correction is appended and counts",
          {},
          {},
          false};
}

}  // namespace

Announcement Store::open(const RoundKey& key, UtcSeconds closes, UtcSeconds now) {
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::open);
    if (closes <= now) refuse("the planned close lies before the opening", core::format_utc(closes));
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
    if (taken > now + clock_slack) refuse("this reading was taken in the future", core::format_utc(taken));
    Entered entered;
    entered.value = value;
    if (!late) {
      entry.value = value;
      entry.evidence = request.evidence;
      entry.joins = !request.just_taking_part;
      entry.taken = request.taken;
      entry.fate.clear();
      entered.is_of_the_time = !entry.joins || counts(entry, announcement.opened, now + clock_slack);
      if (entered.is_of_the_time) require_unused(*database_, row, entry, request.from_logbook);
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

Corrected Store::correct(const RoundKey& key, const CorrectionRequest& request, UtcSeconds now) {
  CorrectionRequest asked = request;
  if (asked.value) asked.value = shown(*asked.value);
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    take(row, Step::correct);
    auto entry = database_->find_entry(row.id, asked.name);
    if (!entry)
      throw Failure({Errc::not_found, "nobody of this name entered", core::printable(asked.name), ""});
    Corrected corrected = row.state == State::open ? replace_value(*database_, row, *entry, asked, now)
                                                   : append_correction(*database_, row, *entry, asked);
    database_->add_event(row.id, now, asked.value ? "corrected" : "withdrew", entry->number, asked.reason);
    if (!asked.value) return corrected;
    corrected.private_line = private_line(*asked.value, row.rules);
    corrected.needs_a_moment = needs_a_moment(*asked.value);
    return corrected;
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
    database_->save(row);
    const RoundFile file = published(*database_, row);
    database_->announce(database_->add_event(row.id, now, "drawn"));
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
    const RoundFile file = published(*database_, row);
    database_->announce(database_->add_event(row.id, now, "final"));
    return file;
  });
}

RoundFile Store::make_void(const RoundKey& key, const std::string& reason, const std::string& pasted,
                           bool without_value, UtcSeconds now) {
  if (!is_free_text(reason) || reason == "-")
    throw Failure({Errc::usage,
                   "the reason is 1 to 80 bytes, neither begins nor ends with a space, and is not '-'",
                   core::printable(reason), ""});
  return in_transaction(*database_, [&] {
    RoundRow row = database_->round(key);
    const State before = row.state;
    take(row, Step::make_void);
    if (before == State::open && row.kind != PublicKind::local && !without_value)
      refuse("this round is open, and its public value comes after the close", row.name,
             "Close it first (`round close`), or call it off without a value (--without-value).");
    if (before == State::open) close_list(*database_, row, std::nullopt, now);
    if (row.value.empty()) {
      const ClosedList list = parse_list(row.list, parse_announcement(row.announcement).value()).value();
      if (!without_value || row.kind == PublicKind::local)
        row.value = format_value(checked_value(list, pasted, now));
    }
    row.reason = reason;
    database_->save(row);
    const RoundFile file = published(*database_, row);
    database_->announce(database_->add_event(row.id, now, "void", 0, reason));
    return file;
  });
}

}  // namespace game
