#include "tests/catch.hpp"
#include "tests/core/logbook_fixture.hpp"

using namespace logbook_tests;

namespace {

LogEntry timeless(Glucose value) {
  LogEntry entry = reading("2026-01-01 08:00:00", value);
  entry.time = {};
  return entry;
}

Edit to_time(const MeterTime& time) {
  Edit edit;
  edit.time = time;
  return edit;
}

/// A dump whose download found the clock lost.
Added add_dated(Logbook& logbook, const std::vector<std::pair<LogEntry, std::optional<MeterTime>>>& dump) {
  Logbook::Intake intake = logbook.begin(meter, Dump::whole, "sync");
  for (const auto& [entry, real_time] : dump) intake.add(entry, real_time);
  return intake.commit();
}

}  // namespace

TEST_CASE_METHOD(Fixture,
                 "a reading of unknown time has the time the person says, and the meter's for ever") {
  const LogEntry record = timeless(104_mg_dl);
  add(logbook, {record, lunch}, meter, Dump::whole, bookmark_of({record, lunch}));
  const std::int64_t said = logbook.edit(1, to_time(at("2026-01-02 07:30:00")), "log edit");
  CHECK(logbook.find(1)->entry.time == at("2026-01-02 07:30:00"));
  CHECK(logbook.find(1)->recorded == MeterTime{});

  // the next downloads know it, whole or not
  CHECK(add(logbook, {record, lunch}).added == 0);
  const Added news = add(logbook, {dinner}, meter, Dump::since_bookmark);
  CHECK(news.added == 1);
  CHECK(add(logbook, {record, lunch, dinner}).added == 0);

  // another time, and back
  CHECK(logbook.edit(1, to_time(at("2026-01-02 07:45:00")), "log edit") != 0);
  CHECK(logbook.find(1)->recorded == MeterTime{});
  logbook.undo(std::nullopt, "log undo");
  CHECK(logbook.find(1)->entry.time == at("2026-01-02 07:30:00"));
  logbook.undo(said, "log undo");
  CHECK(logbook.find(1)->entry == record);
  CHECK(add(logbook, {record, lunch, dinner}).added == 0);
  CHECK(all(logbook).size() == 3);
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture, "of equal readings of unknown time each has its own time, and none is doubled") {
  const LogEntry record = timeless(104_mg_dl);
  add(logbook, {record, record, record});
  logbook.edit(1, to_time(at("2026-01-02 07:30:00")), "log edit");
  logbook.edit(3, to_time(at("2026-01-02 07:30:00")), "log edit");
  CHECK(add(logbook, {record, record, record}).added == 0);
  CHECK(add(logbook, {record, record, record, record}).added == 1);
  CHECK(all(logbook).size() == 4);
  logbook.edit(1, to_time({}), "log edit");  // back where it was
  logbook.edit(3, to_time({}), "log edit");
  CHECK(add(logbook, {record, record, record, record}).added == 0);
}

TEST_CASE_METHOD(Fixture, "a reading moved to the time of an equal record does not stand for it") {
  const LogEntry record = timeless(104_mg_dl);
  const LogEntry equal = reading("2026-01-02 07:30:00", 104_mg_dl);
  add(logbook, {record});
  logbook.edit(1, to_time(equal.time), "log edit");
  CHECK(add(logbook, {record, equal}).added == 1);
  CHECK(add(logbook, {record, equal}).known == 2);
  CHECK(all(logbook).size() == 2);
}

TEST_CASE_METHOD(Fixture, "a time the meter gave is kept until the person says that it is unknown") {
  add(logbook, {breakfast});
  CHECK_THROWS_AS(logbook.edit(1, to_time(at("2026-01-02 07:30:00")), "log edit"), Failure);
  logbook.edit(1, to_time({}), "log edit");
  CHECK(logbook.find(1)->recorded == breakfast.time);
  CHECK(add(logbook, {breakfast}).added == 0);
  logbook.edit(1, to_time(at("2026-01-02 07:30:00")), "log edit");
  logbook.edit(1, to_time(breakfast.time), "log edit");
  CHECK(logbook.find(1)->entry == breakfast);
  CHECK_THROWS_AS(logbook.edit(1, to_time(at("2026-01-02 07:30:00")), "log edit"), Failure);
}

