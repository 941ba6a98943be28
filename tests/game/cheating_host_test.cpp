#include <algorithm>

#include "game/season.hpp"
#include "game/verify.hpp"
#include "tests/catch.hpp"
#include "tests/game/made_round.hpp"

// A host who knows the format and makes every digest anew. The table in docs/fairness.md names each of these.

using namespace core::literals;
using made::Player;

namespace {

const std::vector<Player> players{
    {"anna", 6.4_mmol_l}, {"bea", 150_mg_dl}, {"carl", 9.1_mmol_l}, {"dora", 5.0_mmol_l}};

bool mentions(const std::vector<std::string>& lines, const std::string& words) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(words) != std::string::npos; });
}

game::Verdict check(const game::RoundFile& file, const game::Witnesses& witnesses = {}) {
  return game::verify(game::format_round_file(file), witnesses);
}

/// Draws and judges anew after a change.
void redo(game::RoundFile& file) {
  made::draw(file);
  made::settle(file);
}

}  // namespace

TEST_CASE(
    "an invented signature of the beacon passes the digest, is to be looked up, and a witness refutes it") {
  game::RoundFile file = made::round(players);
  file.value->signature = std::string(96, 'a');
  redo(file);
  const game::Verdict verdict = check(file);
  CHECK(verdict.valid);
  CHECK_FALSE(verdict.witnessed.public_value);
  CHECK(mentions(verdict.look_up, "at the beacon: round 657413 has the signature " + std::string(96, 'a')));
  game::Witnesses beacon;
  beacon.public_value = made::signature;
  CHECK_FALSE(check(file, beacon).valid);
  CHECK(mentions(check(file, beacon).failures, "the public value is not the one you saw"));
}

TEST_CASE("a season rebuilt around a wanted secret has another anchor than the announced one") {
  game::RoundFile file = made::round(players);
  const std::string announced = file.announcement.anchor;
  file.secret = game::hash_times("another", 1);
  file.announcement.anchor = game::hash_times(file.secret, file.announcement.place);
  redo(file);
  CHECK(check(file).valid);
  CHECK(mentions(check(file).look_up, "the season's anchor " + file.announcement.anchor));
  game::Witnesses chat;
  chat.anchor = announced;
  CHECK(mentions(check(file, chat).failures, "the season's anchor is not the one you saw announced"));
}

TEST_CASE("another secret than the chain's is refused") {
  game::RoundFile file = made::round(players);
  file.secret = game::hash_times("another", 1);
  redo(file);
  CHECK(mentions(check(file).failures, "the secret is not the one of this place in the season's chain"));
}

TEST_CASE(
    "another kind of public value than at the opening is refused, and a rewritten opening is witnessed "
    "against") {
  const game::RoundFile honest = made::round(players);
  std::string text = game::format_round_file(honest);
  text.replace(text.find("value-from drand 657413"), 23, "value-from local");
  CHECK(mentions(game::verify(text).failures, "the kind of public value is another than at the opening"));

  game::RoundFile rewritten = honest;
  rewritten.announcement.kind = game::PublicKind::local;
  rewritten.list.source = {game::PublicKind::local, 0};
  rewritten.value = game::PublicValue{};
  redo(rewritten);
  CHECK(check(rewritten).valid);
  CHECK(mentions(check(rewritten).look_up, "no public value"));
  game::Witnesses chat;
  chat.opening = game::opening_digest(honest.announcement);
  CHECK(mentions(check(rewritten, chat).failures, "the opening's digest is not the one you saw announced"));
}

TEST_CASE("an entry slipped in after the close changes the announced list") {
  const game::RoundFile honest = made::round(players);
  std::vector<Player> more = players;
  more.push_back(
      {"friend", honest.announcement.rules.unit == core::GlucoseUnit::mmol_l ? 8.3_mmol_l : 150_mg_dl});
  const game::RoundFile file = made::round(more);
  game::Witnesses chat;
  chat.list = game::list_digest(honest.announcement, honest.list);
  CHECK(check(file).valid);
  CHECK(mentions(check(file, chat).failures, "the list's digest is not the one you saw announced"));
  CHECK(*file.number != *honest.number);  // the list is part of the draw: the wanted number is lost as well
}

TEST_CASE("a line swapped in the list without a new draw is refused") {
  game::RoundFile file = made::round(players);
  file.list.commitments[2] =
      game::commitment({file.announcement.round, 3, 8.3_mmol_l, file.openings[2].salt});
  file.openings[2].value = 8.3_mmol_l;
  made::settle(file);
  CHECK(mentions(check(file).failures, "the draw gives another md5"));
}

TEST_CASE("rules changed after the opening change the announced digest") {
  const game::RoundFile honest = made::round(players);
  game::RoundFile file = honest;
  file.announcement.rules.low = 60;
  redo(file);
  game::Witnesses chat;
  chat.opening = game::opening_digest(honest.announcement);
  CHECK_FALSE(check(file, chat).valid);
  CHECK(mentions(check(file).look_up, "the opening's digest"));
}

TEST_CASE("a range outside the safe band makes a file invalid") {
  game::RoundFile file = made::round(players);
  file.announcement.rules.low = 30;
  redo(file);
  CHECK(mentions(check(file).failures, "numbers are drawn from the safe band only"));
}

TEST_CASE("a round of the beacon other than the first after the close + 60 s is refused") {
  for (const int offset : {-20, -1, 1, 20}) {
    game::RoundFile file = made::round(players);
    file.list.source.number += offset;
    redo(file);
    CHECK(mentions(check(file).failures, "is not the first at or after the close + 60 s"));
  }
  game::RoundFile early = made::round(players);
  early.list.closed += std::chrono::seconds{3};  // the close moved, the beacon's round kept
  redo(early);
  CHECK_FALSE(check(early).valid);
}

