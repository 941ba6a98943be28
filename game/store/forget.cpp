#include "game/store/published.hpp"
#include "game/store/refusals.hpp"

namespace game {

using core::Errc;
using core::Failure;
using core::UtcSeconds;

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

}  // namespace game