TEST_CASE_METHOD(Fixture, "a record that its download dates anew is known by its own time") {
  const LogEntry wrong = reading("2000-01-01 00:10:00", 104_mg_dl);
  const std::vector<std::pair<LogEntry, std::optional<MeterTime>>> dump{
      {lunch, MeterTime{}}, {wrong, at("2026-01-02 07:30:00")}, {dinner, std::nullopt}};
  const Added added = add_dated(logbook, dump);
  CHECK(added.added == 3);
  CHECK(all(logbook).front().entry.time == MeterTime{});
  CHECK(all(logbook).back().entry.time == at("2026-01-02 07:30:00"));
  CHECK(add_dated(logbook, dump).added == 0);
  CHECK(add(logbook, {lunch, wrong, dinner}).added == 0);

  // undone and read again it is dated anew again
  logbook.undo(added.operation, "log undo");
  CHECK(all(logbook).empty());
  CHECK(add_dated(logbook, dump).added == 3);
  CHECK(all(logbook).back().entry.time == at("2026-01-02 07:30:00"));
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture, "a reading by hand is a copy only while the meter's has its time") {
  LogEntry record = timeless(104_mg_dl);
  add(logbook, {record});
  add(logbook, {reading("2026-01-02 07:30:00", 104_mg_dl)}, hand);
  logbook.edit(1, to_time(at("2026-01-02 07:30:20")), "log edit");
  CHECK(logbook.find(2)->twin_of == 1);
  logbook.edit(1, to_time(at("2026-01-05 07:30:00")), "log edit");
  CHECK(logbook.find(2)->twin_of == 0);
}

TEST_CASE_METHOD(Fixture, "no period holds a reading of unknown time") {
  add(logbook, {timeless(104_mg_dl), lunch});
  const auto count = [&](const Filter& filter) {
    std::int64_t readings = 0;
    logbook.each_glucose_value(filter, [&](const Glucose&, std::int64_t n) { readings += n; });
    return readings;
  };
  Filter filter;
  CHECK(count(filter) == 2);
  filter.to = parse_local("2026-06-01");
  CHECK(count(filter) == 1);
  filter = {};
  filter.time_unknown = true;
  CHECK(count(filter) == 1);
}

TEST_CASE_METHOD(Fixture, "an equal reading is not lost where one between others was purged or moved") {
  add(logbook, {lunch, lunch, lunch});
  logbook.purge({2}, "log purge");
  CHECK(add(logbook, {lunch, lunch, lunch}).added == 1);
  CHECK(all(logbook).size() == 3);

  for (int i = 0; i < 3; ++i) add(logbook, {breakfast}, hand);
  logbook.edit(all(logbook)[1].id, to_time(at("2026-02-02 07:30:00")), "log edit");
  add(logbook, {breakfast}, hand);
  CHECK(all(logbook).size() == 7);
}

TEST_CASE_METHOD(
    Fixture, "where the first of equal readings was purged, a meter that holds fewer brings none too many") {
  add(logbook, {lunch, lunch, lunch});
  logbook.purge({1}, "log purge");
  CHECK(add(logbook, {lunch}).added == 0);
  CHECK(add(logbook, {lunch, lunch}).added == 0);
  CHECK(add(logbook, {lunch, lunch, lunch}).added == 1);
  CHECK(all(logbook).size() == 3);
  CHECK(logbook.check().empty());
}

TEST_CASE_METHOD(Fixture, "the newest time of a meter is one that it gave itself, up to a limit") {
  add_dated(logbook,
            {{breakfast, {}}, {lunch, {}}, {timeless(104_mg_dl), at("2026-01-01 17:00:00")}, {dinner, {}}});
  add(logbook, {reading("2026-01-01 16:00:00", 5.5_mmol_l)}, file);
  const std::int64_t source = logbook.find_source(meter.kind, meter.family, meter.serial).value();
  const auto newest_up_to = [&](const char* limit) { return logbook.newest_time(source, *at(limit).local); };
  CHECK(newest_up_to("2026-01-02 00:00:00") == dinner.time.local);
  CHECK(newest_up_to("2026-01-01 18:00:00") == lunch.time.local);  // the time in between was said by a person
  CHECK(newest_up_to("2026-01-01 12:30:00") == lunch.time.local);
  CHECK(newest_up_to("2026-01-01 07:59:59") == std::nullopt);
}

TEST_CASE_METHOD(Fixture, "what comes after the memory was erased is new, be it equal to what was there") {
  add(logbook, {dinner, lunch});
  auto intake = logbook.begin(meter, Dump::since_bookmark, "sync --erase-meter");
  intake.set_bookmark({{}, lunch.time.local});
  CHECK(intake.commit().operation != 0);
  CHECK(add(logbook, {lunch, breakfast}).added == 2);
  CHECK(add(logbook, {lunch, breakfast}).added == 0);
  const Added shown_again = add(logbook, {breakfast});  // of before it, so it was not erased at all
  CHECK(shown_again.known == 1);
  CHECK(logbook.check().empty());
  logbook.purge({1}, "log purge");
  CHECK(add(logbook, {lunch, breakfast}).added == 0);
}

TEST_CASE_METHOD(Fixture,
                 "a download counts the new readings that were dated anew and those without a time") {
  auto intake = logbook.begin(meter, Dump::whole, "sync");
  intake.add(dinner);
  intake.add(lunch, MeterTime{});
  intake.add(breakfast, dinner.time);
  const Added added = intake.commit();
  CHECK(added.dated == 1);
  CHECK(added.time_unknown == 1);
  auto again = logbook.begin(meter, Dump::whole, "sync");
  again.add(dinner);
  again.add(lunch, MeterTime{});
  again.add(breakfast, dinner.time);
  const Added known = again.commit();
  CHECK(known.dated == 0);
  CHECK(known.time_unknown == 0);
}
