#include "game/verify.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "game/draw.hpp"
#include "game/result.hpp"
#include "game/secret_chain.hpp"
#include "game/words.hpp"

namespace game {
namespace {

using Kind = OpenedLine::Kind;
using Failures = std::vector<std::string>;

void check_times(const RoundFile& file, Failures& failures) {
  const Announcement& a = file.announcement;
  const ClosedList& list = file.list;
  if (list.closed < a.opened) failures.push_back("the round was closed before it was opened");
  if (a.closes < a.opened) failures.push_back("the planned close lies before the opening");
  const auto number = list.source.number;
  if (a.kind == PublicKind::drand && number != drand_round_for(list.closed))
    failures.push_back(fmt::format("the beacon's round {} is not the first at or after the close + 60 s, {}",
                                   number, drand_round_for(list.closed)));
  if (a.kind == PublicKind::dice && number > std::max<std::int64_t>(1, std::ssize(list.commitments)))
    failures.push_back("the list has no entry of the number that calls the throws");
}

void check_draw(const RoundFile& file, const std::string& list, Failures& failures) {
  if (!belongs_to(file.secret, file.announcement.place, file.announcement.anchor))
    failures.push_back("the secret is not the one of this place in the season's chain");
  if (!file.value) return;
  const Drawn drawn = draw_number(draw_key(file.secret, list, *file.value), file.announcement.rules);
  if (drawn.md5 != file.md5) failures.push_back("the draw gives another md5: " + drawn.md5);
  if (drawn.number != file.number)
    failures.push_back("the draw gives another number: " +
                       format_steps(drawn.number, file.announcement.rules.unit));
}

void check_openings(const RoundFile& file, Failures& failures) {
  if (file.state == State::void_) return;
  std::vector<int> ranked;
  for (const OpenedLine& line : file.openings) {
    ranked.push_back(line.entry);
    if (line.kind != Kind::value) continue;
    const Receipt receipt{file.announcement.round, line.entry, line.value, line.salt};
    if (commitment(receipt) != file.list.commitments[static_cast<std::size_t>(line.entry - 1)])
      failures.push_back(
          fmt::format("entry {} was opened with another value than the list holds", line.entry));
  }
  if (ranked_commitment(file.announcement.round, ranked, file.ranked_salt) != file.list.ranked)
    failures.push_back("the entries opened are not those that were ranked at the close");
}

void check_corrections(const RoundFile& file, Failures& failures) {
  const core::UtcSeconds first = file.announcement.opened - std::chrono::seconds{window_seconds};
  for (const Correction& correction : file.corrections)
    if (correction.made && (*correction.made < first || *correction.made > file.list.closed))
      failures.push_back(fmt::format(
          "the correction of entry {} rests on a record from outside the round's time", correction.entry));
}

/// The distances of all opened entries that are still ranked.
std::map<int, int> distances(const RoundFile& file) {
  std::map<int, int> steps;
  for (const OpenedLine& line : file.openings) {
    if (line.kind != Kind::value) continue;
    if (const auto found =
            distance({line.entry, line.value}, file.corrections, *file.number, file.announcement.rules))
      steps[line.entry] = *found;
  }
  return steps;
}

/// Entries withdrawn after publication may keep their place; everybody else's follows from the distances.
/// Going down the list, a place is that of the line before or the line's own position, and of two opened
/// entries the nearer one, and only the nearer one, has the better place.
void check_places(const RoundFile& file, Failures& failures) {
  if (!file.number || file.state == State::void_) return;
  const std::map<int, int> expected = distances(file);
  std::set<int> placed;
  std::size_t opened = 0;
  const Placing* before = nullptr;
  const Placing* opened_before = nullptr;
  bool fits = true;
  for (std::size_t i = 0; i < file.places.size(); ++i) {
    const Placing& line = file.places[i];
    const auto found = expected.find(line.entry);
    const bool withdrawn = std::any_of(file.openings.begin(), file.openings.end(), [&](const OpenedLine& o) {
      return o.entry == line.entry && o.kind == Kind::withdrawn;
    });
    fits = fits && placed.insert(line.entry).second;
    fits = fits && (withdrawn ? !line.steps : found != expected.end() && line.steps == found->second);
    const bool shares = before && line.place == before->place;
    fits = fits && (shares ? line.entry > before->entry : line.place == static_cast<int>(i) + 1);
    if (!withdrawn) {
      ++opened;
      if (opened_before)
        fits = fits && (line.place == opened_before->place ? line.steps == opened_before->steps
                                                           : line.steps > opened_before->steps);
      opened_before = &line;
    }
    before = &line;
  }
  if (!fits || opened != expected.size())
    failures.push_back("the places do not follow from the openings and the number");
}

void check_prize(const RoundFile& file, Failures& failures) {
  const std::string expected = prize_of(file);
  if (file.prize_to != expected) failures.push_back("the prize goes to: " + expected);
}

bool see(const std::optional<std::string>& witness, const std::string& digest, const char* what,
         Failures& failures) {
  if (!witness) return false;
  const std::vector<std::string> words = noted_words(*witness);
  if (std::find(words.begin(), words.end(), digest) != words.end()) return true;
  failures.push_back(fmt::format("the {} is not the one you saw announced", what));
  return false;
}

}  // namespace

Verdict verify(std::string_view text, const Witnesses& witnesses) {
  Verdict verdict;
  const core::Result<RoundFile> parsed = parse_round_file(text);
  if (!parsed) {
    const core::Error& error = parsed.error();
    verdict.failures.push_back(error.where.empty() ? error.what : error.where + ": " + error.what);
    return verdict;
  }
  const RoundFile& file = *parsed;
  const std::string opening = opening_digest(file.announcement);
  const std::string list = list_digest(file.announcement, file.list);

  check_times(file, verdict.failures);
  check_draw(file, list, verdict.failures);
  check_openings(file, verdict.failures);
  check_corrections(file, verdict.failures);
  check_places(file, verdict.failures);
  check_prize(file, verdict.failures);

  verdict.witnessed.anchor =
      see(witnesses.anchor, file.announcement.anchor, "season's anchor", verdict.failures);
  verdict.witnessed.opening = see(witnesses.opening, opening, "opening's digest", verdict.failures);
  verdict.witnessed.list = see(witnesses.list, list, "list's digest", verdict.failures);
  if (witnesses.public_value) {
    verdict.witnessed.public_value = file.value && matches(*file.value, *witnesses.public_value);
    if (!verdict.witnessed.public_value)
      verdict.failures.push_back("the public value is not the one you saw");
  }

  verdict.unit = name(file.announcement.rules.unit);
  verdict.public_value = name(file.announcement.kind);
  verdict.state = file.state;
  const auto opened = std::count_if(file.openings.begin(), file.openings.end(),
                                    [](const OpenedLine& line) { return line.kind == Kind::value; });
  verdict.not_checked = static_cast<int>(file.list.commitments.size()) - static_cast<int>(opened);
  verdict.look_up = look_up(file, verdict.witnessed);
  verdict.valid = verdict.failures.empty();
  if (verdict.valid) {
    if (file.number) verdict.number = format_steps(*file.number, file.announcement.rules.unit);
    verdict.winner_entries = first_place(file);
    for (const int entry : verdict.winner_entries) verdict.winners.push_back(who(file, entry));
  }
  return verdict;
}

}  // namespace game
