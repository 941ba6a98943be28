#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "game/round_file.hpp"

namespace game {

/// The sums of a season. No values and no averages of values: only places and taking part.
struct Standing {
  std::string name;
  int place = 0;  ///< equals share: 1, 1, 3
  int points = 0;
  int rounds = 0;
  int wins = 0;
};
/// Over final rounds, by points, then by name. Everybody who is named in a round took part.
std::vector<Standing> scoreboard(std::span<const RoundFile> rounds);

/// What the files of one season show: what is wrong with each by itself, and together another anchor or
/// series, a place used twice, a place without a file (a withheld secret comes to light with the next one).
/// Sentences without a full stop; empty when all is as announced. `reveal` is s(0), published at the season's
/// end.
std::vector<std::string> check_season(std::span<const RoundFile> rounds,
                                      const std::optional<std::string>& anchor,
                                      const std::optional<std::string>& reveal = std::nullopt);

}  // namespace game
