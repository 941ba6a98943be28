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

/// Spread over the list by its own lines, so that the host does not choose who calls the throws.
int caller_of(const std::vector<std::string>& commitments) {
  if (commitments.empty()) return 1;
  std::string lines;
  for (const std::string& line : commitments) lines += line + "\n";
  return 1 + static_cast<int>(words_of(sha256_hex(lines)).front() % commitments.size());
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
void require_unused(StoreDatabase& database, std::int64_t round, const EntryRow& entry) {
  const std::string other = entry.joins ? database.other_round_of(round, entry) : "";
  if (!other.empty())
    refuse("this reading counts in another round already", other,
           "It can take part here without a place (--just-taking-part); a later reading counts.");
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
    entered.value = value;
    if (!late) {
      entry.value = value;
      entry.evidence = request.evidence;
      entry.joins = !request.just_taking_part &&
                    is_in_window(taken, announcement.opened, now + std::chrono::minutes{5});
      entry.taken = request.taken;
      require_unused(*database_, row.id, entry);
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
      if (request.made) entry->taken = request.made;
      require_unused(*database_, row.id, *entry);
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
    database_->save(row);
    const RoundFile file = round_file_of(*database_, row);
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

}  // namespace game
