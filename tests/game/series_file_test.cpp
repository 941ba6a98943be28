#include "game/series_file.hpp"

#include <fstream>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "game/secret_chain.hpp"
#include "game/store/store.hpp"
#include "game/verify.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace core::literals;
using game::RoundKey;
using game::SeriesFile;
using game::Store;

namespace {

const core::UtcSeconds evening = *core::parse_utc("2026-11-25T21:45:00Z");
core::UtcSeconds at(int minutes) {
  return evening + std::chrono::minutes{minutes};
}

template <class Work>
core::Error refusal_of(const Work& work) {
  try {
    work();
  } catch (const core::Failure& failure) {
    return failure.error();
  }
  return {core::Errc::internal, "it was done", "", ""};
}

const RoundKey gbdoc{"gbdoc", ""};

void begin(Store& store, int minute) {
  store.new_round(gbdoc, std::nullopt, std::nullopt, at(minute));
  store.open(gbdoc, at(minute + 5), at(minute));
}

/// A round of three players; one of them is ranked in neither, one corrects, one objects.
game::RoundFile play(Store& store, int minute) {
  begin(store, minute);
  store.enter(gbdoc, {"anna", 6.4_mmol_l, false, {}, {}, false}, at(minute + 1));
  store.enter(gbdoc, {"bea", 114_mg_dl, false, {}, {}, false}, at(minute + 1));
  store.enter(gbdoc, {"carl", 3.0_mmol_l, false, {}, {}, false}, at(minute + 1));
  store.close(gbdoc, std::nullopt, at(minute + 5));
  store.correct(gbdoc, {"bea", 116_mg_dl, {}, {}, "a slip"}, at(minute + 6));
  store.draw(gbdoc, "", at(minute + 7));
  const auto objection = store.object(gbdoc, "my line", at(minute + 8));
  store.answer(gbdoc, objection, "it is line 3", at(minute + 8));
  return store.finalise(gbdoc, at(minute + 9));
}

/// One host with a series in its second round, and the empty store of another.
struct TwoHosts {
  TemporaryFolder folder;
  Store first{folder / "first"};
  Store second{folder / "second"};
  std::string anchor;

  TwoHosts() {
    game::SeriesSettings settings;
    settings.name = "gbdoc";
    settings.season_length = 6;
    anchor = first.new_series(settings, at(0)).anchor;
    play(first, 0);
  }
};

std::string name_of(int round) {
  return "gbdoc-" + std::to_string(round);
}

/// The same file with its content changed, as somebody could who seals it anew.
SeriesFile with_sql(SeriesFile file, const std::string& sql) {
  TemporaryFolder folder;
  const std::string image = (folder / "image").string();
  std::ofstream(image, std::ios::binary) << core::as_text(file.image);
  SQLite::Database(image, SQLite::OPEN_READWRITE).exec(sql);
  std::ifstream in(image, std::ios::binary);
  file.image = core::Bytes{std::istreambuf_iterator<char>(in), {}};
  return file;
}

}  // namespace

TEST_CASE_METHOD(TwoHosts,
                 "a series that was handed over goes on at the next place, and all its rounds verify") {
  const SeriesFile file = first.hand_over("gbdoc", at(20));
  const game::SeriesInfo taken = second.take_over(file);
  CHECK(taken.anchor == anchor);
  CHECK(taken.places_used == 1);
  const game::RoundFile played_there = play(second, 30);
  CHECK(played_there.announcement.place == 2);
  CHECK(game::belongs_to(played_there.secret, 2, anchor));
  CHECK(second.check("gbdoc").findings.empty());
  CHECK(second.season_files("gbdoc").size() == 2);
  for (int round : {1, 2}) {
    const std::string text = game::format_round_file(second.file({"gbdoc", name_of(round)}));
    CHECK(game::verify(text).failures == std::vector<std::string>{});
    CHECK(game::verify(text).state == game::State::final);
  }
  CHECK(game::format_round_file(second.file({"gbdoc", name_of(1)})) ==
        game::format_round_file(first.file({"gbdoc", name_of(1)})));
  const auto [one, two] = std::pair{first.info({"gbdoc", name_of(1)}), second.info({"gbdoc", name_of(1)})};
  CHECK(one.history.size() == two.history.size());
  CHECK(two.open_objections == 0);
  const auto files = second.season_files("gbdoc");
  CHECK(game::check_season(files, anchor, second.next_season("gbdoc", at(50)).reveal).empty());
}

