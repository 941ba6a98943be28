#include "game/season.hpp"

#include "tests/catch.hpp"
#include "tests/game/made_round.hpp"

using namespace core::literals;

TEST_CASE("points are for places and for taking part, and equals share a place of the season: 1, 1, 3") {
  auto first = made::round({{"anna", 6.4_mmol_l}, {"bea", 6.4_mmol_l}, {"carl", 3.0_mmol_l}});
  first.state = game::State::final;
  const auto board = game::scoreboard(std::vector{first});
  REQUIRE(board.size() == 3);
  CHECK(board[0].name == "anna");
  CHECK(board[0].points == 6);
  CHECK(board[0].wins == 1);
  CHECK(board[1].name == "bea");
  CHECK(board[1].place == 1);
  CHECK(board[2].name == "carl");
  CHECK(board[2].place == 3);
  CHECK(board[2].points == 1);
  CHECK(board[2].rounds == 1);
}

TEST_CASE("after two who share the first place, the next has the third and its points") {
  auto round =
      made::round({{"anna", 6.4_mmol_l}, {"bea", 6.4_mmol_l}, {"carl", 33.3_mmol_l}, {"dora", 33.2_mmol_l}});
  round.state = game::State::final;
  const auto board = game::scoreboard(std::vector{round});
  CHECK(board[2].name == "dora");
  CHECK(board[2].points == 2 + 1);
  CHECK(board[3].points == 0 + 1);
}

TEST_CASE("provisional and void rounds give no points") {
  auto provisional = made::round({{"anna", 6.4_mmol_l}});
  CHECK(game::scoreboard(std::vector{provisional}).empty());
  provisional.state = game::State::void_;
  CHECK(game::scoreboard(std::vector{provisional}).empty());
}
