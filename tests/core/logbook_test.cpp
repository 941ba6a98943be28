#include "tests/catch.hpp"
#include "tests/core/logbook_fixture.hpp"

using namespace logbook_tests;

TEST_CASE_METHOD(Fixture, "an entry comes back as it went in") {
  LogEntry entry = breakfast;
  entry.tags = {"sports", "party"};
  entry.note = "felt fine; \"quoted\"\nsecond line";
  entry.read_once = true;
  add(logbook, {entry, lunch, dinner});
  const auto entries = all(logbook);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].entry == entry);
  CHECK(entries[1].entry == lunch);
  CHECK(entries[2].entry == dinner);
}

TEST_CASE_METHOD(Fixture,
                 "what was read once stays so until a download has looked at it as often as it has to") {
  LogEntry once = breakfast;
  once.read_once = true;
  add(logbook, {once});
  add(logbook, {once});
  CHECK(all(logbook)[0].entry.read_once);
  CHECK(add(logbook, {breakfast}).known == 1);
  CHECK_FALSE(all(logbook)[0].entry.read_once);
  add(logbook, {once});
  CHECK_FALSE(all(logbook)[0].entry.read_once);
}

TEST_CASE_METHOD(Fixture, "every kind of entry comes back as it went in") {
  const std::vector<Content> contents{BloodGlucose{5.8_mmol_l, MealMarker::bedtime},
                                      SensorGlucose{101_mg_dl},
                                      ControlResult{98_mg_dl},
                                      Ketone{{80, 1}, Reach::hi},
                                      Insulin{{95, 1}, InsulinKind::mixed},
                                      Carbs{{45, 0}},
                                      Meal{Size::more},
                                      Exercise{Size::less},
                                      Symptom{SymptomKind::hypo},
                                      LabResult{{71, 1}},
                                      Event{},
                                      MeterError{3},
                                      UnreadRecord{},
                                      KetoneControl{{6, 1}, Reach::hi},
                                      OtherMeasurement{Analyte::lactate, {42, 0}}};
  REQUIRE(contents.size() == std::variant_size_v<Content>);
  Logbook::Intake intake = logbook.begin(hand, Dump::whole, "log add");
  for (const Content& content : contents) {
    LogEntry entry = breakfast;
    entry.content = content;
    intake.add(entry);
  }
  intake.commit();
  const auto entries = all(logbook);
  REQUIRE(entries.size() == contents.size());
  for (std::size_t i = 0; i < contents.size(); ++i) CHECK(entries[i].entry.content == contents[i]);
}

TEST_CASE_METHOD(Fixture, "reading the same memory again adds nothing") {
  const Added first = add(logbook, {breakfast, lunch, dinner});
  CHECK(first.added == 3);
  const Added again = add(logbook, {dinner, lunch, breakfast});
  CHECK(again.added == 0);
  CHECK(again.known == 3);
  CHECK(again.operation == 0);
  CHECK(all(logbook).size() == 3);
  CHECK(logbook.history().size() == 1);
}

TEST_CASE_METHOD(Fixture, "two equal records stay two, however often they are read") {
  add(logbook, {breakfast, breakfast});
  CHECK(all(logbook).size() == 2);
  CHECK(add(logbook, {breakfast, breakfast}).known == 2);
  CHECK(add(logbook, {breakfast}).known == 1);
  CHECK(add(logbook, {breakfast, breakfast, breakfast}).added == 1);
  CHECK(all(logbook).size() == 3);
}

TEST_CASE_METHOD(Fixture, "an equal record newer than the bookmark is a new one") {
  add(logbook, {breakfast}, meter, Dump::whole, bookmark_of({breakfast}));
  const Added more =
      add(logbook, {breakfast}, meter, Dump::since_bookmark, bookmark_of({breakfast, breakfast}));
  CHECK(more.added == 1);
  CHECK(all(logbook).size() == 2);
  CHECK(add(logbook, {breakfast, breakfast}, meter, Dump::whole).known == 2);
}

