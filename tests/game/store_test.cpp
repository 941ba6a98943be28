#include "game/store/store.hpp"

#include <fstream>
#include <iterator>

#include "game/verify.hpp"
#include "tests/catch.hpp"
#include "tests/game/made_round.hpp"
#include "tests/game/open_round.hpp"

using namespace core::literals;
using game::EntryRequest;
using game::RoundKey;
using game::State;
using game::Store;

TEST_CASE("a whole local round goes from a draft to a final file that verifies") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  store.enter(round.key, entry("bea", 114_mg_dl), at(2));
  store.enter(round.key, entry("carl", core::below_range(20_mg_dl)), at(3));
  const game::ClosedList list = store.close(round.key, std::nullopt, at(10));
  CHECK(list.commitments.size() == 3);
  const game::RoundFile drawn = store.draw(round.key, "", at(11));
  CHECK(drawn.state == State::provisional);
  CHECK(drawn.openings.size() == 2);
  CHECK(drawn.names.size() == 3);
  const game::Verdict verdict = game::verify(game::format_round_file(store.finalise(round.key, at(20))));
  CHECK(verdict.failures == std::vector<std::string>{});
  CHECK(verdict.valid);
  CHECK(verdict.state == State::final);
  CHECK(verdict.winners.size() >= 1);
  CHECK(store.check("local").findings.empty());
  std::vector<std::string> kinds;
  for (const auto& line : store.info(round.key).history) kinds.push_back(line.kind);
  CHECK(kinds == std::vector<std::string>{"made", "opened", "entered", "entered", "entered", "closed",
                                          "drawn", "final"});
}

TEST_CASE("the acceptance case of 2013: with 6.2 mmol/L the player with 114 mg/dL is nearest") {
  OpenRound round;
  round.store.enter(round.key, entry("us player", 114_mg_dl), at(1));
  round.store.enter(round.key, entry("other", 25.0_mmol_l), at(1));
  round.store.close(round.key, std::nullopt, at(10));
  const game::RoundFile file = round.store.draw(round.key, "", at(11));
  // Whatever is drawn, 6.3 on the grid is nearer to it than 25.0.
  CHECK(game::verify(game::format_round_file(file)).winners == std::vector<std::string>{"us player"});
}

TEST_CASE("a drand round waits for its beacon and refuses another round's answer") {
  OpenRound round(game::PublicKind::drand);
  round.store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  const game::ClosedList list = round.store.close(round.key, std::nullopt, at(10));
  const auto due = game::drand_time(list.source.number);
  CHECK(due >= at(11));
  CHECK(due < at(11) + std::chrono::seconds{3});
  CHECK(fault_of([&] { round.store.draw(round.key, made::signature, due - std::chrono::seconds{1}); }) ==
        core::Errc::refused);
  CHECK(fault_of([&] {
          round.store.draw(round.key, "{\"round\":1,\"signature\":\"" + made::signature + "\"}", due);
        }) == core::Errc::refused);
  CHECK(fault_of([&] { round.store.draw(round.key, "", due); }) == core::Errc::usage);
  CHECK(round.store.info(round.key).state == State::closed);
  CHECK(game::verify(game::format_round_file(round.store.draw(round.key, made::signature, due))).valid);
}

TEST_CASE("the player who calls the throws is named by the closed list") {
  OpenRound round(game::PublicKind::dice);
  for (const char* name : {"anna", "bea", "carl"})
    round.store.enter(round.key, entry(name, 6.4_mmol_l), at(1));
  const game::ClosedList list = round.store.close(round.key, std::nullopt, at(10));
  CHECK(list.source.number >= 1);
  CHECK(list.source.number <= 3);
  CHECK(fault_of([&] { round.store.draw(round.key, "1 2 3", at(11)); }) == core::Errc::usage);
  const game::RoundFile file = round.store.draw(round.key, "1 2 3 4 5 6 1 2 3 4", at(11));
  CHECK(game::verify(game::format_round_file(file)).valid);
}

TEST_CASE("commands against the round's state are refused and change nothing") {
  OpenRound round;
  Store& store = round.store;
  CHECK(fault_of([&] { store.draw(round.key, "", at(1)); }) == core::Errc::refused);
  CHECK(fault_of([&] { store.open(round.key, at(10), at(1)); }) == core::Errc::refused);
  CHECK(fault_of([&] { store.file(round.key); }) == core::Errc::refused);
  CHECK(fault_of([&] { store.finalise(round.key, at(1)); }) == core::Errc::refused);
  CHECK(fault_of([&] { store.new_round(round.key, std::nullopt, std::nullopt, at(1)); }) ==
        core::Errc::refused);
  store.close(round.key, std::nullopt, at(10));
  CHECK(fault_of([&] { store.close(round.key, std::nullopt, at(11)); }) == core::Errc::refused);
  store.draw(round.key, "", at(12));
  CHECK(fault_of([&] { store.draw(round.key, "", at(13)); }) == core::Errc::refused);
  CHECK(fault_of([&] { store.enter(round.key, entry("anna", 6.4_mmol_l), at(13)); }) == core::Errc::refused);
  CHECK(fault_of([&] { store.info({"nowhere", ""}); }) == core::Errc::not_found);
}

