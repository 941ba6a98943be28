#include <algorithm>

#include "tests/catch.hpp"
#include "tests/core/logbook_fixture.hpp"

// Records of one key with other content, and what undo, redo, edit and purge make of them.
using namespace logbook_tests;

namespace {

/// The breakfast, its meal marker changed on the meter.
const LogEntry retagged = reading("2026-01-01 08:00:00", 104_mg_dl, MealMarker::after_breakfast);

std::size_t conflicts(const Logbook& logbook) {
  std::size_t count = 0;
  for (const StoredEntry& entry : all(logbook, false)) count += entry.state == State::conflict ? 1u : 0u;
  return count;
}

const StoredEntry& copy_among(const std::vector<StoredEntry>& entries) {
  return *std::find_if(entries.begin(), entries.end(), [](const StoredEntry& e) { return e.twin_of != 0; });
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a conflict that was undone comes back as a conflict") {
  add(logbook, {breakfast});
  CHECK(add(logbook, {retagged}).conflicts == 1);
  logbook.undo(std::nullopt, "log undo");
  const Added again = add(logbook, {retagged});
  CHECK(again.conflicts == 1);
  CHECK(again.added == 0);
  CHECK(all(logbook).size() == 1);
  CHECK(conflicts(logbook) == 1);
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture,
                 "an undone reading that comes again beside one that differs is in conflict with it") {
  add(logbook, {breakfast});
  logbook.undo(std::nullopt, "log undo");
  add(logbook, {retagged});
  CHECK(add(logbook, {breakfast}).conflicts == 1);
  CHECK(all(logbook).size() == 1);
  CHECK(conflicts(logbook) == 1);
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture,
                 "an undone reading is no conflict where the one that differs comes in the same dump") {
  add(logbook, {breakfast});
  const Added both = add(logbook, {breakfast, retagged});
  REQUIRE(both.added == 1);
  logbook.undo(both.operation, "log undo");
  SECTION("before it") {
    CHECK(add(logbook, {breakfast, retagged}).added == 1);
  }
  SECTION("after it") {
    CHECK(add(logbook, {retagged, breakfast}).added == 1);
  }
  CHECK(conflicts(logbook) == 0);
  CHECK(all(logbook).size() == 2);
}

TEST_CASE_METHOD(Fixture, "redo is refused when the readings came again with other content") {
  add(logbook, {breakfast});
  logbook.undo(std::nullopt, "log undo");
  add(logbook, {retagged, lunch});
  CHECK_THROWS_AS(logbook.redo("log redo"), Failure);
  CHECK(all(logbook).size() == 2);
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture, "a new reading is no conflict where the known one of its key is in the dump, too") {
  add(logbook, {breakfast});
  const Added again = add(logbook, {retagged, breakfast});
  CHECK(again.known == 1);
  CHECK(again.added == 1);
  CHECK(again.conflicts == 0);
  CHECK(all(logbook).size() == 2);
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture, "of two readings in conflict the other one counts when one is purged") {
  add(logbook, {breakfast});
  add(logbook, {retagged});
  for (const StoredEntry& entry : all(logbook)) logbook.purge({entry.id}, "log purge");
  const auto left = all(logbook, false);
  REQUIRE(left.size() == 1);
  CHECK(left[0].state == State::active);
  CHECK(left[0].conflicts_with == 0);
  CHECK(left[0].entry.raw == retagged.raw);
}

TEST_CASE_METHOD(Fixture,
                 "of three in conflict one takes the purged one's place, and the third differs from it") {
  add(logbook, {breakfast});
  add(logbook, {retagged});
  add(logbook, {reading("2026-01-01 08:00:00", 104_mg_dl, MealMarker::before_lunch)});
  REQUIRE(conflicts(logbook) == 2);
  logbook.purge({all(logbook)[0].id}, "log purge");
  REQUIRE(all(logbook).size() == 1);
  CHECK(conflicts(logbook) == 1);
  for (const StoredEntry& entry : all(logbook, false))
    if (entry.state == State::conflict) CHECK(entry.conflicts_with == all(logbook)[0].id);
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture, "a reading by hand that was a meter's copy counts once it is another reading") {
  add(logbook, {breakfast});
  add(logbook, {reading("2026-01-01 08:00:20", 104_mg_dl)}, hand);
  REQUIRE(all(logbook).size() == 1);
  const std::int64_t copy = copy_among(all(logbook, false)).id;
  Edit edit;
  edit.content = BloodGlucose{178_mg_dl};
  logbook.edit(copy, edit, "log edit");
  CHECK(all(logbook).size() == 2);

  SECTION("and undo makes it the copy again") {
    logbook.undo(std::nullopt, "log undo");
    CHECK(all(logbook).size() == 1);
  }
  SECTION("and so does editing it back") {
    edit.content = BloodGlucose{104_mg_dl};
    logbook.edit(copy, edit, "log edit");
    CHECK(all(logbook).size() == 1);
  }
  SECTION("and a note changes nothing of it") {
    Edit note;
    note.note = "before the walk";
    logbook.edit(copy, note, "log edit");
    CHECK(all(logbook).size() == 2);
  }
}

TEST_CASE_METHOD(Fixture, "of two equal readings one undone and one that counts, both count when both come") {
  const auto first = add(logbook, {lunch});
  add(logbook, {lunch, lunch});
  logbook.undo(first.operation, "log undo");
  const auto again = add(logbook, {lunch, lunch});
  CHECK(again.added == 1);
  CHECK(again.known == 1);
  CHECK(again.conflicts == 0);
  CHECK(all(logbook).size() == 2);
}
