#include <algorithm>

#include "core/database/database.hpp"
#include "core/logbook/belonging.hpp"
#include "core/logbook/bookmark_rows.hpp"
#include "core/logbook/field.hpp"
#include "core/logbook/logbook.hpp"
#include "core/logbook/rows.hpp"

namespace core {
namespace {

MeterPart part_of(SQLite::Database& database, const Logbook& logbook, std::int64_t source,
                  std::optional<LocalSeconds> since, rows::Names formers) {
  MeterPart part;
  for (const auto& [id, one] : logbook.sources())
    if (id == source) part.source = one;
  Filter filter;
  filter.source = source;
  filter.which = Filter::Which::all;
  rows::Names stays;
  std::int64_t newest = 0;  // operation of what goes, or stays
  logbook.each(filter, [&](const StoredEntry& stored) {
    const bool goes = !since || (stored.entry.time.local && *stored.entry.time.local >= *since);
    if (goes && stored.state == State::undone) return;
    newest = std::max(newest, stored.operation);
    if (goes)
      part.entries.push_back(stored);
    else
      ++stays[rows::name_of_record(stored.record_time(), stored.entry.origin)];
  });
  for (const auto& [name, count] : stays) formers[name] += count;
  std::sort(part.entries.begin(), part.entries.end(),
            [](const StoredEntry& a, const StoredEntry& b) { return a.id < b.id; });
  part.clock_checks = logbook.clock_checks(source);
  // There all come at once, and what a bookmark is older than would be settled by it.
  const auto last = rows::find_bookmark(database, source);
  if (last && last->operation >= newest) part.bookmark = last->bookmark;
  part.stays.assign(stays.begin(), stays.end());
  for (const auto& [name, count] : formers) part.formers.emplace_back(name, count);
  return part;
}

}  // namespace

bool Logbook::let_go(std::int64_t source, std::optional<LocalSeconds> since, const std::string& other,
                     const std::string& command, const std::function<void(const MeterPart&)>& hand_over) {
  return guarded(*database_, [&] {
    SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
    rows::Belonging belonging = rows::read_belonging(*database_, source).value_or(rows::Belonging{});
    if (!belonging.belongs) return false;
    const MeterPart part = part_of(*database_, *this, source, since, belonging.formers);
    hand_over(part);
    const std::int64_t operation = rows::begin_operation(*database_, command, 0);
    belonging.belongs = false;
    belonging.other = other;
    rows::add_belonging(*database_, source, operation, belonging);
    for (const StoredEntry& stored : part.entries)
      rows::change_field(*database_, operation, stored.id, stored.state, State::undone);
    rows::finish_operation(*database_, operation, 0, static_cast<std::int64_t>(part.entries.size()) + 1);
    transaction.commit();
    return true;
  });
}

}  // namespace core