TEST_CASE_METHOD(TwoHosts, "a store that gave a series away only looks at it") {
  begin(first, 20);
  first.enter(gbdoc, {"anna", 6.4_mmol_l, false, {}, {}, false}, at(21));
  first.hand_over("gbdoc", at(22));
  CHECK(first.find_series("gbdoc")->handed_over);
  const std::vector<std::function<void()>> steps{
      [&] { first.new_round(gbdoc, std::nullopt, std::nullopt, at(23)); },
      [&] {
        first.enter(gbdoc, {"bea", 7.0_mmol_l, false, {}, {}, false}, at(23));
      },
      [&] {
        first.correct(gbdoc, {"anna", 7.0_mmol_l, {}, {}, ""}, at(23));
      },
      [&] { first.close(gbdoc, std::nullopt, at(23)); },
      [&] { first.make_void(gbdoc, "why", "", false, at(23)); },
      [&] { first.next_season("gbdoc", at(23)); },
      [&] { first.backup("gbdoc", at(23)); }};
  for (const auto& step : steps) {
    CHECK(refusal_of(step).kind == core::Errc::refused);
    CHECK(refusal_of(step).what == "this series was handed over");
  }
  CHECK(first.info(gbdoc).participants.size() == 1);
  CHECK(first.file({"gbdoc", name_of(1)}).number.has_value());
}

TEST_CASE_METHOD(TwoHosts, "a draft made before the hand-over is not opened after it") {
  first.new_round(gbdoc, std::nullopt, std::nullopt, at(20));
  first.hand_over("gbdoc", at(21));
  CHECK(refusal_of([&] { first.open(gbdoc, at(30), at(22)); }).kind == core::Errc::refused);
}

TEST_CASE_METHOD(TwoHosts, "a round under way is finished by the one who took the series") {
  begin(first, 20);
  first.enter(gbdoc, {"anna", 6.4_mmol_l, false, {}, {}, false}, at(21));
  const game::Receipt receipt = first.receipt(gbdoc, "anna");
  second.take_over(first.hand_over("gbdoc", at(22)));
  second.enter(gbdoc, {"bea", 7.0_mmol_l, false, {}, {}, false}, at(23));
  second.close(gbdoc, std::nullopt, at(25));
  CHECK(second.info(gbdoc).list->commitments.front() == game::commitment(receipt));
  CHECK(game::verify(game::format_round_file(second.draw(gbdoc, "", at(26)))).valid);
}

TEST_CASE_METHOD(TwoHosts, "a hand-over is taken once, and not by the one who gave it") {
  const SeriesFile file = first.hand_over("gbdoc", at(20));
  second.take_over(file);
  CHECK(refusal_of([&] { second.take_over(file); }).what == "this hand-over is known here already");
  CHECK(refusal_of([&] { first.take_over(file); }).what == "this hand-over is known here already");
  play(second, 30);
  CHECK(refusal_of([&] { second.take_over(file); }).kind == core::Errc::refused);
  CHECK(second.find_series("gbdoc")->places_used == 2);
}

TEST_CASE_METHOD(TwoHosts, "a file of a hand-over that was lost is made again, as the same hand-over") {
  first.hand_over("gbdoc", at(20));
  const SeriesFile again = first.hand_over("gbdoc", at(21));
  second.take_over(first.hand_over("gbdoc", at(22)));
  CHECK(refusal_of([&] { second.take_over(again); }).what == "this hand-over is known here already");
}

TEST_CASE_METHOD(TwoHosts, "a series that nobody could take is not given away") {
  SQLite::Database(folder / "first" / "game.sqlite", SQLite::OPEN_READWRITE)
      .exec("UPDATE entry SET value = '6.6' WHERE number = 1");
  CHECK(refusal_of([&] { first.hand_over("gbdoc", at(20)); }).what == "this series does not hold together");
  CHECK_FALSE(first.find_series("gbdoc")->handed_over);
}

TEST_CASE_METHOD(TwoHosts, "a series comes back to the one who gave it, with the rounds played meanwhile") {
  const SeriesFile there = first.hand_over("gbdoc", at(20));
  second.take_over(there);
  play(second, 30);
  const SeriesFile back = second.hand_over("gbdoc", at(40));
  CHECK(first.take_over(back).places_used == 2);
  CHECK(play(first, 50).announcement.place == 3);
  CHECK(first.check("gbdoc").findings.empty());
  CHECK(first.season_files("gbdoc").size() == 3);
  CHECK(refusal_of([&] { first.take_over(back); }).kind == core::Errc::refused);
  CHECK(refusal_of([&] { second.take_over(there); }).kind == core::Errc::refused);
  CHECK(second.take_over(first.hand_over("gbdoc", at(60))).places_used == 3);
}

TEST_CASE_METHOD(TwoHosts, "the series of two who both took one hand-over do not come together again") {
  const SeriesFile there = first.hand_over("gbdoc", at(20));
  Store third(folder / "third");
  second.take_over(there);
  third.take_over(there);
  first.take_over(second.hand_over("gbdoc", at(30)));
  first.hand_over("gbdoc", at(40));
  CHECK(refusal_of([&] { first.take_over(third.hand_over("gbdoc", at(30))); }).what ==
        "there is another series of this name here");
}