TEST_CASE("a closing time moved back to a known value is to be looked up in the chat") {
  const game::Verdict verdict = check(made::round(players));
  CHECK(mentions(verdict.look_up,
                 "the closing message stood there before " + core::format_utc(game::drand_time(657413))));
}

TEST_CASE("opening only a friend out of many lines is refused, since the list fixes who is ranked") {
  game::RoundFile file = made::round(players);
  file.openings.erase(file.openings.begin(), file.openings.begin() + 3);
  made::settle(file);
  CHECK(mentions(check(file).failures, "the entries opened are not those that were ranked at the close"));
}

TEST_CASE("somebody left out as resting or withdrawn is named for looking up") {
  for (const auto kind : {game::OpenedLine::Kind::rests, game::OpenedLine::Kind::withdrawn}) {
    game::RoundFile file = made::round(players);
    file.openings[1].kind = kind;
    if (kind == game::OpenedLine::Kind::withdrawn) file.names.erase(2);
    made::settle(file);
    CHECK(check(file).valid);
    CHECK(mentions(check(file).look_up, "entry 2 was"));
  }
}

TEST_CASE("a value opened other than committed is refused") {
  game::RoundFile file = made::round(players);
  file.openings[0].value = 8.3_mmol_l;
  made::settle(file);
  CHECK(mentions(check(file).failures, "entry 1 was opened with another value than the list holds"));
}

TEST_CASE("places and prize that do not follow from the openings are refused") {
  game::Rules rules;
  rules.prize = game::Prize::one;
  rules.prize_text = "a meter";
  const std::vector<Player> twins{{"anna", 6.4_mmol_l}, {"bea", 6.4_mmol_l}, {"carl", 6.4_mmol_l}};
  game::RoundFile file = made::round(twins, rules);
  CHECK(check(file).valid);
  CHECK(check(file).winner_entries == std::vector<int>{1, 2, 3});
  game::RoundFile prize = file;
  prize.prize_to = file.prize_to == "1" ? "2" : "1";
  CHECK(mentions(check(prize).failures, "the prize goes to: " + file.prize_to));
  game::RoundFile places = file;
  places.places[1].place = 2;
  CHECK(mentions(check(places).failures, "the places do not follow"));
  places = file;
  places.places.pop_back();
  CHECK(mentions(check(places).failures, "the places do not follow"));
  places = file;
  places.places.front().entry = 2;
  CHECK(mentions(check(places).failures, "the places do not follow"));
}

TEST_CASE("a low value is never opened, let alone ranked") {
  game::RoundFile file = made::round(players);
  file.openings[0].value = 3.8_mmol_l;
  CHECK(mentions(check(file).failures, "a value below the low line is never opened"));
  file = made::round(players);
  file.corrections.push_back({1, 3.8_mmol_l, game::Evidence::picture, file.list.closed});
  CHECK(mentions(check(file).failures, "a value below the low line is never opened"));
}

TEST_CASE("a correction that rests on a picture from after the close is refused") {
  game::RoundFile file = made::round(players);
  file.corrections.push_back(
      {1, 8.3_mmol_l, game::Evidence::picture, file.list.closed + std::chrono::seconds{1}});
  made::settle(file);
  CHECK(mentions(check(file).failures, "rests on a record from outside the round's time"));
  file.corrections[0].made = file.list.closed;
  CHECK(check(file).valid);
  CHECK(mentions(check(file).look_up, "the picture that corrected entry 1"));
}

TEST_CASE("lines without a name are to be looked up: nobody may have sent them") {
  game::RoundFile file = made::round(players);
  file.names.erase(3);
  CHECK(mentions(check(file).look_up, "who the entries without a name were: 3"));
}

TEST_CASE("a withheld secret comes to light with the next one") {
  const std::vector<game::RoundFile> files{made::round(players, {}, game::PublicKind::local, 1),
                                           made::round(players, {}, game::PublicKind::local, 3)};
  const auto findings = game::check_season(files, files[0].announcement.anchor);
  CHECK(mentions(findings, "place 2 has no file; its secret was " + game::secret_at(made::root, 20, 2)));
}

TEST_CASE("a secret used twice and another anchor show in the season's check") {
  const auto first = made::round(players, {}, game::PublicKind::local, 1);
  auto again = made::round({{"zoe", 8.3_mmol_l}}, {}, game::PublicKind::local, 1, 9);
  again.announcement.round = "2026-W49-1";
  made::draw(again);
  CHECK(mentions(game::check_season(std::vector{first, again}, std::nullopt), "use the same secret"));
  CHECK(mentions(game::check_season(std::vector{first}, std::string(64, '0')), "has another anchor"));
  CHECK(game::check_season(std::vector{first, made::round(players, {}, game::PublicKind::local, 2)},
                           first.announcement.anchor, made::root)
            .empty());
  CHECK(mentions(game::check_season(std::vector{first}, std::nullopt, std::string(64, '0')),
                 "the closing reveal"));
}

TEST_CASE("a void round tells the number it would have been, and no winner") {
  game::RoundFile file = made::round(players);
  file.state = game::State::void_;
  file.reason = "somebody fell ill";
  file.ranked_salt = "-";
  file.openings.clear();
  made::settle(file);
  const game::Verdict verdict = check(file);
  CHECK(verdict.failures == std::vector<std::string>{});
  CHECK(verdict.number == game::format_steps(*file.number, core::GlucoseUnit::mmol_l));
  CHECK(verdict.winners.empty());
  file.value.reset();
  file.number.reset();
  file.md5 = "-";
  CHECK(check(file).valid);
  CHECK(mentions(check(file).look_up, "whether round 657413 really had no value"));
}
