#include <algorithm>

#include "tests/catch.hpp"
#include "tests/core/logbook_fixture.hpp"

using namespace logbook_tests;

TEST_CASE_METHOD(Fixture, "a removed reading stays away whatever comes later") {
  add(logbook, {breakfast, lunch});
  logbook.remove({all(logbook)[0].id}, "log remove 1");
  CHECK(all(logbook).size() == 1);
  CHECK(add(logbook, {breakfast, lunch}).known == 2);
  LogEntry changed = breakfast;
  changed.raw = "104 after_breakfast";
  add(logbook, {changed});
  CHECK(all(logbook).size() == 1);
}

TEST_CASE_METHOD(Fixture, "undo takes back a download with its bookmark, and the next one brings it again") {
  add(logbook, {breakfast}, meter, Dump::whole, bookmark_of({breakfast}));
  add(logbook, {lunch, dinner}, meter, Dump::since_bookmark, bookmark_of({dinner, lunch}));
  const auto source = *logbook.find_source(SourceKind::meter, "bgstar", meter.serial);
  logbook.undo(std::nullopt, "log undo");
  CHECK(all(logbook).size() == 1);
  CHECK(logbook.bookmark(source) == bookmark_of({breakfast}));
  SECTION("by the next download") {
    CHECK(add(logbook, {lunch, dinner}, meter, Dump::since_bookmark, bookmark_of({dinner, lunch})).added ==
          2);
    CHECK(all(logbook).size() == 3);
    CHECK(logbook.bookmark(source) == bookmark_of({dinner, lunch}));
    logbook.undo(std::nullopt, "log undo");
    CHECK(all(logbook).size() == 1);
    CHECK(logbook.bookmark(source) == bookmark_of({breakfast}));
  }
  SECTION("by redo") {
    logbook.redo("log redo");
    CHECK(all(logbook).size() == 3);
    CHECK(logbook.bookmark(source) == bookmark_of({dinner, lunch}));
    CHECK_THROWS_AS(logbook.redo("log redo"), Failure);
    logbook.undo(std::nullopt, "log undo");
    CHECK(all(logbook).size() == 1);
  }
}

TEST_CASE_METHOD(Fixture, "a redo that was taken back can be done again, and its readings are read again") {
  add(logbook, {breakfast, lunch}, meter, Dump::whole, bookmark_of({lunch, breakfast}));
  logbook.undo(std::nullopt, "log undo");
  const std::int64_t redo = logbook.redo("log redo");
  add(logbook, {dinner}, meter, Dump::since_bookmark, bookmark_of({dinner, lunch}));
  logbook.undo(redo, "log undo 3");
  CHECK(all(logbook).size() == 1);
  const auto source = *logbook.find_source(SourceKind::meter, "bgstar", meter.serial);
  CHECK_FALSE(logbook.bookmark(source).has_value());
  SECTION("by the next download") {
    CHECK(add(logbook, {dinner, lunch, breakfast}).added == 2);
  }
  SECTION("by redo") {
    logbook.redo("log redo");
  }
  CHECK(all(logbook).size() == 3);
  CHECK_THROWS_AS(logbook.redo("log redo"), Failure);
}

TEST_CASE_METHOD(Fixture, "a reading that comes back leads the copy that was written meanwhile") {
  add(logbook, {breakfast});
  const auto write = [&] { add(logbook, {breakfast}, file); };
  SECTION("by a download") {
    logbook.undo(std::nullopt, "log undo");
    write();
    add(logbook, {breakfast});
  }
  SECTION("by redo") {
    logbook.undo(std::nullopt, "log undo");
    write();
    logbook.redo("log redo");
  }
  SECTION("when its removal is taken back") {
    const std::int64_t removal = logbook.remove({1}, "log remove 1");
    write();
    logbook.undo(removal, "log undo");
  }
  CHECK(all(logbook).size() == 1);
}

TEST_CASE_METHOD(Fixture, "a copy that the person has parted stays apart when its reading comes back") {
  const Added first = add(logbook, {breakfast});
  add(logbook, {breakfast}, file);
  logbook.unlink({2}, "log unlink 2");
  logbook.undo(first.operation, "log undo");
  logbook.redo("log redo");
  CHECK(all(logbook).size() == 2);
}

TEST_CASE_METHOD(Fixture, "the history tells what a download added from what it brought back") {
  add(logbook, {breakfast, lunch});
  logbook.undo(std::nullopt, "log undo");
  const Added again = add(logbook, {breakfast, lunch, dinner});
  CHECK(again.added == 3);
  const auto history = logbook.history();
  const auto made = std::find_if(history.begin(), history.end(),
                                 [&](const Operation& operation) { return operation.id == again.operation; });
  REQUIRE(made != history.end());
  CHECK(made->added == 1);
  CHECK(made->changed == 2);
}

