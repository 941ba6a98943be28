#include <SQLiteCpp/SQLiteCpp.h>

#include "game/verify.hpp"
#include "tests/catch.hpp"
#include "tests/game/made_round.hpp"
#include "tests/game/open_round.hpp"

using namespace core::literals;
using game::CorrectionRequest;
using game::Evidence;
using game::Store;

namespace {

CorrectionRequest typed(const std::string& name, std::optional<core::Glucose> value) {
  return {name, value, Evidence::typed, std::nullopt, ""};
}

game::Verdict verdict_of(const game::RoundFile& file) {
  return game::verify(game::format_round_file(file));
}

bool is_ranked(const Store& store, int entry) {
  for (const auto& line : store.file({}).openings)
    if (line.entry == entry) return true;
  return false;
}

int place_of(const game::RoundFile& file, int entry) {
  for (const auto& placing : file.places)
    if (placing.entry == entry) return placing.place;
  return 0;
}

}  // namespace

TEST_CASE(
    "who corrects after the close and then withdraws, or turns out low, leaves a file without a value") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("anna", 5.5_mmol_l), at(1));
  store.enter(round.key, entry("bea", 6.5_mmol_l), at(1));
  store.close(round.key, std::nullopt, at(10));
  store.correct(round.key, typed("anna", 5.6_mmol_l), at(11));
  store.correct(round.key, typed("anna", GENERATE(std::optional<core::Glucose>{}, 2.5_mmol_l)), at(11));
  const game::RoundFile file = store.draw(round.key, "", at(12));
  CHECK(verdict_of(file).failures == std::vector<std::string>{});
  CHECK(game::format_round_file(file).find("5.6 mmol") == std::string::npos);
  CHECK(store.finalise(round.key, at(13)).state == game::State::final);
  CHECK(store.check("local").findings.empty());
}

TEST_CASE(
    "a round whose file would not pass its own check is not published, and the season's check names it") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  store.close(round.key, std::nullopt, at(10));
  const auto spoil = [&] {
    SQLite::Database(round.folder / "data" / "game.sqlite", SQLite::OPEN_READWRITE)
        .exec("UPDATE entry SET value = '6.5'");
  };
  SECTION("before the draw") {
    spoil();
    CHECK(fault_of([&] { store.draw(round.key, "", at(11)); }) == core::Errc::bad_data);
    CHECK(store.info(round.key).state == game::State::closed);
  }
  SECTION("after it") {
    store.draw(round.key, "", at(11));
    spoil();
    CHECK(fault_of([&] { store.finalise(round.key, at(12)); }) == core::Errc::bad_data);
    CHECK(store.info(round.key).state == game::State::provisional);
    const auto findings = store.check("local").findings;
    REQUIRE(findings.size() == 1);
    CHECK(findings[0] == "round local-1: entry 1 was opened with another value than the list holds");
  }
}

TEST_CASE("a round takes as many corrections as its file holds, before and after the draw") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  store.close(round.key, std::nullopt, at(10));
  const auto correct = [&](int i) {
    store.correct(round.key, typed("anna", core::mmol_l_tenths(65 + i % 2)), at(11));
  };
  for (int i = 0; i < game::most_corrections - 1; ++i) correct(i);
  store.draw(round.key, "", at(12));
  correct(game::most_corrections - 1);
  CHECK(error_of([&] { correct(game::most_corrections); }).what == "the round takes no more corrections");
  CHECK(verdict_of(store.finalise(round.key, at(13))).valid);
}

TEST_CASE("the longest round that can be played fits into a round file") {
  std::string longest;
  for (int i = 0; i < 40; ++i) longest += "\xc3\xa9";
  game::Rules rules;
  rules.prize = game::Prize::one;
  rules.prize_text = longest;
  std::vector<made::Player> players;
  for (int i = 0; i < game::most_entries; ++i) {
    std::string name = longest;
    name.replace(0, 4, std::to_string(1000 + i));
    players.push_back({name, 33.3_mmol_l});
  }
  game::RoundFile file = made::round(players, rules);
  file.announcement.rules.place_points = std::vector<int>(10, 99);
  for (int i = 0; i < game::most_corrections; ++i)
    file.corrections.push_back({500, 33.2_mmol_l, Evidence::picture, file.list.closed});
  made::draw(file);
  made::settle(file);
  CHECK(verdict_of(file).failures == std::vector<std::string>{});
}

