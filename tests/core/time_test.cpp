#include "core/time/meter_time.hpp"
#include "core/time/timeline.hpp"
#include "tests/catch.hpp"
#include "tests/core/meter_time_at.hpp"

using namespace core;
using std::chrono::seconds;

namespace {

UtcSeconds utc(const char* text) {
  return parse_utc(text).value();
}
Timeline london(std::vector<ClockCheck> checks = {}) {
  return Timeline({{parse_local("1970-01-01").value(), "Europe/London"}}, std::move(checks));
}
ClockCheck check(const char* meter, const char* host) {
  return {parse_local(meter).value(),    utc(host),  "Europe/London",
          std::chrono::milliseconds{10}, seconds{1}, ClockCheckReason::download};
}

}  // namespace

TEST_CASE("the known years end with their last second, however a time is given") {
  const LocalSeconds last = make_local(last_year, 12, 31, 23, 59, 59).value();
  CHECK(is_in_known_years(last.time_since_epoch().count()));
  CHECK_FALSE(is_in_known_years(last.time_since_epoch().count() + 1));
  CHECK_FALSE(make_local(last_year + 1, 1, 1, 0, 0, 0).has_value());
  CHECK(make_local(first_year, 1, 1, 0, 0, 0)->time_since_epoch().count() == 0);
  CHECK_FALSE(is_in_known_years(-1));
  CHECK_FALSE(make_local(first_year - 1, 12, 31, 23, 59, 59).has_value());
}

TEST_CASE("only times that exist on a calendar are times") {
  CHECK(make_local(2024, 2, 29, 0, 0, 0).has_value());
  CHECK_FALSE(make_local(2023, 2, 29, 0, 0, 0).has_value());
  CHECK_FALSE(make_local(1991, 6, 31, 8, 0, 0).has_value());
  CHECK_FALSE(make_local(2024, 1, 1, 24, 0, 0).has_value());
  CHECK_FALSE(make_local(2024, 1, 1, 0, 60, 0).has_value());
  CHECK_FALSE(make_local(2024, 13, 1, 0, 0, 0).has_value());
}

TEST_CASE("a time is read as it is written") {
  CHECK(format_local(*parse_local("2020-02-13T08:34:18")) == "2020-02-13 08:34:18");
  CHECK(format_local(*parse_local("2020-02-13 08:34")) == "2020-02-13 08:34:00");
  CHECK(format_local(*parse_local("2020-02-13")) == "2020-02-13 00:00:00");
  CHECK(format_utc(utc("2020-02-13T08:34:18Z")) == "2020-02-13T08:34:18Z");
  for (const char* text :
       {"", "2020", "2020-2-13", "2020-02-13x", "2020-02-13 8:34", "2020-02-13 08:34:18Z", "13.02.2020"}) {
    INFO(text);
    CHECK_FALSE(parse_local(text).has_value());
  }
  CHECK(format_time({}) == "time unknown");
}

TEST_CASE("a reading is placed by its zone, summer and winter") {
  CHECK(london().place(at("2026-07-01 21:00:00")).utc == utc("2026-07-01T20:00:00Z"));
  CHECK(london().place(at("2026-01-01 21:00:00")).utc == utc("2026-01-01T21:00:00Z"));
  CHECK(london().place(at("2026-07-01 21:00:00")).flag == TimeFlag::unique);
  CHECK_FALSE(london().place(at("2026-07-01 21:00:00")).error_bar.has_value());
}

TEST_CASE("a reading taken in the repeated hour is marked ambiguous") {
  CHECK(london().place(at("2026-10-25 01:30:00")).flag == TimeFlag::ambiguous);
  CHECK(london().place(at("2026-10-25 01:30:00")).utc == utc("2026-10-25T00:30:00Z"));
}

TEST_CASE("a reading in the hour that summer time skips is marked nonexistent") {
  CHECK(london().place(at("2026-03-29 01:30:00")).flag == TimeFlag::nonexistent);
}

TEST_CASE("a reading of a clock that was never set has no place in time") {
  const PlacedTime placed = london().place({});
  CHECK(placed.flag == TimeFlag::unset);
  CHECK_FALSE(placed.utc.has_value());
}