TEST_CASE_METHOD(Fixture, "what came before a break is not doubled by the next download") {
  add(logbook, {breakfast}, meter, Dump::whole, bookmark_of({breakfast}));
  add(logbook, {dinner}, meter, Dump::since_bookmark);  // the cable was pulled: no bookmark
  const Added rest = add(logbook, {dinner, lunch}, meter, Dump::since_bookmark, bookmark_of({dinner, lunch}));
  CHECK(rest.added == 1);
  CHECK(rest.known == 1);
  CHECK(all(logbook).size() == 3);
}

TEST_CASE_METHOD(Fixture, "the bookmark is that of the last complete download") {
  add(logbook, {breakfast}, meter, Dump::whole, bookmark_of({breakfast}));
  const auto source = logbook.find_source(SourceKind::meter, "bgstar", meter.serial);
  REQUIRE(source.has_value());
  CHECK(logbook.bookmark(*source) == bookmark_of({breakfast}));
  add(logbook, {lunch}, meter, Dump::since_bookmark);
  CHECK(logbook.bookmark(*source) == bookmark_of({breakfast}));
}

TEST_CASE_METHOD(Fixture, "the same record with another marker is a conflict: both kept, one counted") {
  add(logbook, {breakfast});
  LogEntry changed = breakfast;
  changed.content = BloodGlucose{104_mg_dl, MealMarker::after_breakfast};
  changed.raw = "104 after_breakfast";
  CHECK(add(logbook, {changed}).conflicts == 1);
  CHECK(all(logbook).size() == 1);
  const auto both = all(logbook, false);
  REQUIRE(both.size() == 2);
  CHECK(both[1].state == State::conflict);
  CHECK(both[1].conflicts_with == both[0].id);
  SECTION("reading it again reports no new conflict") {
    CHECK(add(logbook, {changed}).known == 1);
  }
  SECTION("the person keeps the new one") {
    logbook.keep({both[1].id}, "log keep");
    REQUIRE(all(logbook).size() == 1);
    CHECK(all(logbook)[0].entry == changed);
    CHECK(add(logbook, {changed}).known == 1);
    CHECK(all(logbook).size() == 1);
  }
  SECTION("the person keeps the old one") {
    logbook.keep({both[0].id}, "log keep");
    CHECK(all(logbook)[0].entry == breakfast);
    CHECK(add(logbook, {changed}).known == 1);
  }
}

TEST_CASE_METHOD(Fixture, "conflicts are settled together or not at all") {
  add(logbook, {breakfast, lunch});
  LogEntry other_breakfast = breakfast, other_lunch = lunch;
  other_breakfast.raw = other_lunch.raw = "another marker";
  add(logbook, {other_breakfast, other_lunch});
  const auto four = all(logbook, false);
  REQUIRE(four.size() == 4);
  const auto kept = [&] {
    std::vector<std::int64_t> ids;
    for (const StoredEntry& entry : all(logbook)) ids.push_back(entry.id);
    return ids;
  };
  const std::vector<std::int64_t> before = kept();
  SECTION("both by one operation") {
    const std::vector<std::int64_t> others{four[1].id, four[3].id};
    logbook.keep(others, "log keep");
    CHECK(kept() == others);
    logbook.undo(std::nullopt, "log undo");
    CHECK(kept() == before);
  }
  SECTION("none when one of them is in no conflict") {
    add(logbook, {dinner});
    CHECK_THROWS_AS(logbook.keep({four[1].id, all(logbook).back().id}, "log keep"), Failure);
    logbook.undo(std::nullopt, "log undo");
    CHECK(kept() == before);
  }
  SECTION("and of two that differ from each other only one") {
    CHECK_THROWS_AS(logbook.keep({four[0].id, four[1].id}, "log keep"), Failure);
    CHECK(kept() == before);
  }
  SECTION("keeping again what is kept is no operation") {
    logbook.keep({four[1].id}, "log keep");
    const std::size_t operations = logbook.history().size();
    CHECK(logbook.keep({four[1].id}, "log keep") == 0);
    CHECK(logbook.history().size() == operations);
  }
  SECTION("what a purged entry differed from counts in its place") {
    logbook.purge({four[0].id}, "log purge");
    CHECK(kept() == std::vector<std::int64_t>{four[1].id, four[2].id});
  }
}

