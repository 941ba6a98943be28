#include "game/store/published.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "game/draw.hpp"
#include "game/result.hpp"
#include "game/secret_chain.hpp"
#include "game/verify.hpp"

namespace game {
namespace {

using Kind = OpenedLine::Kind;

OpenedLine opened_line(const EntryRow& entry, const Rules& rules) {
  if (entry.fate == "rests") return {entry.number, Kind::rests, {}, "", std::nullopt};
  if (entry.fate == "withdrawn") return {entry.number, Kind::withdrawn, {}, "", std::nullopt};
  OpenedLine line{entry.number, Kind::value, entry.value.value(), entry.salt, std::nullopt};
  if (rules.prize != Prize::none) line.evidence = entry.evidence;
  return line;
}

std::vector<Placing> places_of(const RoundFile& file, const std::vector<std::pair<int, int>>& kept) {
  std::vector<Opening> openings;
  for (const OpenedLine& line : file.openings)
    if (line.kind == Kind::value) openings.push_back({line.entry, line.value});
  std::vector<Placing> judged = judge(openings, file.corrections, *file.number, file.announcement.rules);
  if (kept.empty()) return judged;
  // Somebody was forgotten: nobody else's place moves, and the forgotten keep theirs without a distance.
  std::vector<Placing> as_before;
  for (const auto& [place, entry] : kept) {
    const auto found =
        std::find_if(judged.begin(), judged.end(), [e = entry](const Placing& p) { return p.entry == e; });
    as_before.push_back({place, entry, found == judged.end() ? std::nullopt : found->steps});
  }
  return as_before;
}

}  // namespace

RoundFile round_file_of(StoreDatabase& database, const RoundRow& row) {
  RoundFile file;
  file.announcement = parse_announcement(row.announcement).value();
  file.list = parse_list(row.list, file.announcement).value();
  file.state = row.state;
  file.secret = secret_at(row.root, row.season_length, row.place);
  if (!row.value.empty()) {
    file.value = parse_value(row.value).value();
    const Drawn drawn =
        draw_number(draw_key(file.secret, list_digest(file.announcement, file.list), *file.value), row.rules);
    file.md5 = drawn.md5;
    file.number = drawn.number;
  }
  const std::vector<EntryRow> entries = database.entries(row.id);
  for (const EntryRow& entry : entries)
    if (!entry.name.empty()) file.names[entry.number] = entry.name;
  if (row.state == State::void_) {
    file.reason = row.reason;
    return file;
  }
  file.ranked_salt = row.ranked_salt;
  for (const EntryRow& entry : entries)
    if (entry.ranked) file.openings.push_back(opened_line(entry, row.rules));
  file.corrections = database.corrections(row.id);
  file.places = places_of(file, database.kept_places(row.id));
  file.prize_to = prize_of(file);
  return file;
}

RoundFile published(StoreDatabase& database, const RoundRow& row) {
  RoundFile file = round_file_of(database, row);
  const Verdict verdict = verify(format_round_file(file));
  if (!verdict.valid)
    throw core::Failure({core::Errc::bad_data, "the file of this round would not pass its own check",
                         fmt::format("round {}: {}", row.name, verdict.failures.front()),
                         "Nothing was changed."});
  return file;
}

}  // namespace game
