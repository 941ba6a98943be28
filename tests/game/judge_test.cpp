#include "game/judge.hpp"

#include <chrono>
#include <cstdlib>
#include <random>

#include "game/draw.hpp"
#include "tests/catch.hpp"
#include "tests/game/made_round.hpp"

using namespace core::literals;
using game::Correction;
using game::Evidence;
using game::Opening;
using game::Placing;

TEST_CASE("the round of 16 January 2013: 6.2 mmol/L was called and 114 mg/dL won") {
  const game::Rules rules;
  // 114 mg/dL is 6.3 on the round's grid (the chat took it for 6.4); 112 and 111 would both have been 6.2.
  CHECK(game::grid(114_mg_dl, rules.unit) == 63);
  CHECK(game::grid(112_mg_dl, rules.unit) == 62);
  CHECK(game::grid(111_mg_dl, rules.unit) == 62);
  const std::vector<Opening> openings{{1, 5.9_mmol_l}, {2, 114_mg_dl}, {3, 6.6_mmol_l}, {4, 180_mg_dl}};
  CHECK(game::judge(openings, {}, 62, rules) ==
        std::vector<Placing>{{1, 2, 1}, {2, 1, 3}, {3, 3, 4}, {4, 4, 38}});
}

TEST_CASE("readings of both units that are one number on the grid share") {
  const std::vector<Opening> openings{
      {1, 6.2_mmol_l}, {2, 112_mg_dl}, {3, 111_mg_dl}, {4, 6.3_mmol_l}, {5, 6.1_mmol_l}};
  const std::vector<Placing> expected{{1, 1, 0}, {1, 2, 0}, {1, 3, 0}, {4, 4, 1}, {4, 5, 1}};
  CHECK(game::judge(openings, {}, 62, {}) == expected);
}

TEST_CASE("above and below count alike, and a high reading is ranked like any other") {
  const std::vector<Opening> openings{{1, 25.3_mmol_l}, {2, 8.0_mmol_l}, {3, 8.6_mmol_l}};
  CHECK(game::judge(openings, {}, 83, {}) == std::vector<Placing>{{1, 2, 3}, {1, 3, 3}, {3, 1, 170}});
}

TEST_CASE("low entries, LO and HI have no place, in whatever unit the round is") {
  const std::vector<Opening> openings{
      {1, 3.8_mmol_l}, {2, 69_mg_dl}, {3, core::below_range(20_mg_dl)}, {4, core::above_range(600_mg_dl)}};
  CHECK(game::judge(openings, {}, 40, {}).empty());
  CHECK(game::judge(openings, {}, 72, game::default_rules(core::GlucoseUnit::mg_dl)).empty());
  const game::Rules british = game::default_rules(core::GlucoseUnit::mmol_l, "GB");
  CHECK(game::judge(std::vector<Opening>{{1, 3.9_mmol_l}, {2, 71_mg_dl}}, {}, 40, british).empty());
}

TEST_CASE("an empty round has no winner") {
  CHECK(game::judge({}, {}, 62, {}).empty());
}

TEST_CASE("a typed correction never improves a rank, a record or picture may") {
  const std::vector<Opening> openings{{1, 9.0_mmol_l}, {2, 7.0_mmol_l}};
  const auto winner = [&](const Correction& correction) {
    return made::winners(game::judge(openings, std::vector{correction}, 62, {}));
  };
  CHECK(winner({1, 6.2_mmol_l, Evidence::typed, {}}) == std::vector<int>{2});
  CHECK(winner({1, 6.2_mmol_l, Evidence::picture, core::UtcSeconds{}}) == std::vector<int>{1});
  CHECK(winner({1, 6.2_mmol_l, Evidence::log, core::UtcSeconds{}}) == std::vector<int>{1});
  CHECK(winner({2, 10.0_mmol_l, Evidence::typed, {}}) == std::vector<int>{1});
  CHECK(winner({2, std::nullopt, Evidence::typed, {}}) == std::vector<int>{1});
  CHECK(winner({2, 3.0_mmol_l, Evidence::picture, {}}) == std::vector<int>{1});
}

