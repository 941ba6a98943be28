#include "tests/catch.hpp"
#include "tests/core/logbook_fixture.hpp"
#include "tests/failure_of.hpp"

using namespace logbook_tests;

namespace {

struct TwoPeople : Fixture {
  Logbook ben{folder / "ben.logbook", Logbook::Open::create};

  static std::int64_t id_of(const Logbook& logbook) {
    return logbook.find_source(meter.kind, meter.family, meter.serial).value();
  }
  static Added move(
      Logbook& from, Logbook& to, std::optional<LocalSeconds> since = {},
      const std::function<void()>& between = [] {}) {
    Added added;
    from.let_go(id_of(from), since, "other", "meters move", [&](const MeterPart& part) {
      auto intake = to.begin(part.source, Dump::whole, "meters move");
      intake.take(part, "other");
      added = intake.commit();
      between();
    });
    return added;
  }
  static std::vector<LogEntry> counted(const Logbook& logbook) {
    std::vector<LogEntry> entries;
    for (const StoredEntry& stored : all(logbook)) entries.push_back(stored.entry);
    return entries;
  }
};

const std::vector<LogEntry> memory{dinner, lunch, breakfast};

}  // namespace

TEST_CASE_METHOD(TwoPeople,
                 "a moved meter takes along readings, notes, tombstones, conflicts, checks and bookmark") {
  const Bookmark bookmark = bookmark_of({dinner, lunch});
  add(logbook, memory, meter, Dump::whole, bookmark);
  LogEntry other = lunch;
  other.raw = "another";
  other.content = BloodGlucose{7.2_mmol_l, MealMarker::after_lunch};
  add(logbook, {dinner, other, breakfast}, meter, Dump::whole, bookmark);
  Edit note;
  note.note = "after a walk";
  note.tags = std::vector<std::string>{"park"};
  logbook.edit(1, note, "log edit");
  logbook.remove({3}, "log remove");
  const auto before = counted(logbook);

  CHECK(move(logbook, ben).added == 4);
  CHECK(counted(logbook).empty());
  CHECK_FALSE(logbook.owns(id_of(logbook)));
  CHECK(ben.owns(id_of(ben)));
  CHECK(counted(ben) == before);
  CHECK(ben.bookmark(id_of(ben)) == bookmark);
  Filter conflicts;
  conflicts.which = Filter::Which::conflicts;
  int differing = 0;
  ben.each(conflicts, [&](const StoredEntry& stored) {
    CHECK(ben.find(stored.conflicts_with)->entry.raw == lunch.raw);
    ++differing;
  });
  CHECK(differing == 1);
  CHECK(add(ben, memory).added == 0);  // the tombstone stays away

  // and back
  move(ben, logbook);
  CHECK(counted(logbook) == before);
  CHECK(counted(ben).empty());
  CHECK(logbook.owns(id_of(logbook)));
  CHECK_FALSE(ben.owns(id_of(ben)));
  CHECK(logbook.bookmark(id_of(logbook)) == bookmark);
  CHECK(add(logbook, memory).added == 0);
  CHECK(logbook.check().empty());
  CHECK(ben.check().empty());
}

TEST_CASE_METHOD(TwoPeople, "a move that broke off between the two logbooks is finished by doing it again") {
  add(logbook, memory);
  const auto power_cut = [] { throw std::runtime_error("power cut"); };
  CHECK_THROWS_AS(move(logbook, ben, {}, power_cut), std::runtime_error);
  CHECK(counted(ben).size() == 3);
  CHECK(counted(logbook).size() == 3);
  const Added again = move(logbook, ben);
  CHECK(again.added == 0);
  CHECK(again.operation == 0);
  CHECK(counted(ben).size() == 3);
  CHECK(counted(logbook).empty());
}

TEST_CASE_METHOD(TwoPeople, "while a meter is given away nothing is written that would stay behind") {
  add(logbook, memory);
  Logbook sync(folder / "anna.logbook", Logbook::Open::existing);
  sync.wait_for_others(std::chrono::milliseconds(0));
  Error refused;
  move(logbook, ben, {}, [&] { refused = failure_of([&] { add(sync, memory); }); });
  CHECK(refused.kind == Errc::busy);
}

