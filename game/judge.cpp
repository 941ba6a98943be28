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

std::vector<Placing> moved(std::span<const Placing> places, int entry, std::optional<int> steps) {
  using Sharing = std::vector<Placing>;  // those on one place
  const auto distance_of = [](const Sharing& sharing) {
    std::optional<int> known;
    for (const Placing& placing : sharing)
      if (placing.steps) known = placing.steps;
    return known;
  };
  std::vector<Sharing> groups;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Placing& placing = places[i];
    if (placing.entry == entry && placing.steps == steps) return {places.begin(), places.end()};
    if (i == 0 || placing.place != places[i - 1].place) groups.emplace_back();
    if (placing.entry != entry) groups.back().push_back(placing);
  }
  if (steps) {
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const Sharing& sharing) { return distance_of(sharing) >= steps; });
    if (group == groups.end() || distance_of(*group) != steps) group = groups.insert(group, Sharing{});
    group->push_back({0, entry, steps});
  }
  std::vector<Placing> result;
  for (Sharing& sharing : groups) {
    std::sort(sharing.begin(), sharing.end(),
              [](const Placing& a, const Placing& b) { return a.entry < b.entry; });
    const int place = static_cast<int>(result.size()) + 1;
    for (const Placing& placing : sharing) result.push_back({place, placing.entry, placing.steps});
  }
  return result;
}

}  // namespace game