TEST_CASE("a meter that is four minutes slow is corrected") {
  const Timeline timeline = london({check("2026-01-10 11:56:00", "2026-01-10T12:00:00Z")});
  CHECK(timeline.place(at("2026-01-10 08:00:00")).utc == utc("2026-01-10T08:04:00Z"));
  CHECK(timeline.place(at("2026-01-10 08:00:00")).error_bar == seconds{2});
}

TEST_CASE("between two clock checks the drift is interpolated") {
  const Timeline timeline = london({check("2026-01-10 12:00:00", "2026-01-10T12:00:00Z"),
                                    check("2026-01-20 12:02:00", "2026-01-20T12:00:00Z")});
  CHECK(timeline.place(at("2026-01-15 12:01:00")).utc == utc("2026-01-15T12:00:00Z"));
}

TEST_CASE("a clock that was set between two checks widens the error bar") {
  const Timeline timeline = london({check("2026-01-10 12:00:00", "2026-01-10T12:00:00Z"),
                                    check("2026-01-20 13:00:00", "2026-01-20T12:00:00Z")});
  CHECK(timeline.place(at("2026-01-15 12:00:00")).error_bar == seconds{3602});
}

TEST_CASE("a reading taken after the clock was set back is placed by the clock as it was then") {
  const Timeline timeline = london({check("2026-01-10 12:00:00", "2026-01-10T12:00:00Z"),
                                    check("2023-01-12 12:00:00", "2026-01-12T12:00:00Z")});
  const PlacedTime after = timeline.place(at("2023-01-12 09:00:00"));
  CHECK(after.utc == utc("2026-01-12T09:00:00Z"));
  CHECK(after.error_bar > std::chrono::hours{24 * 1000});  // it may as well be an old one of the right clock
  const PlacedTime before = timeline.place(at("2026-01-11 12:00:00"));
  CHECK(before.utc == utc("2026-01-11T12:00:00Z"));
  CHECK(before.error_bar == seconds{2});
}

TEST_CASE("a reading taken after the clock was set forward is placed by the clock as it was then") {
  const Timeline timeline = london({check("2023-01-10 12:00:00", "2026-01-10T12:00:00Z"),
                                    check("2026-01-12 12:00:00", "2026-01-12T12:00:00Z")});
  CHECK(timeline.place(at("2023-01-09 12:00:00")).utc == utc("2026-01-09T12:00:00Z"));
  CHECK(timeline.place(at("2023-01-09 12:00:00")).error_bar == seconds{2});
  CHECK(timeline.place(at("2026-01-11 12:00:00")).utc == utc("2026-01-11T12:00:00Z"));
  CHECK(timeline.place(at("2026-01-11 12:00:00")).error_bar == seconds{2});
  CHECK(timeline.place(at("2024-06-01 12:00:00")).error_bar > std::chrono::hours{24 * 1000});
}

TEST_CASE("a reading from before the clock was lost is not placed decades ahead by the lost clock") {
  const Timeline timeline = london({check("2000-01-02 12:00:00", "2026-11-18T12:00:00Z")});
  CHECK(timeline.place(at("2000-01-02 09:00:00")).utc == utc("2026-11-18T09:00:00Z"));
  CHECK(timeline.place(at("2026-10-01 09:00:00")).utc == utc("2026-10-01T08:00:00Z"));
}

TEST_CASE("a meter left on winter time shows one hour less in summer, from the change on") {
  const Timeline timeline = london({check("2026-03-28 12:00:00", "2026-03-28T12:00:00Z"),
                                    check("2026-03-30 12:00:00", "2026-03-30T12:00:00Z")});
  CHECK(timeline.place(at("2026-03-29 00:30:00")).utc == utc("2026-03-29T00:30:00Z"));
  CHECK(timeline.place(at("2026-03-29 01:30:00")).utc == utc("2026-03-29T01:30:00Z"));
  CHECK(timeline.place(at("2026-03-29 01:30:00")).flag == TimeFlag::unique);
  CHECK(timeline.place(at("2026-03-29 01:30:00")).error_bar == seconds{2});
  CHECK(timeline.place(at("2026-04-01 12:00:00")).utc == utc("2026-04-01T12:00:00Z"));
}

TEST_CASE("one look at a meter left on winter time tells its readings of before the change, too") {
  const Timeline timeline = london({check("2026-04-03 12:00:00", "2026-04-03T12:00:00Z")});
  for (const char* time :
       {"2026-02-01 08:00:00", "2026-03-29 00:40:00", "2026-03-29 01:20:00", "2026-04-03 11:00:00"}) {
    const PlacedTime placed = timeline.place(at(time));
    CHECK(placed.utc->time_since_epoch() == at(time).local->time_since_epoch());
    CHECK(placed.flag == TimeFlag::unique);
  }
}