TEST_CASE("corrections apply in their order, and resting is for good") {
  const Opening opening{1, 9.0_mmol_l};
  const auto steps = [&](const std::vector<Correction>& corrections) {
    return game::distance(opening, corrections, 62, {});
  };
  CHECK(steps({}) == 28);
  CHECK(steps({{1, 6.4_mmol_l, Evidence::picture, {}}, {1, 6.2_mmol_l, Evidence::typed, {}}}) == 2);
  CHECK(steps({{1, 6.4_mmol_l, Evidence::picture, {}}, {1, 7.2_mmol_l, Evidence::typed, {}}}) == 10);
  CHECK(steps({{2, 6.2_mmol_l, Evidence::picture, {}}}) == 28);
  CHECK_FALSE(steps({{1, std::nullopt, Evidence::typed, {}}, {1, 6.2_mmol_l, Evidence::picture, {}}}));
}

TEST_CASE("in 10^5 simulated rounds no low entry wins") {
#ifdef NDEBUG
  constexpr int rounds = 100'000;
#else
  const int rounds = std::getenv("BGBINGO_CAMPAIGN") ? 100'000 : 10'000;
#endif
  std::mt19937_64 random(7);
  int low_winners = 0;
  int low_entries = 0;
  int won = 0;
  for (int i = 0; i < rounds; ++i) {
    const auto unit = random() % 2 == 0 ? core::GlucoseUnit::mmol_l : core::GlucoseUnit::mg_dl;
    const game::Rules rules = game::default_rules(unit, random() % 2 == 0 ? "GB" : "");
    std::vector<Opening> openings;
    for (int entry = 1; entry <= 8; ++entry) openings.push_back({entry, made::value(random)});
    std::vector<Correction> corrections;
    if (random() % 4 == 0)
      corrections.push_back({1 + static_cast<int>(random() % 8), made::value(random), Evidence::picture, {}});
    const int number = rules.low + static_cast<int>(random() % static_cast<unsigned>(game::pool_size(rules)));
    for (const Opening& opening : openings)
      low_entries += game::is_low(opening.value, rules.low_line) ? 1 : 0;
    for (const int entry : made::winners(game::judge(openings, corrections, number, rules))) {
      core::Glucose counted = openings[static_cast<std::size_t>(entry - 1)].value;
      const bool was_low = game::is_low(counted, rules.low_line);
      for (const Correction& correction : corrections)
        if (correction.entry == entry) counted = *correction.value;
      low_winners += was_low || game::is_low(counted, rules.low_line) ? 1 : 0;
      ++won;
    }
  }
  CHECK(low_winners == 0);
  CHECK(won >= rounds * 9 / 10);
  CHECK(low_entries > rounds);
}

TEST_CASE("an entry moves among places whose distances are known no more") {
  const std::vector<Placing> places{{1, 4, {}}, {2, 2, 3}, {2, 5, {}}, {4, 1, 8}, {5, 3, {}}};
  CHECK(game::moved(places, 1, 8) == places);
  CHECK(game::moved(places, 1, 2) ==
        std::vector<Placing>{{1, 4, {}}, {2, 1, 2}, {3, 2, 3}, {3, 5, {}}, {5, 3, {}}});
  CHECK(game::moved(places, 1, 3) ==
        std::vector<Placing>{{1, 4, {}}, {2, 1, 3}, {2, 2, 3}, {2, 5, {}}, {5, 3, {}}});
  CHECK(game::moved(places, 2, 9) ==
        std::vector<Placing>{{1, 4, {}}, {2, 5, {}}, {3, 1, 8}, {4, 3, {}}, {5, 2, 9}});
  CHECK(game::moved(places, 2, {}) == std::vector<Placing>{{1, 4, {}}, {2, 5, {}}, {3, 1, 8}, {4, 3, {}}});
}

TEST_CASE("a round of 100 players is judged in a moment") {
  std::mt19937_64 random(3);
  std::vector<Opening> openings;
  for (int entry = 1; entry <= 100; ++entry) openings.push_back({entry, made::value(random)});
  const auto begin = std::chrono::steady_clock::now();
  const auto places = game::judge(openings, {}, 62, {});
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds{100});
  CHECK(places.size() > 50);
}