TEST_CASE("one entry counts; a second comes only after a meter's error code") {
  OpenRound round;
  round.store.enter(round.key, entry("Anna", 6.4_mmol_l), at(1));
  CHECK(fault_of([&] { round.store.enter(round.key, entry("anna", 7.0_mmol_l), at(2)); }) ==
        core::Errc::refused);
  EntryRequest again = entry("anna", 7.0_mmol_l);
  again.after_meter_error = true;
  CHECK(round.store.enter(round.key, again, at(2)).receipt->number == 1);
  CHECK(round.store.receipt(round.key, "ANNA").value == 7.0_mmol_l);
  CHECK(fault_of([&] { round.store.enter(round.key, entry("bea", 54.0_mmol_l), at(2)); }) ==
        core::Errc::bad_data);
}

TEST_CASE("a reading whose time is known counts in one round only") {
  OpenRound round;
  Store& store = round.store;
  const RoundKey other{"other", ""};
  game::SeriesSettings settings;
  settings.name = "other";
  store.new_series(settings, at(0));
  store.new_round(other, std::nullopt, std::nullopt, at(0));
  store.open(other, at(10), at(0));
  EntryRequest reading = entry("Anna", 6.4_mmol_l);
  reading.taken = at(-1);
  store.enter(round.key, reading, at(1));
  reading.name = "anna";
  CHECK(fault_of([&] { store.enter(other, reading, at(2)); }) == core::Errc::refused);
  CHECK(store.info(other).participants.empty());

  SECTION("another value, another time or another player's reading is another reading") {
    EntryRequest another = reading;
    another.value = 6.5_mmol_l;
    CHECK(store.enter(other, another, at(2)).receipt);
    another = reading;
    another.name = "bea";
    CHECK(store.enter(other, another, at(2)).receipt);
    another.name = "Anna";
    another.taken = at(2);
    CHECK(fault_of([&] { store.enter(other, another, at(2)); }) == core::Errc::refused);  // entered already
    another.after_meter_error = true;
    CHECK(store.enter(other, another, at(2)).receipt);
  }
  SECTION("typed without a time it cannot be told from another one") {
    reading.taken.reset();
    CHECK(store.enter(other, reading, at(2)).receipt);
  }
  SECTION("it may take part without a place") {
    reading.just_taking_part = true;
    CHECK(store.enter(other, reading, at(2)).receipt);
  }
  SECTION("a correction does not bring it in either") {
    store.enter(other, entry("anna", 7.0_mmol_l), at(2));
    CHECK(fault_of([&] {
            store.correct(other, {"anna", 6.4_mmol_l, game::Evidence::log, at(-1), ""}, at(3));
          }) == core::Errc::refused);
    CHECK(store.receipt(other, "anna").value == 7.0_mmol_l);
  }
  SECTION("a round that was called off leaves its readings free") {
    store.make_void(round.key, "the server fell silent", "", false, at(3));
    CHECK(store.enter(other, reading, at(4)).receipt);
  }
  SECTION("withdrawn from the one, it counts in the other") {
    store.correct(round.key, {"Anna", std::nullopt, {}, {}, ""}, at(3));
    CHECK(store.enter(other, reading, at(4)).receipt);
  }
}

TEST_CASE("low, late, withdrawn, an old reading and just taking part all look alike") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("ranked", 6.4_mmol_l), at(1));
  const game::Entered low = store.enter(round.key, entry("low", 2.8_mmol_l), at(1));
  CHECK(low.needs_a_moment);
  CHECK(low.private_line);
  store.enter(round.key, entry("withdrawn", 6.4_mmol_l), at(1));
  store.correct(round.key, {"withdrawn", std::nullopt, {}, {}, ""}, at(2));
  EntryRequest part = entry("part", 6.4_mmol_l);
  part.just_taking_part = true;
  store.enter(round.key, part, at(2));
  EntryRequest old = entry("old", 6.4_mmol_l);
  old.taken = at(-11);
  store.enter(round.key, old, at(2));
  store.close(round.key, std::nullopt, at(10));
  CHECK_FALSE(store.enter(round.key, entry("late", 6.4_mmol_l), at(11)).receipt);
  const game::RoundFile file = store.draw(round.key, "", at(12));
  REQUIRE(file.openings.size() == 1);
  CHECK(file.openings[0].entry == 1);
  CHECK(file.names.size() == 6);
  const std::string text = game::format_round_file(file);
  CHECK(text.find("2.8 mmol") == std::string::npos);
  CHECK(game::verify(text).valid);
  store.finalise(round.key, at(20));
  const auto board = game::scoreboard(store.season_files("local"));
  REQUIRE(board.size() == 6);
  CHECK(board[5].points == 1);
}