TEST_CASE("a meter set to summer time on the day is right before and after") {
  const Timeline timeline = london({check("2026-03-28 12:00:00", "2026-03-28T12:00:00Z"),
                                    check("2026-03-30 12:00:00", "2026-03-30T11:00:00Z")});
  CHECK(timeline.place(at("2026-03-28 18:00:00")).utc == utc("2026-03-28T18:00:00Z"));
  CHECK(timeline.place(at("2026-03-29 18:00:00")).utc == utc("2026-03-29T17:00:00Z"));
}

TEST_CASE(
    "a clock that is an hour off was left on the time before the zone's last change, where there was one") {
  using core::LeftOn;
  const auto of = [](const char* meter, const char* host, const char* zone = "Europe/London") {
    core::ClockCheck look = check(meter, host);
    look.zone = zone;
    return core::left_on(look);
  };
  CHECK(of("2026-03-29 01:00:00", "2026-03-29T01:00:00Z") == LeftOn::winter_time);
  CHECK(of("2026-10-24 11:57:00", "2026-10-24T12:00:00Z") == LeftOn::winter_time);
  CHECK(of("2026-11-18 13:03:00", "2026-11-18T12:00:00Z") == LeftOn::summer_time);
  CHECK(of("2026-03-28 13:00:00", "2026-03-28T12:00:00Z") == LeftOn::summer_time);
  CHECK(of("2026-11-18 22:00:00", "2026-11-18T12:00:00Z", "Australia/Sydney") == LeftOn::winter_time);

  CHECK(of("2026-11-18 11:00:00", "2026-11-18T12:00:00Z") == LeftOn::neither);
  CHECK(of("2026-07-01 14:00:00", "2026-07-01T12:00:00Z") == LeftOn::neither);
  CHECK(of("2026-11-18 11:00:00", "2026-11-18T12:00:00Z", "UTC") == LeftOn::neither);
  CHECK(of("2026-11-18 13:03:01", "2026-11-18T12:00:00Z") == LeftOn::neither);
  CHECK(of("2026-11-18 12:56:59", "2026-11-18T12:00:00Z") == LeftOn::neither);
  CHECK(of("2026-11-18 12:00:00", "2026-11-18T12:00:00Z") == LeftOn::neither);
}

TEST_CASE("a person who moves changes zone from a day on") {
  const Timeline timeline({{parse_local("1970-01-01").value(), "Europe/London"},
                           {parse_local("2026-05-01").value(), "America/New_York"}},
                          {});
  CHECK(timeline.place(at("2026-04-30 12:00:00")).utc == utc("2026-04-30T11:00:00Z"));
  CHECK(timeline.place(at("2026-05-02 12:00:00")).utc == utc("2026-05-02T16:00:00Z"));
}

TEST_CASE("a zone that does not exist is named") {
  CHECK_THROWS_AS(Timeline({{parse_local("1970-01-01").value(), "Europe/Atlantis"}}, {}), Failure);
  CHECK_FALSE(is_zone("Europe/Atlantis"));
  CHECK(is_zone("Europe/London"));
}

TEST_CASE("a path or an offset is not a zone's name") {
  for (const char* name : {"", "/etc/localtime", "../zoneinfo/Europe/London", "file:Europe/London", "Europe",
                           "Fixed/UTC+05:00:00", "Europe/London "})
    CHECK_FALSE(is_zone(name));
}

TEST_CASE("summer time goes on after the last year the zone's table holds") {
  CHECK(london().place(at("2045-07-01 12:00:00")).utc == utc("2045-07-01T11:00:00Z"));
  CHECK(Zone("Europe/London").to_local(utc("2045-07-01T11:00:00Z")) == at("2045-07-01 12:00:00").local);
}

TEST_CASE("a repeated wall-clock time is its first moment, a skipped one is as if the clock had not moved") {
  const Zone zone("Europe/London");
  CHECK(zone.to_utc(*parse_local("2026-10-25 01:30:00")).utc == utc("2026-10-25T00:30:00Z"));
  CHECK(zone.to_utc(*parse_local("2026-03-29 01:30:00")).utc == utc("2026-03-29T01:30:00Z"));
}
