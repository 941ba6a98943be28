#include <fstream>
#include <iterator>

#include "game/verify.hpp"
#include "tests/catch.hpp"
#include "tests/game/open_round.hpp"

using namespace core::literals;
using game::Store;

namespace {

/// Whether the name stands in a file of the store.
bool is_on_disk(const OpenRound& round, const std::string& name) {
  bool found = false;
  for (const char* file : {"game.sqlite", "game.sqlite-wal"}) {
    std::ifstream in(round.folder / "data" / file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    found = found || bytes.find(name) != std::string::npos;
  }
  return found;
}

void play(Store& store, const game::RoundKey& key, const std::string& name) {
  store.enter(key, entry(name, 6.4_mmol_l), at(1));
  store.close(key, std::nullopt, at(10));
  store.draw(key, "", at(11));
}

}  // namespace

TEST_CASE("who is forgotten leaves the objections, their answers and the reasons too") {
  OpenRound round;
  Store& store = round.store;
  play(store, round.key, "Dorothea");
  const auto hers = store.object(round.key, "dorothea: why me?", at(12));
  const auto others = store.object(round.key, "bea: my line?", at(12));
  store.answer(round.key, hers, "your receipt says so", at(13));
  store.answer(round.key, others, "Dorothea has line 1", at(13));
  store.make_void(round.key, "dorothea was right", "", false, at(14));
  store.forget("dorothea", at(15));
  for (const auto& line : store.info(round.key).history)
    CHECK((line.text.empty() || line.text == "bea: my line?"));
  CHECK(store.info(round.key).open_objections == 0);
  CHECK(game::verify(game::format_round_file(store.file(round.key))).valid);
  CHECK_FALSE(is_on_disk(round, "orothea"));
}

TEST_CASE("who is forgotten leaves the rounds of every series, or of the one that is named") {
  OpenRound round;
  Store& store = round.store;
  play(store, round.key, "anna");
  const game::RoundKey other{"one", ""};
  game::SeriesSettings settings;
  settings.name = "one";
  store.new_series(settings, at(0));
  store.new_round(other, std::nullopt, std::nullopt, at(0));
  store.open(other, at(10), at(0));
  play(store, other, "Anna");
  SECTION("every series") {
    CHECK(store.forget("anna", at(12)) == 2);
    CHECK(store.info(other).participants.front().name.empty());
    CHECK(fault_of([&] { store.forget("anna", at(12)); }) == core::Errc::not_found);
  }
  SECTION("one series") {
    CHECK(store.forget("anna", at(12), "one") == 1);
    CHECK(store.info({}).participants.front().name == "anna");
  }
}