TEST_CASE("before the close a correction gives a new receipt, after it it is appended") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("anna", 64_mg_dl), at(1));
  store.enter(round.key, entry("bea", 8.0_mmol_l), at(1));
  const game::Receipt before = store.receipt(round.key, "anna");
  store.correct(round.key, {"anna", 6.4_mmol_l, {}, {}, "the unit"}, at(2));
  CHECK(store.receipt(round.key, "anna").salt != before.salt);
  store.close(round.key, std::nullopt, at(10));
  const auto list = store.info(round.key).list->commitments;
  store.correct(round.key, {"bea", 9.0_mmol_l, game::Evidence::picture, at(3), "a slip"}, at(11));
  CHECK(fault_of([&] {
          store.correct(round.key, {"bea", 9.0_mmol_l, game::Evidence::picture, at(11), ""}, at(12));
        }) == core::Errc::refused);
  const game::RoundFile file = store.draw(round.key, "", at(12));
  CHECK(file.list.commitments == list);
  REQUIRE(file.corrections.size() == 1);
  CHECK(file.corrections[0].value == 9.0_mmol_l);
  store.correct(round.key, {"anna", 3.0_mmol_l, {}, {}, ""}, at(13));
  const game::RoundFile corrected = store.file(round.key);
  CHECK(corrected.number == file.number);
  CHECK(corrected.corrections.size() == 2);
  CHECK_FALSE(corrected.corrections[1].value);
  CHECK(game::verify(game::format_round_file(corrected)).winners == std::vector<std::string>{"bea"});
}

TEST_CASE("a low correction between close and draw leaves a resting line without a value") {
  OpenRound round;
  round.store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  round.store.close(round.key, std::nullopt, at(10));
  round.store.correct(round.key, {"anna", 3.0_mmol_l, {}, {}, ""}, at(11));
  const game::RoundFile file = round.store.draw(round.key, "", at(12));
  REQUIRE(file.openings.size() == 1);
  CHECK(file.openings[0].kind == game::OpenedLine::Kind::rests);
  CHECK(game::verify(game::format_round_file(file)).valid);
}

TEST_CASE("a round becomes final only when each objection has its answer") {
  OpenRound round;
  round.store.enter(round.key, entry("anna", 6.4_mmol_l), at(1));
  round.store.close(round.key, std::nullopt, at(10));
  round.store.draw(round.key, "", at(11));
  const auto objection = round.store.object(round.key, "my line is missing", at(12));
  CHECK(round.store.info(round.key).open_objections == 1);
  CHECK(fault_of([&] { round.store.finalise(round.key, at(13)); }) == core::Errc::refused);
  CHECK(fault_of([&] { round.store.answer(round.key, objection + 1, "no", at(13)); }) ==
        core::Errc::not_found);
  round.store.answer(round.key, objection, "it is line 1", at(13));
  CHECK(round.store.finalise(round.key, at(14)).state == State::final);
}

