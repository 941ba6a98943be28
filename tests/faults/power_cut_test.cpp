#include <sqlite3.h>

#include "core/logbook/logbook.hpp"
#include "tests/catch.hpp"
#include "tests/faults/trials.hpp"

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
  std::size_t acknowledged = 0;
  try {
    Logbook logbook(file, Logbook::Open::create, disk.vfs_name());
    for (const auto& step : life) {
      step(logbook);
      ++acknowledged;
    }
  } catch (const Failure&) {
  }
  mend(disk, random);
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

Trial trial_of_a_logbook(TemporaryFolder& folder) {
  return [states = states_after_each_step(folder)](FragileDisk& disk, const std::filesystem::path& place,
                                                   std::mt19937& random, Outcome& outcome) {
    live(disk, place.string() + ".logbook", states, random, outcome);
  };
}

}  // namespace

TEST_CASE("a power cut at any sync loses nothing acknowledged and doubles nothing") {
  TemporaryFolder folder;
  const Outcome outcome = cut_at_every_sync(trial_of_a_logbook(folder));
  WARN("power cuts: " << outcome);
  CHECK(outcome.runs > 20);
  CHECK(outcome.faults() == 0);
}

TEST_CASE("the same test notices a disk on which syncs do nothing") {
  TemporaryFolder folder;
  CHECK(cut_at_every_sync(trial_of_a_logbook(folder), true).faults() > 0);
}

TEST_CASE("an I/O error or a full disk at any call is reported and loses nothing") {
  TemporaryFolder folder;
  const Trial trial = trial_of_a_logbook(folder);
  for (const int code : {SQLITE_IOERR_WRITE, SQLITE_FULL}) {
    const Outcome outcome = fail_at_every_call(trial, code);
    WARN((code == SQLITE_FULL ? "disk full" : "I/O error") << " at so many calls: " << outcome);
    CHECK(outcome.runs > 50);
    CHECK(outcome.faults() == 0);
  }
}