TEST_CASE_METHOD(TwoPeople, "a meter is given away once") {
  add(logbook, memory);
  move(logbook, ben);
  bool is_handed_over = false;
  CHECK_FALSE(logbook.let_go(id_of(logbook), {}, "zoe", "meters move",
                             [&](const MeterPart&) { is_handed_over = true; }));
  CHECK_FALSE(is_handed_over);
}

TEST_CASE_METHOD(TwoPeople, "readings undone before the meter was given away do not come back here") {
  const auto sync = add(logbook, memory);
  logbook.undo(sync.operation, "log undo");
  move(logbook, ben);
  CHECK(add(ben, memory).added == 3);
  const Error refused = failure_of([&] { logbook.redo("log redo"); });
  CHECK(refused.kind == Errc::refused);
  CHECK(refused.what.find("given away") != std::string::npos);
  CHECK(counted(logbook).empty());
  move(ben, logbook);
  CHECK(counted(logbook).size() == 3);
}

TEST_CASE_METHOD(TwoPeople, "readings that came again and were undone again do not come back here either") {
  logbook.undo(add(logbook, memory).operation, "log undo");
  logbook.undo(add(logbook, memory).operation, "log undo");
  move(logbook, ben);
  CHECK(add(ben, memory).added == 3);
  CHECK(failure_of([&] { logbook.redo("log redo"); }).kind == Errc::refused);
  CHECK(counted(logbook).empty());
}

TEST_CASE_METHOD(TwoPeople, "readings that stayed when the meter was given away can be undone and redone") {
  const auto sync = add(logbook, memory);
  move(logbook, ben, parse_local("2026-01-02 00:00:00"));
  logbook.undo(sync.operation, "log undo");
  CHECK(counted(logbook).empty());
  logbook.redo("log redo");
  CHECK(counted(logbook).size() == 3);
}

TEST_CASE_METHOD(TwoPeople,
                 "readings undone before the meter was given away come to who has them by --from") {
  logbook.undo(add(logbook, memory).operation, "log undo");
  move(logbook, ben, lunch.time.local);
  CHECK(add(ben, memory).added == 2);
}

TEST_CASE_METHOD(TwoPeople, "a meter whose memory was erased moves there and back without a double") {
  add(logbook, memory);
  auto intake = logbook.begin(meter, Dump::since_bookmark, "sync --erase-meter");
  intake.set_bookmark({{}, lunch.time.local});
  intake.commit();
  SECTION("whole") {
    move(logbook, ben);
  }
  SECTION("after a move that broke off") {
    const auto power_cut = [] { throw std::runtime_error("power cut"); };
    CHECK_THROWS(move(logbook, ben, {}, power_cut));
    move(logbook, ben);
  }
  CHECK(counted(ben).size() == 3);
  move(ben, logbook);
  CHECK(counted(logbook).size() == 3);
  CHECK(counted(ben).empty());
}

TEST_CASE_METHOD(TwoPeople, "a bookmark from before a download that broke off does not move along") {
  add(logbook, memory, meter, Dump::whole, bookmark_of({dinner, lunch}));
  const LogEntry next = reading("2026-01-03 08:00:00", 5.0_mmol_l);
  add(logbook, {next});  // broken
  std::optional<LocalSeconds> since;
  SECTION("whole") {}
  SECTION("from a time on") {
    since = dinner.time.local;
  }
  move(logbook, ben, since);
  CHECK(ben.bookmark(id_of(ben)) == Bookmark{});
  CHECK(add(ben, {next, dinner, lunch, breakfast}).added == 0);
}

TEST_CASE_METHOD(TwoPeople, "readings that stayed with the other person do not come back by redo") {
  logbook.undo(add(logbook, memory).operation, "log undo");
  move(logbook, ben);
  CHECK(add(ben, memory).added == 3);
  move(ben, logbook, parse_local("2026-01-02 00:00:00"));
  CHECK(counted(ben).size() == 3);
  CHECK(failure_of([&] { logbook.redo("log redo"); }).kind == Errc::refused);
  CHECK(counted(logbook).empty());
}