TEST_CASE("somebody who is forgotten leaves a line, and moves nobody's place") {
  OpenRound round;
  Store& store = round.store;
  store.enter(round.key, entry("anna", 7.0_mmol_l), at(1));
  store.enter(round.key, entry("bea", 15.0_mmol_l), at(1));
  store.enter(round.key, entry("carl", 25.0_mmol_l), at(1));
  store.close(round.key, std::nullopt, at(10));
  store.draw(round.key, "", at(11));
  store.finalise(round.key, at(12));
  const game::Receipt gone = store.receipt(round.key, "anna");
  CHECK(store.forget("anna", at(13)) == 1);
  const game::RoundFile file = store.file(round.key);
  CHECK(file.openings[0].kind == game::OpenedLine::Kind::withdrawn);
  REQUIRE(file.places.size() == 3);
  CHECK(file.places[1].place == 2);
  CHECK(file.places[1].entry == 2);
  const game::Verdict verdict = game::verify(game::format_round_file(file));
  CHECK(verdict.failures == std::vector<std::string>{});
  CHECK(verdict.winners == std::vector<std::string>{"entry 1"});
  bool said = false;
  for (const std::string& line : verdict.look_up)
    said = said || line.find("withdrawn after publication") != std::string::npos;
  CHECK(said);
  CHECK(fault_of([&] { store.receipt(round.key, "anna"); }) == core::Errc::not_found);
  for (const char* name : {"game.sqlite", "game.sqlite-wal"}) {
    std::ifstream in(round.folder / "data" / name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    CHECK(bytes.find(gone.salt) == std::string::npos);
    CHECK(bytes.find("anna") == std::string::npos);
  }
}

TEST_CASE("a void round publishes its number, or says that there was no value") {
  OpenRound local;
  local.store.enter(local.key, entry("anna", 6.4_mmol_l), at(1));
  const game::RoundFile file = local.store.make_void(local.key, "the server fell silent", "", false, at(5));
  CHECK(file.number.has_value());
  CHECK(game::verify(game::format_round_file(file)).failures == std::vector<std::string>{});
  OpenRound drand(game::PublicKind::drand);
  CHECK(fault_of([&] { drand.store.make_void(drand.key, "no beacon", "", false, at(60)); }) ==
        core::Errc::refused);
  const game::RoundFile silent = drand.store.make_void(drand.key, "no beacon", "", true, at(60));
  CHECK_FALSE(silent.number.has_value());
  CHECK(game::verify(game::format_round_file(silent)).failures == std::vector<std::string>{});
}

TEST_CASE("each opened round takes the next place of the season, also after a void one") {
  OpenRound round;
  round.store.make_void(round.key, "a trial", "", false, at(1));
  round.store.new_round({}, std::nullopt, std::nullopt, at(2));
  const game::Announcement second = round.store.open({}, at(10), at(3));
  CHECK(second.place == 2);
  round.store.close({}, std::nullopt, at(4));
  const std::string secret = round.store.draw({}, "", at(5)).secret;
  CHECK(game::hash_times(secret, 1) == round.store.season_files("local").front().secret);
  CHECK(fault_of([&] { round.store.next_season("local", at(6)); }) == core::Errc::refused);
  round.store.finalise({}, at(6));
  const auto files = round.store.season_files("local");
  const Store::NextSeason next = round.store.next_season("local", at(7));
  CHECK(game::check_season(files, second.anchor, next.reveal).empty());
  CHECK(next.anchor != second.anchor);
}

TEST_CASE("a season that has ended is still looked at, with its reveal") {
  OpenRound round;
  Store& store = round.store;
  store.enter({}, entry("anna", 6.4_mmol_l), at(1));
  store.close({}, std::nullopt, at(4));
  store.draw({}, "", at(5));
  store.finalise({}, at(6));
  const std::string anchor = store.check("local").anchor;
  CHECK_FALSE(store.check("local").reveal);
  const Store::NextSeason next = store.next_season("local", at(7));
  CHECK(store.check("local").season == 2);
  CHECK(store.check("local").rounds == 0);
  const game::SeasonReport first = store.check("local", 1);
  CHECK(first.seasons == 2);
  CHECK(first.anchor == anchor);
  CHECK(first.reveal == next.reveal);
  CHECK(first.findings.empty());
  REQUIRE(first.table.size() == 1);
  CHECK(first.table[0].points == 6);
  CHECK(store.season_files("local", 1).size() == 1);
  CHECK(fault_of([&] { store.check("local", 3); }) == core::Errc::not_found);
  CHECK(fault_of([&] { store.check("nowhere", 1); }) == core::Errc::not_found);
}

TEST_CASE("a draft made before a season ended cannot be opened with a known secret") {
  TemporaryFolder folder;
  Store store(folder / "data");
  store.new_round({}, std::nullopt, std::nullopt, at(0));
  store.next_season("local", at(1));
  CHECK(fault_of([&] { store.open({}, at(10), at(2)); }) == core::Errc::refused);
}

TEST_CASE("a series keeps its rules, and an unsafe range is refused") {
  TemporaryFolder folder;
  Store store(folder / "data");
  game::SeriesSettings settings{"gbdoc", game::default_rules(core::GlucoseUnit::mmol_l, "GB"),
                                game::PublicKind::dice, 10};
  CHECK(store.new_series(settings, at(0)).anchor.size() == 64);
  CHECK(store.find_series("gbdoc")->settings.rules == settings.rules);
  CHECK(fault_of([&] { store.new_series(settings, at(0)); }) == core::Errc::refused);
  settings.name = "wide";
  settings.rules.high = 101;
  CHECK(fault_of([&] { store.new_series(settings, at(0)); }) == core::Errc::refused);
  CHECK_FALSE(store.find_series("wide"));
  CHECK(fault_of([&] {
          store.new_round({"nowhere", ""}, std::nullopt, std::nullopt, at(0));
        }) == core::Errc::not_found);
  const game::RoundInfo round = store.new_round({"gbdoc", "2026-W48-1"}, std::nullopt, std::nullopt, at(0));
  CHECK(round.kind == game::PublicKind::dice);
  CHECK(round.rules.low_line == game::LowLine::gb_ie);
}
