#include "core/logbook/lost_clock.hpp"

#include "tests/catch.hpp"

using namespace core;
using namespace std::chrono_literals;

namespace {

LocalSeconds local(const char* time) {
  return parse_local(time).value();
}

const LocalSeconds now = local("2026-03-10 12:00:00");

/// Records with these times, the oldest first; "" is a time that was never set.
std::vector<LogEntry> memory(const std::vector<const char*>& oldest_first) {
  std::vector<LogEntry> entries;
  for (auto time = oldest_first.rbegin(); time != oldest_first.rend(); ++time) {
    LogEntry entry;
    entry.content = BloodGlucose{};
    if (**time) entry.time = {local(*time)};
    entries.push_back(entry);
  }
  return entries;
}

/// The times the records have afterwards, the oldest first.
std::vector<std::string> dated(const std::vector<const char*>& oldest_first, const ClockAtDownload& clock) {
  const std::vector<LogEntry> entries = memory(oldest_first);
  const auto real = real_times(entries, clock);
  std::vector<std::string> times;
  for (std::size_t i = entries.size(); i-- > 0;)
    times.push_back(format_time(real.at(i).value_or(entries[i].time)));
  return times;
}

using Times = std::vector<std::string>;

/// A clock that shows `meter` now.
ClockAtDownload showing(const char* meter) {
  return {now, local(meter) - now, {}};
}

}  // namespace

TEST_CASE("what a lost clock dated has the time that the clock tells while it runs on") {
  CHECK(dated({"2026-03-01 08:00", "2000-01-01 00:10", "2000-01-02 00:00"}, showing("2000-01-03 12:00")) ==
        Times{"2026-03-01 08:00:00", "2026-03-08 00:10:00", "2026-03-09 00:00:00"});
}

TEST_CASE("what a lost clock dated has no time once the clock is set") {
  CHECK(dated({"2026-03-01 08:00", "2000-01-01 00:10", "2026-03-09 08:00"}, {now, 30s, {}}) ==
        Times{"2026-03-01 08:00:00", "time unknown", "2026-03-09 08:00:00"});
  CHECK(dated({"2026-03-01 08:00", "2000-01-01 00:10"}, {now, {}, {}}) ==
        Times{"2026-03-01 08:00:00", "time unknown"});
}

TEST_CASE("where a download broke off, what a default date gave has no time") {
  CHECK(dated({"2000-01-01 00:10", "2026-03-09 08:00"}, {now, 30s, {}, true}) ==
        Times{"time unknown", "2026-03-09 08:00:00"});
  CHECK(dated({"2000-01-01 00:10", "2026-03-09 08:00"}, {now, 30s, {}}) ==
        Times{"2000-01-01 00:10:00", "2026-03-09 08:00:00"});
  CHECK(dated({"2000-01-01 00:10", "2000-01-02 00:00"}, {now, local("2000-01-03 12:00") - now, {}, true}) ==
        Times{"2026-03-08 00:10:00", "2026-03-09 00:00:00"});
}

TEST_CASE("where a download broke off, an old meter's own times from before 2010 stay") {
  CHECK(dated({"2009-12-30 08:00", "2010-01-02 08:00"}, {now, 30s, {}, true}) ==
        Times{"2009-12-30 08:00:00", "2010-01-02 08:00:00"});
  CHECK(dated({"2009-12-30 08:00", "2026-03-01 08:00"}, {now, 30s, {}, true}) ==
        Times{"time unknown", "2026-03-01 08:00:00"});
}

TEST_CASE("no time that is worked out lies before there was such a meter") {
  ClockAtDownload clock = showing("2000-01-03 12:00");
  clock.wall = local("1970-01-05 12:00");
  clock.ahead = local("2000-01-03 12:00") - clock.wall;
  CHECK(dated({"1999-12-01 00:10"}, clock) == Times{"time unknown"});
}

TEST_CASE("a clock lost twice tells the times since the last loss") {
  CHECK(dated({"2026-03-01 08:00", "2000-01-04 00:00", "2000-01-01 05:00", "2000-01-01 09:00"},
              showing("2000-01-01 10:00")) ==
        Times{"2026-03-01 08:00:00", "time unknown", "2026-03-10 07:00:00", "2026-03-10 11:00:00"});
  SECTION("and no time that would be before an older record's") {
    CHECK(dated({"2026-03-09 08:00", "2000-01-01 00:10"}, showing("2000-02-01 10:00")) ==
          Times{"2026-03-09 08:00:00", "time unknown"});
  }
}

TEST_CASE("a clock that was never set tells the times of a memory that holds nothing else") {
  CHECK(dated({"2007-01-01 00:10", "2007-01-02 00:00"}, showing("2007-01-03 12:00")) ==
        Times{"2026-03-08 00:10:00", "2026-03-09 00:00:00"});
}

TEST_CASE("records that no other record and no default date speaks against keep their times") {
  const std::vector<const char*> years_ago{"2015-01-01 08:00", "2015-03-01 08:00"};
  const Times as_they_are{"2015-01-01 08:00:00", "2015-03-01 08:00:00"};
  CHECK(dated(years_ago, {now, 0s, {}}) == as_they_are);
  CHECK(dated(years_ago, showing("2015-03-02 08:00")) == as_they_are);  // it may have stood still
  CHECK(dated(years_ago, showing("2000-01-01 00:05")) == as_they_are);  // lost since
  CHECK(dated({"1991-04-21 09:09", "1991-04-22 07:35"}, {now, 0s, {}}) ==
        Times{"1991-04-21 09:09:00", "1991-04-22 07:35:00"});
}

TEST_CASE("summer time and journeys are no lost clock") {
  CHECK(dated({"2026-03-08 20:00", "2026-03-08 19:30", "2026-03-07 19:00"}, {now, -1h, {}}) ==
        Times{"2026-03-08 20:00:00", "2026-03-08 19:30:00", "2026-03-07 19:00:00"});
}

TEST_CASE("a time that has not come yet is none") {
  CHECK(dated({"2026-03-01 08:00", "2062-03-02 08:00", "2026-03-03 08:00"}, {now, 0s, {}}) ==
        Times{"2026-03-01 08:00:00", "time unknown", "2026-03-03 08:00:00"});
  CHECK(dated({"2027-03-09 08:00"}, showing("2027-03-10 12:00")) == Times{"2026-03-09 08:00:00"});
}

TEST_CASE("what was read before tells that the clock is lost, and a time that was never set tells nothing") {
  CHECK(dated({"2000-01-01 00:10"}, {now, 0s, local("2026-03-01 08:00")}) == Times{"time unknown"});
  CHECK(dated({"", "2026-03-01 08:00", ""}, {now, 0s, {}}) ==
        Times{"time unknown", "2026-03-01 08:00:00", "time unknown"});
}
