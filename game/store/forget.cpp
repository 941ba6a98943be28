#include <algorithm>
#include <vector>

#include "game/free_text.hpp"
#include "game/store/published.hpp"
#include "game/store/refusals.hpp"

namespace game {
namespace {

using core::Errc;
using core::Failure;
using core::UtcSeconds;

/// Takes the player out of the round's entries; the list's line stays.
bool forget_entry(StoreDatabase& database, const RoundRow& row, const std::string& name, UtcSeconds now) {
  auto entry = database.find_entry(row.id, name);
  if (!entry) return false;
  if (values_are_open(row.state) && database.kept_places(row.id).empty())
    database.keep_places(row.id, round_file_of(database, row).places);
  if (entry->ranked && entry->fate.empty())
    entry->fate = values_are_open(row.state) || row.state == State::void_ ? "withdrawn" : "rests";
  entry->joins = false;
  entry->name.clear();
  entry->value.reset();
  entry->taken.reset();
  entry->salt.clear();
  database.remove_corrections(row.id, entry->number);
  database.save(row.id, *entry);
  for (const HistoryLine& line : database.history(row.id))
    if (line.entry == entry->number && line.kind != "answer") database.blank_event(line.id);
  database.add_event(row.id, now, "forgotten", entry->number);
  return true;
}

/// Texts that name the player, and the answers to them: rather one too many than one too few.
bool forget_texts(StoreDatabase& database, RoundRow& row, const std::string& name) {
  bool found = false;
  std::vector<std::int64_t> blanked;
  for (const HistoryLine& line : database.history(row.id)) {
    const bool answers = line.kind == "answer" && std::count(blanked.begin(), blanked.end(), line.entry) != 0;
    if (!answers && !mentions(line.text, name)) continue;
    database.blank_event(line.id);
    blanked.push_back(line.id);
    found = true;
  }
  if (mentions(row.reason, name)) {
    row.reason = "the reason named somebody who was forgotten";
    database.save(row);
    found = true;
  }
  return found;
}

}  // namespace

int Store::forget(const std::string& name, UtcSeconds now, const std::string& series) {
  const int rounds = in_transaction(*database_, [&] {
    int found = 0;
    for (RoundRow& row : database_->rounds_of_series(series)) {
      const bool entered = forget_entry(*database_, row, name, now);
      const bool named = forget_texts(*database_, row, name);
      if (!entered && !named) continue;
      ++found;
      if (values_are_open(row.state) || row.state == State::void_) published(*database_, row);
    }
    return found;
  });
  if (rounds == 0) throw Failure({Errc::not_found, "nobody of this name entered", core::printable(name), ""});
  // The write-ahead log still holds the old pages until it is written back and cut.
  core::guarded(database_->sql(), [&] { database_->sql().exec("PRAGMA wal_checkpoint(TRUNCATE)"); });
  return rounds;
}

}  // namespace game
