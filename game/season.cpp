#include "game/season.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "game/free_text.hpp"
#include "game/secret_chain.hpp"
#include "game/verify.hpp"

namespace game {
namespace {

int points_for(const Rules& rules, int place) {
  const auto index = static_cast<std::size_t>(place - 1);
  return index < rules.place_points.size() ? rules.place_points[index] : 0;
}

}  // namespace

std::vector<Standing> scoreboard(std::span<const RoundFile> rounds) {
  std::vector<Standing> board;
  for (const RoundFile& round : rounds) {
    if (round.state != State::final) continue;
    for (const auto& [entry, named] : round.names) {
      auto found = std::find_if(board.begin(), board.end(),
                                [&who = named](const Standing& s) { return same_player(s.name, who); });
      if (found == board.end()) found = board.insert(found, Standing{named});
      Standing& standing = *found;
      standing.rounds += 1;
      standing.points += round.announcement.rules.part_points;
      for (const Placing& line : round.places) {
        if (line.entry != entry) continue;
        standing.points += points_for(round.announcement.rules, line.place);
        standing.wins += line.place == 1 ? 1 : 0;
      }
    }
  }
  std::sort(board.begin(), board.end(), [](const Standing& a, const Standing& b) {
    return std::tie(b.points, a.name) < std::tie(a.points, b.name);
  });
  for (std::size_t i = 0; i < board.size(); ++i)
    board[i].place =
        i > 0 && board[i].points == board[i - 1].points ? board[i - 1].place : static_cast<int>(i) + 1;
  return board;
}

std::vector<std::string> check_season(std::span<const RoundFile> rounds,
                                      const std::optional<std::string>& anchor,
                                      const std::optional<std::string>& reveal) {
  std::vector<std::string> findings;
  if (rounds.empty()) return {"there are no rounds to check"};
  const Announcement& first = rounds.front().announcement;
  const std::string expected = anchor.value_or(first.anchor);
  std::map<int, const RoundFile*> places;
  for (const RoundFile& file : rounds) {
    const Announcement& a = file.announcement;
    for (const std::string& failure : verify(format_round_file(file)).failures)
      findings.push_back(fmt::format("round {}: {}", a.round, failure));
    if (a.anchor != expected) findings.push_back(fmt::format("round {} has another anchor", a.round));
    if (a.series != first.series || a.season_length != first.season_length)
      findings.push_back(fmt::format("round {} belongs to another series or season", a.round));
    const auto [other, is_new] = places.emplace(a.place, &file);
    if (!is_new && format_round_file(*other->second) != format_round_file(file)) {
      const bool same_draw =
          list_digest(other->second->announcement, other->second->list) == list_digest(a, file.list);
      findings.push_back(same_draw ? fmt::format("round {} has two files of the same draw", a.round)
                                   : fmt::format("rounds {} and {} use the same secret",
                                                 other->second->announcement.round, a.round));
    }
  }
  const int last = places.rbegin()->first;
  for (int place = 1; place < last; ++place) {
    if (places.count(place) != 0) continue;
    const RoundFile& next = *places.upper_bound(place)->second;
    findings.push_back(fmt::format("place {} has no file; its secret was {}", place,
                                   hash_times(next.secret, next.announcement.place - place)));
  }
  if (reveal && anchor_of_root(*reveal, first.season_length) != expected)
    findings.push_back("the closing reveal does not lead to the anchor");
  return findings;
}

}  // namespace game
