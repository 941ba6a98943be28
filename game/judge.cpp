#include "game/judge.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace game {

int grid(const core::Glucose& value, core::GlucoseUnit unit) {
  return converted(value, unit).digits;
}

std::optional<int> distance(const Opening& opening, std::span<const Correction> corrections, int number,
                            const Rules& rules) {
  if (!can_rank(opening.value, rules)) return std::nullopt;
  int steps = std::abs(grid(opening.value, rules.unit) - number);
  for (const Correction& correction : corrections) {
    if (correction.entry != opening.entry) continue;
    if (!correction.value || !can_rank(*correction.value, rules)) return std::nullopt;
    const int corrected = std::abs(grid(*correction.value, rules.unit) - number);
    steps = correction.evidence == Evidence::typed ? std::max(steps, corrected) : corrected;
  }
  return steps;
}

std::vector<Placing> judge(std::span<const Opening> openings, std::span<const Correction> corrections,
                           int number, const Rules& rules) {
  std::vector<Placing> places;
  for (const Opening& opening : openings)
    if (const auto steps = distance(opening, corrections, number, rules))
      places.push_back({0, opening.entry, *steps});
  std::sort(places.begin(), places.end(), [](const Placing& a, const Placing& b) {
    return std::tie(a.steps, a.entry) < std::tie(b.steps, b.entry);
  });
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool shares = i > 0 && places[i].steps == places[i - 1].steps;
    places[i].place = shares ? places[i - 1].place : static_cast<int>(i) + 1;
  }
  return places;
}

}  // namespace game