TEST_CASE_METHOD(TwoPeople, "readings undone before the meter was given away come again when it is back") {
  logbook.undo(add(logbook, memory).operation, "log undo");
  move(logbook, ben, parse_local("2026-01-02 00:00:00"));
  CHECK(add(ben, memory).added == 0);
  move(ben, logbook);
  CHECK(add(logbook, memory).added == 3);
  CHECK(counted(ben).empty());
}

TEST_CASE_METHOD(TwoPeople, "an entry that went with its meter cannot be kept here") {
  add(logbook, {breakfast});
  LogEntry retagged = breakfast;
  retagged.raw = "another";
  CHECK(add(logbook, {retagged}).conflicts == 1);
  move(logbook, ben);
  CHECK(failure_of([&] { logbook.keep({2}, "log keep"); }).kind == Errc::not_found);
  CHECK(counted(logbook).empty());
}

TEST_CASE_METHOD(TwoPeople, "what comes after the memory was erased is new to the meter's new owner, too") {
  add(logbook, memory);
  auto intake = logbook.begin(meter, Dump::since_bookmark, "sync --erase-meter");
  intake.set_bookmark({{}, lunch.time.local});
  intake.commit();
  SECTION("at once") {
    move(logbook, ben);
    CHECK(add(ben, {lunch}).added == 1);
    CHECK(add(ben, {lunch}).added == 0);
  }
  SECTION("but what came before the meter moved is known") {
    CHECK(add(logbook, {lunch}).added == 1);
    move(logbook, ben);
    CHECK(add(ben, {lunch}).added == 0);
  }
}

TEST_CASE_METHOD(TwoPeople, "of a meter given away the old readings stay and never come to the new owner") {
  LogEntry timeless = reading("2026-01-01 08:00:00", 99_mg_dl);
  timeless.time = {};
  std::vector<LogEntry> held{dinner, lunch, breakfast, timeless};
  add(logbook, held);
  const LocalSeconds since = parse_local("2026-01-01 18:00:00").value();
  CHECK(move(logbook, ben, since).added == 1);
  CHECK(counted(logbook).size() == 3);
  CHECK(counted(ben) == std::vector<LogEntry>{dinner});

  // the meter's memory read whole: only what is new, be it equal to an old one of unknown time
  const LogEntry next = reading("2026-01-03 08:00:00", 5.0_mmol_l);
  held.insert(held.begin(), {timeless, next});
  CHECK(add(ben, held).added == 2);
  CHECK(add(ben, held).added == 0);
  CHECK(counted(ben).size() == 3);

  // given back from the start, it is as before and has what came since
  move(ben, logbook);
  CHECK(counted(logbook).size() == 6);
  CHECK(add(logbook, held).added == 0);
}

TEST_CASE_METHOD(TwoPeople, "an entry that was dated anew moves with both of its times") {
  LogEntry wrong = lunch;
  auto intake = logbook.begin(meter, Dump::whole, "sync");
  intake.add(wrong, MeterTime{});
  intake.commit();
  move(logbook, ben);
  CHECK(all(ben).front().entry.time == MeterTime{});
  CHECK(all(ben).front().recorded == lunch.time);
  CHECK(add(ben, {lunch}).added == 0);
}

TEST_CASE_METHOD(TwoPeople, "a move is taken back by moving, not in one logbook alone") {
  add(logbook, memory);
  move(logbook, ben);
  for (Logbook* const one : {&logbook, &ben}) {
    const Error refused = failure_of([&] { one->undo(std::nullopt, "log undo"); });
    CHECK(refused.kind == Errc::refused);
    CHECK(refused.advice.find("meters move") != std::string::npos);
  }
}

TEST_CASE_METHOD(TwoPeople, "a meter that was let go and is read here again belongs here again") {
  add(logbook, memory);
  logbook.let_go(id_of(logbook), {}, "ben", "meters move", [](const MeterPart&) {});
  CHECK(add(logbook, memory).added == 3);
  CHECK(logbook.owns(id_of(logbook)));
}
