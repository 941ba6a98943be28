#include "game/entry.hpp"

#include "game/secret_chain.hpp"
#include "tests/catch.hpp"
#include "tests/game/made_round.hpp"

using namespace core::literals;

TEST_CASE("a commitment is the sha256 of round, number, value, unit and salt") {
  const game::Receipt receipt{"2026-W48-1", 3, 6.4_mmol_l, "9f3c1d7a5be044129f3c1d7a5be04412"};
  CHECK(game::format_receipt(receipt) == "2026-W48-1|3|6.4|mmol/L|9f3c1d7a5be044129f3c1d7a5be04412");
  // printf %s '2026-W48-1|3|6.4|mmol/L|9f3c1d7a5be044129f3c1d7a5be04412' | sha256sum
  CHECK(game::commitment(receipt) == "dd433a71c96ecdcb09a0e2909d13e0f366e775b0f0f40b44e514354853ecd2a6");
}

TEST_CASE("who is ranked is fixed by a commitment of its own") {
  // printf %s '2026-W48-1|1 2 4|00112233445566778899aabbccddeeff' | sha256sum
  CHECK(
      game::ranked_commitment("2026-W48-1", std::vector<int>{1, 2, 4}, "00112233445566778899aabbccddeeff") ==
      "b1f98ea0e6529d5544276f6121844a6f2eb23140a2f0d9a4b128920352ce3727");
}

TEST_CASE("the season's chain is the one of the published vector") {
  // The full draw's secret; the sha256 of its text is that season's anchor.
  const std::string secret = "c233ea028c820817f0dc64282c4d44bbfd79803c30cf181caf17d9ace85ec16b";
  CHECK(game::belongs_to(secret, 1, "23c5fbc5ef8061d5789cb010437ed19f4b25e0a5ec83aacbae1ad09f7d73f6d1"));
  CHECK_FALSE(
      game::belongs_to(secret, 2, "23c5fbc5ef8061d5789cb010437ed19f4b25e0a5ec83aacbae1ad09f7d73f6d1"));
}

TEST_CASE("each secret of a season leads to the one before, and all to the anchor") {
  const std::string anchor = game::anchor_of_root(made::root, 5);
  for (int place = 1; place <= 5; ++place) {
    const std::string secret = game::secret_at(made::root, 5, place);
    CHECK(game::belongs_to(secret, place, anchor));
    if (place > 1) CHECK(game::hash_times(secret, 1) == game::secret_at(made::root, 5, place - 1));
  }
  CHECK(game::secret_at(made::root, 5, 5) == made::root);
}

TEST_CASE("an entry carries the value as a meter shows it") {
  CHECK(game::entry_value({6, 0, core::GlucoseUnit::mmol_l, core::Reach::number}).value() == 6.0_mmol_l);
  CHECK(game::entry_value(114_mg_dl).value() == 114_mg_dl);
  CHECK(game::entry_value(core::above_range(600_mg_dl)).value().reach == core::Reach::hi);
  CHECK(game::entry_value({643, 2, core::GlucoseUnit::mmol_l, core::Reach::number}).error().kind ==
        core::Errc::bad_data);
  CHECK(game::entry_value(54.0_mmol_l).error().kind == core::Errc::bad_data);
  CHECK(game::parse_entry_value("6.4", "mmol/L") == 6.4_mmol_l);
  for (const auto& [number, unit] : {std::pair{"6,4", "mmol/L"},
                                     {"06.4", "mmol/L"},
                                     {"6", "mmol/L"},
                                     {"6.40", "mmol/L"},
                                     {"114.0", "mg/dL"},
                                     {"114", "mg/dl"},
                                     {"54.0", "mmol/L"},
                                     {"HI", "mg/dL"},
                                     {"", "mmol/L"},
                                     {"-6.4", "mmol/L"}})
    CHECK_FALSE(game::parse_entry_value(number, unit).has_value());
}

TEST_CASE(
    "the reading that counts is the latest of the ten minutes before the opening, else the first after it") {
  const core::UtcSeconds opened{std::chrono::hours{1'000}};
  const core::UtcSeconds closes = opened + std::chrono::minutes{15};
  const auto at = [&](int minutes, core::Glucose value) {
    return game::TakenReading{value, opened + std::chrono::minutes{minutes}};
  };
  using Readings = std::vector<game::TakenReading>;
  CHECK(game::counting_reading(Readings{at(-11, 5.0_mmol_l)}, opened, closes) == std::nullopt);
  CHECK(game::counting_reading(Readings{at(-10, 5.0_mmol_l)}, opened, closes) == at(-10, 5.0_mmol_l));
  CHECK(game::counting_reading(
            Readings{at(5, 8.0_mmol_l), at(-2, 6.0_mmol_l), at(-9, 5.0_mmol_l), at(2, 7.0_mmol_l)}, opened,
            closes) == at(-2, 6.0_mmol_l));
  CHECK(game::counting_reading(Readings{at(5, 8.0_mmol_l), at(2, 7.0_mmol_l), at(-30, 5.0_mmol_l)}, opened,
                               closes) == at(2, 7.0_mmol_l));
  CHECK(game::counting_reading(Readings{at(16, 8.0_mmol_l)}, opened, closes) == std::nullopt);
}