TEST_CASE("a correction that changes nothing is refused") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  CHECK(fault_of([&] { store.correct(round.key, typed("anna", 6.4_mmol_l), at(2)); }) == core::Errc::refused);
  store.close(round.key, std::nullopt, at(10));
  CHECK(fault_of([&] { store.correct(round.key, typed("anna", 6.4_mmol_l), at(11)); }) ==
        core::Errc::refused);
  store.correct(round.key, typed("anna", 9.0_mmol_l), at(11));
  CHECK(fault_of([&] { store.correct(round.key, typed("anna", 9.0_mmol_l), at(11)); }) ==
        core::Errc::refused);
  store.correct(round.key, {"anna", 9.0_mmol_l, Evidence::picture, at(5), ""}, at(11));
  CHECK(store.draw(round.key, "", at(12)).corrections.size() == 2);
  CHECK(store.info(round.key).history.size() == 7);
}

TEST_CASE("until the close a withdrawal is taken back by giving the value again") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("eve", 5.5_mmol_l), at(1));
  const auto withdrawn = store.correct(round.key, typed("eve", std::nullopt), at(2));
  CHECK(withdrawn.outcome ==
        "The entry takes part, without a place; until the close a value takes that back");
  SECTION("another value") {
    store.correct(round.key, typed("eve", 5.4_mmol_l), at(3));
  }
  SECTION("the same one") {
    store.correct(round.key, typed("eve", 5.5_mmol_l), at(3));
  }
  SECTION("after a meter's error code") {
    auto again = entry("eve", 5.4_mmol_l);
    again.after_meter_error = true;
    store.enter(round.key, again, at(3));
  }
  store.close(round.key, std::nullopt, at(10));
  store.draw(round.key, "", at(11));
  CHECK(is_ranked(store, 1));
}

TEST_CASE("after the close a withdrawal stays, and says so") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("eve", 5.5_mmol_l), at(1));
  store.enter(round.key, entry("jo", 5.5_mmol_l), at(1));
  store.close(round.key, std::nullopt, at(10));
  store.correct(round.key, typed("eve", std::nullopt), at(11));
  store.draw(round.key, "", at(12));
  store.correct(round.key, typed("jo", std::nullopt), at(13));
  for (const char* name : {"eve", "jo"})
    CHECK(store.correct(round.key, typed(name, 5.4_mmol_l), at(14)).outcome ==
          "The correction is noted; after the close an entry that also played stays so");
  CHECK(store.file(round.key).places.empty());
  CHECK(store.file(round.key).corrections.size() == 1);
}

TEST_CASE("who just takes part is not ranked by correcting the value") {
  OpenRound round;
  auto part = entry("eve", 5.5_mmol_l);
  part.just_taking_part = true;
  CHECK(round.store.enter(round.key, part, at(1)).is_of_the_time);
  round.store.correct(round.key, typed("eve", std::nullopt), at(2));
  round.store.correct(round.key, typed("eve", 5.4_mmol_l), at(3));
  round.store.close(round.key, std::nullopt, at(10));
  CHECK(round.store.draw(round.key, "", at(11)).openings.empty());
}

TEST_CASE("a reading from before the round's time is said to be one, and a slip in its time can be mended") {
  OpenRound round;
  Store& store = round.store;
  auto early = entry("jo", 6.0_mmol_l);
  early.taken = at(-11);
  CHECK_FALSE(store.enter(round.key, early, at(1)).is_of_the_time);
  const auto still = store.correct(round.key, {"jo", 6.0_mmol_l, {}, at(-12), ""}, at(2));
  CHECK(still.outcome.find("without a place") != std::string::npos);
  store.correct(round.key, {"jo", 6.0_mmol_l, {}, at(-1), ""}, at(2));
  store.close(round.key, std::nullopt, at(10));
  store.draw(round.key, "", at(11));
  CHECK(is_ranked(store, 1));
}

TEST_CASE("a typed correction after the close takes no time") {
  OpenRound round;
  round.store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  round.store.close(round.key, std::nullopt, at(10));
  CHECK(fault_of([&] {
          round.store.correct(round.key, {"anna", 7.0_mmol_l, Evidence::typed, at(2), ""}, at(11));
        }) == core::Errc::usage);
}

TEST_CASE("a reading taken after the close takes part without a place, though it came before it") {
  OpenRound round;
  Store& store = round.store;
  auto ahead = entry("f", 7.0_mmol_l);
  ahead.taken = at(5);
  ahead.evidence = Evidence::log;
  store.enter(round.key, ahead, at(1));
  SECTION("the round closes before it was taken") {
    store.close(round.key, std::nullopt, at(2));
    CHECK(store.draw(round.key, "", at(3)).openings.empty());
  }
  SECTION("the round is open long enough: the player's clock was ahead") {
    store.close(round.key, std::nullopt, at(10));
    CHECK(store.draw(round.key, "", at(11)).openings.size() == 1);
  }
}