TEST_CASE_METHOD(Fixture, "equal values by hand are two entries") {
  add(logbook, {breakfast}, hand);
  add(logbook, {breakfast}, hand);
  CHECK(all(logbook).size() == 2);
}

TEST_CASE_METHOD(Fixture, "a reading from a meter and by hand counts once, the meter's leading") {
  LogEntry written = breakfast;
  written.time = {parse_local("2026-01-01 08:00:40")};
  written.note = "from my diary";
  SECTION("by hand first") {
    add(logbook, {written}, hand);
    add(logbook, {breakfast});
  }
  SECTION("meter first") {
    add(logbook, {breakfast});
    add(logbook, {written}, hand);
  }
  REQUIRE(all(logbook).size() == 1);
  CHECK(all(logbook)[0].entry == breakfast);
  const auto both = all(logbook, false);
  REQUIRE(both.size() == 2);
  const StoredEntry& copy = both[0].twin_of ? both[0] : both[1];
  logbook.unlink({copy.id}, "log unlink");
  CHECK(all(logbook).size() == 2);
}

TEST_CASE_METHOD(Fixture, "twins are separated together or not at all") {
  add(logbook, {breakfast, lunch, dinner});
  add(logbook, {breakfast, lunch}, file);
  std::vector<std::int64_t> copies;
  for (const StoredEntry& entry : all(logbook, false))
    if (entry.twin_of) copies.push_back(entry.id);
  REQUIRE(copies.size() == 2);
  CHECK_THROWS_AS(logbook.unlink({copies[0], all(logbook)[0].id}, "log unlink"), Failure);
  CHECK(all(logbook).size() == 3);
  logbook.unlink(copies, "log unlink");
  CHECK(all(logbook).size() == 5);
  logbook.undo(std::nullopt, "log undo");
  CHECK(all(logbook).size() == 3);
}

TEST_CASE_METHOD(Fixture, "undo links no twin to an entry that was purged") {
  add(logbook, {breakfast});
  add(logbook, {breakfast}, file);
  const auto both = all(logbook, false);
  const StoredEntry& copy = both[0].twin_of ? both[0] : both[1];
  const std::int64_t unlinked = logbook.unlink({copy.id}, "log unlink");
  logbook.purge({copy.twin_of}, "log purge");
  logbook.undo(unlinked, "log undo");
  CHECK(all(logbook).size() == 1);
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture, "a twin counts again when the one that leads it is removed") {
  add(logbook, {breakfast}, file);
  add(logbook, {breakfast});
  REQUIRE(all(logbook).size() == 1);
  logbook.remove({all(logbook)[0].id}, "log remove");
  CHECK(all(logbook).size() == 1);
}

TEST_CASE_METHOD(Fixture, "a file written in another zone is recognised by its whole-hour shift") {
  std::vector<LogEntry> of_meter, of_file;
  for (int i = 0; i < 6; ++i) {
    const auto time = parse_local("2026-01-01 08:00:00").value() + std::chrono::hours{7 * i};
    of_meter.push_back(reading(format_local(time).c_str(), mg_dl(100 + i)));
    of_file.push_back(reading(format_local(time + std::chrono::hours{5}).c_str(), mg_dl(100 + i)));
  }
  add(logbook, of_meter);
  add(logbook, of_file, file);
  CHECK(all(logbook).size() == 6);
}

