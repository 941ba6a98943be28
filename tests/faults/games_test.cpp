#include <optional>
#include <set>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "game/store/store.hpp"
#include "game/verify.hpp"
#include "tests/catch.hpp"
#include "tests/faults/trials.hpp"

using namespace core::literals;
using game::RoundKey;
using game::Store;

namespace {

core::UtcSeconds at(int minutes) {
  return *core::parse_utc("2026-11-25T21:45:00Z") + std::chrono::minutes{minutes};
}

const RoundKey newest{"gbdoc", ""};

std::string fact(const game::Announcement& announcement) {
  return "opened " + game::format_announcement(announcement);
}
std::string fact(const game::ClosedList& list) {
  return "closed " + core::format_utc(list.closed) + " " + list.ranked;
}
std::string fact(const game::Receipt& receipt) {
  return "entered " + game::format_receipt(receipt);
}
std::string fact(const game::RoundFile& file) {
  return "drawn " + file.announcement.round + " " + file.secret + " " + file.md5;
}

/// A command; what it answers, as a fact that has to stay true once the answer was given.
using Step = std::function<std::string(Store&)>;

Step enter(const std::string& name, core::Glucose value) {
  return [=](Store& store) {
    return fact(*store.enter(newest, {name, value, false, {}, {}, false}, at(1)).receipt);
  };
}

/// An evening of two rounds, and the series given away. Each step can be done once only.
const std::vector<Step>& evening() {
  static const std::vector<Step> steps = [] {
    std::vector<Step> all{[](Store& store) {
      game::SeriesSettings settings;
      settings.name = "gbdoc";
      settings.season_length = 4;
      return "anchor " + store.new_series(settings, at(0)).anchor;
    }};
    for (int round = 0; round < 2; ++round) {
      all.push_back([](Store& store) {
        return "made " + store.new_round(newest, std::nullopt, std::nullopt, at(0)).round;
      });
      all.push_back([](Store& store) { return fact(store.open(newest, at(5), at(0))); });
      all.push_back(enter("anna", 6.4_mmol_l));
      all.push_back(enter("bea", 114_mg_dl));
      all.push_back([](Store& store) { return fact(store.close(newest, std::nullopt, at(5))); });
      all.push_back([](Store& store) { return fact(store.draw(newest, "", at(6))); });
      all.push_back([](Store& store) { return "final " + store.finalise(newest, at(7)).announcement.round; });
    }
    all.push_back([](Store& store) { return "given " + store.hand_over("gbdoc", at(9)).series; });
    return all;
  }();
  return steps;
}

struct Seen {
  std::set<std::string> facts;
  std::size_t steps = 0;  ///< how many of the evening's were done
};

Seen look(const Store& store) {
  Seen seen;
  const auto add = [&](const std::string& text) { seen.steps += seen.facts.insert(text).second ? 1 : 0; };
  const auto series = store.find_series("gbdoc");
  if (!series) return seen;
  add("anchor " + series->anchor);
  for (const char* name : {"gbdoc-1", "gbdoc-2"}) {
    game::RoundInfo round;
    try {
      round = store.info({"gbdoc", name});
    } catch (const core::Failure&) {
      break;  // not made yet
    }
    add("made " + round.round);
    if (round.announcement) add(fact(*round.announcement));
    for (const auto& participant : round.participants)
      add(fact(store.receipt({"gbdoc", name}, participant.name)));
    if (round.list) add(fact(*round.list));
    if (game::values_are_open(round.state)) add(fact(store.file({"gbdoc", name})));
    if (round.state == game::State::final) add("final " + round.round);
  }
  if (series->handed_over) add("given gbdoc");
  return seen;
}

/// How many openings there were beyond one for each place: a secret that was used twice.
int second_uses(const std::set<std::string>& facts) {
  int openings = 0;
  std::set<std::string> places;
  for (const std::string& text : facts) {
    if (text.rfind("opened ", 0) != 0) continue;
    ++openings;
    const auto announcement = game::parse_announcement(text.substr(7)).value();
    places.insert(announcement.anchor + std::to_string(announcement.place));
  }
  return openings - static_cast<int>(places.size());
}

/// Commands open the store one by one, a host's desk keeps it open: closing writes the journal back.
void play(bool one_by_one, FragileDisk& disk, const std::filesystem::path& folder, std::mt19937& random,
          Outcome& outcome) {
  std::set<std::string> answered;
  std::size_t acknowledged = 0;
  try {
    std::optional<Store> store;
    for (const Step& step : evening()) {
      if (one_by_one || !store) store.emplace(folder, core::OpenMode::create, disk.vfs_name());
      answered.insert(step(*store));
      ++acknowledged;
    }
  } catch (const core::Failure&) {
  }
  mend(disk, random);
  try {
    Store store(folder, core::OpenMode::create, disk.vfs_name());
    const Seen seen = look(store);
    for (const std::string& text : answered) outcome.lost += seen.facts.count(text) == 0 ? 1 : 0;
    if (seen.steps > acknowledged + 1) ++outcome.half;
    for (std::size_t i = seen.steps; i < evening().size(); ++i) answered.insert(evening()[i](store));
    outcome.doubled += second_uses(answered);
    if (look(store).steps != evening().size() || !store.check("gbdoc").findings.empty()) ++outcome.damaged;
    for (const game::RoundFile& file : store.season_files("gbdoc"))
      if (!game::verify(game::format_round_file(file)).valid) ++outcome.damaged;
  } catch (const core::Failure& failure) {
    UNSCOPED_INFO(failure.what());
    ++outcome.damaged;
  }
}

Trial trial_of_games(bool one_by_one) {
  return [=](FragileDisk& disk, const std::filesystem::path& place, std::mt19937& random, Outcome& outcome) {
    play(one_by_one, disk, place, random, outcome);
  };
}

}  // namespace

TEST_CASE("games survive a power cut at any sync: nothing answered is lost, no secret is used twice") {
  const bool one_by_one = GENERATE(false, true);
  const Outcome outcome = cut_at_every_sync(trial_of_games(one_by_one));
  WARN("power cuts in a game: " << outcome);
  CHECK(outcome.runs > 20);
  CHECK(outcome.faults() == 0);
}

TEST_CASE("the same test of games notices a disk on which syncs do nothing") {
  CHECK(cut_at_every_sync(trial_of_games(true), true).faults() > 0);
}

TEST_CASE("games survive an I/O error or a full disk at any call") {
  for (const int code : {SQLITE_IOERR_WRITE, SQLITE_FULL}) {
    const Outcome outcome = fail_at_every_call(trial_of_games(code == SQLITE_FULL), code);
    WARN((code == SQLITE_FULL ? "disk full" : "I/O error") << " at so many calls in a game: " << outcome);
    CHECK(outcome.runs > 50);
    CHECK(outcome.faults() == 0);
  }
}