TEST_CASE_METHOD(TwoHosts, "a series comes to a store with games of its own and moves none of them") {
  for (int i = 0; i < 3; ++i) {
    second.new_round({}, std::nullopt, std::nullopt, at(0));
    second.open({}, at(5), at(0));
    second.enter({}, {"dora", 8.0_mmol_l, false, {}, {}, false}, at(1));
    second.close({}, std::nullopt, at(5));
    second.draw({}, "", at(6));
    second.finalise({}, at(7));
  }
  const std::string before = game::format_round_file(second.file({"local", "local-2"}));
  second.take_over(first.hand_over("gbdoc", at(20)));
  CHECK(game::format_round_file(second.file({"local", "local-2"})) == before);
  CHECK(second.check("local").findings.empty());
  CHECK(second.check("gbdoc").findings.empty());
  CHECK(second.season_files("gbdoc").size() == 1);
  CHECK(second.info(gbdoc).open_objections == 0);
}

TEST_CASE_METHOD(TwoHosts, "a name that is taken is not overwritten") {
  game::SeriesSettings settings;
  settings.name = "gbdoc";
  const std::string own = second.new_series(settings, at(0)).anchor;
  CHECK(refusal_of([&] { second.take_over(first.hand_over("gbdoc", at(20))); }).what ==
        "there is another series of this name here");
  CHECK(second.find_series("gbdoc")->anchor == own);
}

TEST_CASE_METHOD(TwoHosts, "a backup goes on where it was made, and nowhere beside its original") {
  const SeriesFile backup = first.backup("gbdoc", at(20));
  CHECK_FALSE(backup.handed_over);
  CHECK(refusal_of([&] { first.take_over(backup); }).what == "this series is here already");
  first.hand_over("gbdoc", at(21));
  CHECK(refusal_of([&] { first.take_over(backup); }).what == "this series is here already");
  CHECK(second.take_over(backup).places_used == 1);
  CHECK(play(second, 30).announcement.place == 2);
  CHECK(second.check("gbdoc").findings.empty());
}

TEST_CASE_METHOD(TwoHosts, "places used after the backup are left out when they are told") {
  const SeriesFile backup = first.backup("gbdoc", at(20));
  const game::RoundFile lost = play(first, 20);
  for (const int wrong : {-1, 7, 100})
    CHECK(refusal_of([&] { second.take_over(backup, wrong); }).kind == core::Errc::usage);
  CHECK_FALSE(second.find_series("gbdoc"));
  CHECK(second.take_over(backup, 2).places_used == 2);
  const game::RoundFile next = play(second, 40);
  CHECK(next.announcement.place == 3);
  CHECK(next.secret != lost.secret);
  CHECK(second.check("gbdoc").findings.size() == 1);  // place 2 has no file here
  const SeriesFile again = second.hand_over("gbdoc", at(60));
  CHECK(refusal_of([&] { Store(folder / "third").take_over(again, 4); }).kind == core::Errc::usage);
  CHECK(Store(folder / "third").take_over(again).places_used == 3);
}

TEST_CASE_METHOD(TwoHosts, "a file of a series is told from a damaged, a newer and another one") {
  const core::Bytes bytes = game::encode_series_file(first.backup("gbdoc", at(20)));
  const auto decoded = game::decode_series_file(bytes);
  REQUIRE(decoded.has_value());
  CHECK(decoded->series == "gbdoc");
  CHECK(decoded->made == at(20));
  CHECK(second.take_over(*decoded).places_used == 1);
  for (std::size_t i = 0; i < bytes.size(); i += i < 200 ? 1 : 997) {
    core::Bytes changed = bytes;
    changed[i] ^= 0x40;
    INFO(i);
    CHECK_FALSE(game::decode_series_file(changed).has_value());
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{56}, bytes.size() / 2, bytes.size() - 1})
    CHECK_FALSE(game::decode_series_file(core::ByteView(bytes).first(length)).has_value());
}

TEST_CASE_METHOD(TwoHosts, "a file of a series that somebody sealed anew with other content is refused") {
  const SeriesFile file = first.backup("gbdoc", at(20));
  const std::string sql = GENERATE(
      as<std::string>{}, "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
      "CREATE TABLE other (x)", "DROP TABLE outbox", "UPDATE season SET root = anchor",
      "UPDATE season SET length = 2000000000", "UPDATE season SET ended = began",
      "UPDATE round SET place = 2", "UPDATE round SET rules = ''", "UPDATE round SET state = 'sleeping'",
      "UPDATE round SET list = ''", "UPDATE round SET id = 9223372036854775806",
      "UPDATE entry SET value = '54.0'", "DELETE FROM series", "UPDATE series SET name = 'other'",
      "UPDATE event SET at = 'yesterday'", "UPDATE series SET hand_overs = 'x'",
      "INSERT INTO season (series, root, length, anchor, began) SELECT series, root, length, 'x', began FROM "
      "season");
  INFO(sql);
  CHECK(refusal_of([&] { second.take_over(with_sql(file, sql)); }).kind == core::Errc::bad_data);
  CHECK_FALSE(second.find_series("gbdoc"));
  SeriesFile broken = file;
  for (std::size_t i = 100; i < broken.image.size(); i += 7) broken.image[i] ^= 0x5A;
  CHECK(refusal_of([&] { second.take_over(broken); }).kind == core::Errc::bad_data);
  CHECK(second.take_over(file).places_used == 1);
}