TEST_CASE_METHOD(Fixture, "a shift that explains fewer readings than another is not taken") {
  std::vector<LogEntry> of_meter, of_file;
  const auto add_pair = [&](const char* time, int value, std::chrono::hours shift) {
    const LocalSeconds local = parse_local(time).value();
    of_meter.push_back(reading(format_local(local).c_str(), mg_dl(value)));
    of_file.push_back(reading(format_local(local + shift).c_str(), mg_dl(value)));
  };
  for (int i = 0; i < 2; ++i)
    add_pair(i ? "2026-01-01 08:00" : "2026-01-01 19:10", 100 + i, std::chrono::hours{1});
  for (int i = 0; i < 5; ++i)
    add_pair(("2026-01-0" + std::to_string(3 + i) + " 08:20").c_str(), 150 + i, std::chrono::hours{-3});
  add(logbook, of_meter);
  add(logbook, of_file, file);
  CHECK(all(logbook).size() == 7 + 2);  // the five are twins, the two are not
}

TEST_CASE_METHOD(Fixture, "equal values hours apart by chance are not twins") {
  add(logbook, {breakfast, lunch});
  add(logbook, {reading("2026-01-01 13:00:00", 104_mg_dl), reading("2026-01-02 12:30:00", 99_mg_dl)}, file);
  CHECK(all(logbook).size() == 4);
}

TEST_CASE_METHOD(Fixture, "statistics see each value once, with the days") {
  add(logbook, {breakfast, lunch, dinner, reading("2026-01-02 08:00:00", 104_mg_dl)});
  LogEntry control = reading("2026-01-03 08:00:00", 98_mg_dl);
  control.content = ControlResult{98_mg_dl};
  add(logbook, {control});
  std::vector<std::pair<Glucose, std::int64_t>> values;
  const std::int64_t days = logbook.each_glucose_value(
      {}, [&](const Glucose& value, std::int64_t count) { values.emplace_back(value, count); });
  CHECK(days == 2);
  REQUIRE(values.size() == 3);
  CHECK(values[0] == std::pair<Glucose, std::int64_t>{104_mg_dl, 2});
}

TEST_CASE_METHOD(Fixture, "clock checks are kept with the meter") {
  const ClockCheck check{parse_local("2026-01-01 11:56:00").value(),
                         parse_utc("2026-01-01T12:00:00Z").value(),
                         "Europe/London",
                         std::chrono::milliseconds{12},
                         std::chrono::seconds{1},
                         ClockCheckReason::before_set};
  Logbook::Intake intake = logbook.begin(meter, Dump::whole, "sync");
  intake.add_clock_check(check);
  intake.commit();
  const auto source = *logbook.find_source(SourceKind::meter, "bgstar", meter.serial);
  CHECK(logbook.clock_checks(source) == std::vector<ClockCheck>{check});
  CHECK(clock_difference(check) == std::chrono::seconds{-240});
}

TEST_CASE_METHOD(Fixture, "an unset time has its own place and is not doubled") {
  LogEntry unset = breakfast;
  unset.time = {};
  add(logbook, {unset});
  CHECK(add(logbook, {unset}).known == 1);
  CHECK_FALSE(all(logbook)[0].entry.time.local.has_value());
}

TEST_CASE_METHOD(Fixture, "purge really deletes, with history and bookmark") {
  add(logbook, {breakfast, lunch}, meter, Dump::whole, bookmark_of({lunch, breakfast}));
  const std::int64_t id = all(logbook)[0].id;
  logbook.purge({id}, "log purge");
  CHECK_FALSE(logbook.find(id).has_value());
  const auto source = *logbook.find_source(SourceKind::meter, "bgstar", meter.serial);
  CHECK_FALSE(logbook.bookmark(source).has_value());
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture, "an intake that is not committed leaves nothing behind") {
  {
    Logbook::Intake intake = logbook.begin(meter, Dump::whole, "sync");
    intake.add(breakfast);
  }
  CHECK(all(logbook).empty());
  CHECK(logbook.sources().empty());
  CHECK(logbook.history().empty());
}

TEST_CASE_METHOD(Fixture, "a logbook in use is in order by its own check") {
  add(logbook, {breakfast, lunch, dinner}, meter, Dump::whole, bookmark_of({dinner, lunch}));
  add(logbook, {breakfast}, file);
  logbook.undo(std::nullopt, "log undo");
  CHECK(logbook.check().empty());
}
