#include <cstdlib>

#include <sqlite3.h>

#include "core/logbook/logbook.hpp"
#include "tests/catch.hpp"
#include "tests/faults/fragile_disk.hpp"
#include "tests/temporary_folder.hpp"

using namespace core;

namespace {

const Source meter{SourceKind::meter, "bgstar", "SIM00000000001", "BGStar", true};
const Source file_source{SourceKind::file, "uci", "", "", false};

LogEntry reading(int minute) {
  LogEntry entry;
  entry.time = {parse_local("2026-01-01").value() + std::chrono::minutes{minute}};
  entry.content = BloodGlucose{mg_dl(80 + minute % 100), MealMarker::none};
  entry.origin = std::to_string(80 + minute % 100);
  entry.raw = entry.origin;
  entry.note = std::string(200, 'n');  // so that a batch takes several pages
  return entry;
}

void add(Logbook& logbook, const Source& source, Dump dump, int from, int to) {
  Logbook::Intake intake = logbook.begin(source, dump, "sync");
  for (int i = from; i < to; ++i) intake.add(reading(i));
  intake.set_bookmark({{{reading(to - 1).time, reading(to - 1).origin}}});
  intake.commit();
}

std::int64_t id_of(const Logbook& logbook, int minute) {
  std::int64_t id = 0;
  Filter filter;
  filter.from = reading(minute).time.local;
  filter.to = *filter.from + std::chrono::seconds{1};
  logbook.each(filter, [&](const StoredEntry& entry) { id = entry.id; });
  return id;
}

/// A life of a logbook, step by step; each step is acknowledged when it returns. The steps can be repeated:
/// one that was done already leaves the logbook as it is.
const std::vector<std::function<void(Logbook&)>> life{
    [](Logbook& logbook) { add(logbook, meter, Dump::whole, 0, 120); },
    [](Logbook& logbook) { add(logbook, meter, Dump::whole, 60, 150); },
    [](Logbook& logbook) { add(logbook, file_source, Dump::whole, 200, 400); },
    [](Logbook& logbook) {
      Edit edit;
      edit.note = "edited";
      logbook.edit(id_of(logbook, 5), edit, "log edit");
    },
    [](Logbook& logbook) {
      if (id_of(logbook, 7)) logbook.remove({id_of(logbook, 7)}, "log remove");
    },
    [](Logbook& logbook) {
      for (const Operation& operation : logbook.history())
        if (operation.added == 200 && !operation.undone_by) logbook.undo(operation.id, "log undo");
    },
    [](Logbook& logbook) { add(logbook, file_source, Dump::whole, 300, 310); },
};

/// What a person sees: time, note and state of all that counts.
std::vector<std::string> seen(const Logbook& logbook) {
  std::vector<std::string> lines;
  logbook.each({}, [&](const StoredEntry& stored) {
    lines.push_back(format_time(stored.entry.time) + " " + stored.entry.note.substr(0, 6));
  });
  return lines;
}

struct Outcome {
  int lost = 0;     ///< acknowledged steps that were not there after the reboot
  int half = 0;     ///< steps that were there in part
  int doubled = 0;  ///< after the rest of the life: not what it should be
  int damaged = 0;  ///< could not be opened, or not whole
  int runs = 0;
};

std::vector<std::vector<std::string>> states_after_each_step(TemporaryFolder& folder) {
  std::vector<std::vector<std::string>> states(1);
  Logbook logbook(folder / "model.logbook", Logbook::Open::create);
  for (const auto& step : life) {
    step(logbook);
    states.push_back(seen(logbook));
  }
  return states;
}

/// One life on a disk that breaks, a look at what is left, and the rest of the life.
void live(FragileDisk& disk, const std::filesystem::path& file,
          const std::vector<std::vector<std::string>>& states, std::mt19937& random, Outcome& outcome) {
  ++outcome.runs;
  std::size_t acknowledged = 0;
  try {
    Logbook logbook(file, Logbook::Open::create, disk.vfs_name());
    for (const auto& step : life) {
      step(logbook);
      ++acknowledged;
    }
  } catch (const Failure&) {
  }
  if (disk.power_is_cut()) disk.reboot(random);
  disk.fail_call(0, 0);
  try {
    Logbook logbook(file, Logbook::Open::create, disk.vfs_name());
    const auto now = seen(logbook);
    const bool is_acknowledged = now == states[acknowledged];
    const bool is_next = acknowledged < life.size() && now == states[acknowledged + 1];
    if (!is_acknowledged && !is_next)
      ++(now.size() < states[acknowledged].size() ? outcome.lost : outcome.half);
    if (!logbook.check().empty()) ++outcome.damaged;
    for (std::size_t i = acknowledged; i < life.size(); ++i) life[i](logbook);
    if (seen(logbook) != states.back()) ++outcome.doubled;
  } catch (const Failure& failure) {
    INFO(failure.what());
    ++outcome.damaged;
  }
}

int rounds() {
  return std::getenv("BGBINGO_CAMPAIGN") ? 25 : 2;
}

Outcome cut_at_every_sync(bool ignores_syncs) {
  TemporaryFolder folder;
  const auto states = states_after_each_step(folder);
  Outcome outcome;
  std::mt19937 random(20261122);
  for (int round = 0; round < rounds(); ++round) {
    for (std::int64_t k = 1;; ++k) {
      FragileDisk disk;
      disk.ignores_syncs = ignores_syncs;
      disk.cut_power_at_sync(k);
      const auto file = folder / ("cut-" + std::to_string(round) + "-" + std::to_string(k));
      const std::int64_t before = disk.syncs();
      live(disk, file, states, random, outcome);
      if (disk.syncs() - before < k) break;
    }
  }
  return outcome;
}

}  // namespace

TEST_CASE("a power cut at any sync loses nothing acknowledged and doubles nothing") {
  const Outcome outcome = cut_at_every_sync(false);
  WARN("power cuts: " << outcome.runs << ", lost " << outcome.lost << ", half " << outcome.half
                      << ", doubled " << outcome.doubled << ", damaged " << outcome.damaged);
  CHECK(outcome.runs > 20);
  CHECK(outcome.lost == 0);
  CHECK(outcome.half == 0);
  CHECK(outcome.doubled == 0);
  CHECK(outcome.damaged == 0);
}

TEST_CASE("the same test notices a disk on which syncs do nothing") {
  const Outcome outcome = cut_at_every_sync(true);
  CHECK(outcome.lost + outcome.damaged + outcome.half > 0);
}

TEST_CASE("an I/O error or a full disk at any call is reported and loses nothing") {
  TemporaryFolder folder;
  const auto states = states_after_each_step(folder);
  std::mt19937 random(20261122);
  for (const int code : {SQLITE_IOERR_WRITE, SQLITE_FULL}) {
    Outcome outcome;
    for (std::int64_t n = 1;; ++n) {
      FragileDisk disk;
      disk.fail_call(n, code);
      live(disk, folder / ("fail-" + std::to_string(code) + "-" + std::to_string(n)), states, random,
           outcome);
      if (disk.calls() < n) break;
    }
    WARN((code == SQLITE_FULL ? "disk full" : "I/O error")
         << " at each of " << outcome.runs << " calls: lost " << outcome.lost << ", doubled "
         << outcome.doubled);
    CHECK(outcome.runs > 50);
    CHECK(outcome.lost == 0);
    CHECK(outcome.half == 0);
    CHECK(outcome.doubled == 0);
    CHECK(outcome.damaged == 0);
  }
}