TEST_CASE_METHOD(Fixture, "undoing an earlier download makes the next one read behind it again") {
  add(logbook, {breakfast}, meter, Dump::whole, bookmark_of({breakfast}));
  const Added second = add(logbook, {lunch}, meter, Dump::since_bookmark, bookmark_of({lunch, breakfast}));
  add(logbook, {dinner}, meter, Dump::since_bookmark, bookmark_of({dinner, lunch}));
  const auto source = *logbook.find_source(SourceKind::meter, "bgstar", meter.serial);
  logbook.undo(second.operation, "log undo 2");
  CHECK(all(logbook).size() == 2);
  CHECK(logbook.bookmark(source) == bookmark_of({breakfast}));
  const Added again =
      add(logbook, {lunch, dinner}, meter, Dump::since_bookmark, bookmark_of({dinner, lunch}));
  CHECK(again.added == 1);
  CHECK(again.known == 1);
  CHECK(logbook.bookmark(source) == bookmark_of({dinner, lunch}));
}

TEST_CASE_METHOD(Fixture, "undo is refused when a later operation changed the same entries") {
  const Added first = add(logbook, {breakfast});
  const std::int64_t id = all(logbook)[0].id;
  Edit edit;
  edit.note = "before a run";
  const std::int64_t later = logbook.edit(id, edit, "log edit");
  CHECK_THROWS_AS(logbook.undo(first.operation, "log undo 1"), Failure);
  CHECK(all(logbook).size() == 1);
  logbook.undo(later, "log undo 2");
  CHECK(all(logbook)[0].entry.note.empty());
  logbook.undo(first.operation, "log undo 1");
  CHECK(all(logbook).empty());
}

TEST_CASE_METHOD(Fixture, "every edit can be read in the history and taken back in turn") {
  add(logbook, {breakfast}, hand);
  const std::int64_t id = all(logbook)[0].id;
  Edit edit;
  edit.content = BloodGlucose{105_mg_dl, MealMarker::none};
  edit.time = MeterTime{parse_local("2026-01-01 08:05")};
  edit.tags = std::vector<std::string>{"sick"};
  logbook.edit(id, edit, "log edit 1 --value 105");
  Edit second;
  second.meal = MealMarker::fasting;
  logbook.edit(id, second, "log edit 1 --meal fasting");
  const StoredEntry now = *logbook.find(id);
  CHECK(now.entry.content == Content(BloodGlucose{105_mg_dl, MealMarker::fasting}));
  CHECK(format_time(now.entry.time) == "2026-01-01 08:05:00");
  CHECK(now.entry.tags == std::vector<std::string>{"sick"});
  CHECK(logbook.changes_of(id).size() == 4);
  logbook.undo(std::nullopt, "log undo");
  logbook.undo(std::nullopt, "log undo");
  CHECK(logbook.find(id)->entry == breakfast);
  logbook.redo("log redo");
  CHECK(format_time(logbook.find(id)->entry.time) == "2026-01-01 08:05:00");
}

TEST_CASE_METHOD(Fixture, "changes are read as the values they changed") {
  add(logbook, {breakfast}, hand);
  const std::int64_t id = all(logbook)[0].id;
  Edit edit;
  edit.time = MeterTime{parse_local("2026-01-01 08:05")};
  edit.meal = MealMarker::fasting;
  edit.tags = std::vector<std::string>{"sick", "at home"};
  edit.note = "before a run";
  const std::int64_t edited = logbook.edit(id, edit, "log edit");
  logbook.remove({id}, "log remove");
  const std::vector<Change> changes = logbook.changes_of(id);
  REQUIRE(changes.size() == 5);
  CHECK(changes[0].operation.command == "log remove");
  CHECK(changes[0].before == FieldValue(State::active));
  CHECK(changes[0].after == FieldValue(State::removed));
  CHECK(changes[1].after == FieldValue(*edit.note));
  CHECK(changes[2].after == FieldValue(*edit.tags));
  CHECK(changes[3].before == FieldValue(breakfast.content));
  CHECK(changes[3].after == FieldValue(Content(BloodGlucose{104_mg_dl, MealMarker::fasting})));
  CHECK(changes[4].operation.id == edited);
  CHECK(field_name(changes[4].after) == "time");
  CHECK(changes[4].before == FieldValue(breakfast.time));
  CHECK(changes[4].after == FieldValue(*edit.time));
}

TEST_CASE_METHOD(Fixture, "an edit to what is there already makes no operation") {
  add(logbook, {breakfast});
  Edit edit;
  edit.note = "";
  edit.meal = MealMarker::before_breakfast;
  CHECK(logbook.edit(all(logbook)[0].id, edit, "log edit") == 0);
  CHECK(logbook.history().size() == 1);
}

TEST_CASE_METHOD(Fixture, "undo says what it took back") {
  const Added first = add(logbook, {breakfast});
  const Undone undone = logbook.undo(std::nullopt, "log undo");
  CHECK(undone.undone.id == first.operation);
  CHECK(undone.undone.added == 1);
  CHECK(logbook.find_operation(first.operation)->undone_by == undone.operation);
}

TEST_CASE_METHOD(Fixture, "what a meter stored is not rewritten, only annotated") {
  add(logbook, {breakfast});
  const std::int64_t id = all(logbook)[0].id;
  Edit value;
  value.content = BloodGlucose{90_mg_dl, MealMarker::none};
  CHECK_THROWS_AS(logbook.edit(id, value, "log edit"), Failure);
  Edit meal;
  meal.meal = MealMarker::fasting;
  logbook.edit(id, meal, "log edit");
  CHECK(add(logbook, {breakfast}).known == 1);
  CHECK(std::get<BloodGlucose>(all(logbook)[0].entry.content).meal == MealMarker::fasting);
}
