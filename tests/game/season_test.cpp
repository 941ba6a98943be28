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

TEST_CASE("a player who writes the name in other letters is one player of the season") {
  auto first = made::round({{"anna", 6.4_mmol_l}}, {}, game::PublicKind::local, 1);
  auto second = made::round({{"Anna", 6.4_mmol_l}}, {}, game::PublicKind::local, 2);
  first.state = second.state = game::State::final;
  const auto board = game::scoreboard(std::vector{first, second});
  REQUIRE(board.size() == 1);
  CHECK(board[0].rounds == 2);
  CHECK(board[0].points == 12);
}

TEST_CASE("a season's check looks at each file by itself, too") {
  auto file = made::round({{"anna", 6.4_mmol_l}}, {}, game::PublicKind::local);
  file.prize_to = "shared";
  CHECK(game::check_season(std::vector{file}, std::nullopt) ==
        std::vector<std::string>{"round 2026-W48-1: the prize goes to: -"});
}

TEST_CASE("provisional and void rounds give no points") {
  auto provisional = made::round({{"anna", 6.4_mmol_l}});
  CHECK(game::scoreboard(std::vector{provisional}).empty());
  provisional.state = game::State::void_;
  CHECK(game::scoreboard(std::vector{provisional}).empty());
}