TEST_CASE("a correction gives the new receipt, and cares for a low value as an entry does") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("z", 5.5_mmol_l), at(1));
  const auto corrected = store.correct(round.key, typed("z", 6.5_mmol_l), at(2));
  REQUIRE(corrected.receipt);
  CHECK(corrected.receipt->salt == store.receipt(round.key, "z").salt);
  CHECK_FALSE(corrected.private_line);
  if (GENERATE(false, true)) store.close(round.key, std::nullopt, at(10));
  const auto low = store.correct(round.key, typed("z", 2.4_mmol_l), at(11));
  CHECK(low.private_line);
  CHECK(low.needs_a_moment);
  CHECK(low.outcome.find("2.4") == std::string::npos);
}

TEST_CASE("after somebody was forgotten a correction moves its own entry only") {
  OpenRound round;
  Store& store = round.store;
  const std::vector<std::string> names{"a", "b", "c", "d", "e", "f", "g"};
  for (int i = 0; i < 7; ++i)
    store.enter(round.key, entry(names[static_cast<std::size_t>(i)], core::mmol_l_tenths(250 + 10 * i)),
                at(1));
  store.close(round.key, std::nullopt, at(10));
  store.draw(round.key, "", at(11));
  const game::RoundFile before = store.file(round.key);  // whatever is drawn: a, b, … g
  store.forget("a", at(12));
  SECTION("a typed one that could only improve its place leaves all places") {
    store.correct(round.key, typed("g", 24.0_mmol_l), at(13));
    const game::RoundFile after = store.file(round.key);
    for (int entry = 1; entry <= 7; ++entry) CHECK(place_of(after, entry) == place_of(before, entry));
  }
  SECTION("a worse one lets those behind it move up, and the forgotten one stay") {
    store.correct(round.key, typed("b", 28.5_mmol_l), at(13));
    const game::RoundFile after = store.file(round.key);
    CHECK(place_of(after, 1) == 1);
    CHECK(place_of(after, 3) == 2);
    CHECK(place_of(after, 2) == 4);
    CHECK(place_of(after, 5) == 5);
  }
  SECTION("a record moves it up, but not past the one whose distance nobody knows any more") {
    store.correct(round.key, {"g", 10.0_mmol_l, Evidence::log, at(3), ""}, at(13));
    const game::RoundFile after = store.file(round.key);
    CHECK(place_of(after, 1) == 1);
    CHECK(place_of(after, 7) == 2);
    CHECK(place_of(after, 2) == 3);
  }
  SECTION("one who rests leaves the places") {
    store.correct(round.key, typed("c", std::nullopt), at(13));
    const game::RoundFile after = store.file(round.key);
    CHECK(place_of(after, 3) == 0);
    CHECK(place_of(after, 4) == 3);
    CHECK(place_of(after, 1) == 1);
  }
  CHECK(verdict_of(store.finalise(round.key, at(14))).failures == std::vector<std::string>{});
}

TEST_CASE("one reading of a logbook is ranked once, whatever names it is given") {
  OpenRound round;
  Store& store = round.store;
  game::EntryRequest reading = entry("me", 6.4_mmol_l);
  reading.taken = at(-1);
  reading.from_logbook = true;
  store.enter(round.key, reading, at(1));
  reading.name = "twin";
  CHECK(error_of([&] { store.enter(round.key, reading, at(1)); }).what ==
        "this reading counts for another player already");
  reading.from_logbook = false;  // typed from another meter, in the same minute
  CHECK(store.enter(round.key, reading, at(1)).receipt);
}

TEST_CASE("a round that waits for a public value is closed before it is called off") {
  const auto kind = GENERATE(game::PublicKind::drand, game::PublicKind::dice);
  OpenRound round(kind);
  round.store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  const auto refused =
      error_of([&] { round.store.make_void(round.key, "why", "1 1 1 1 1 1 1 1 1 1", false, at(2)); });
  CHECK(refused.kind == core::Errc::refused);
  CHECK(refused.advice.find("Close it first") == 0);
  CHECK(round.store.info(round.key).state == game::State::open);
  round.store.close(round.key, std::nullopt, at(3));
  const std::string value = kind == game::PublicKind::drand ? made::signature : "1 1 1 1 1 1 1 1 1 1";
  CHECK(round.store.make_void(round.key, "why", value, false, at(60)).number.has_value());
}
