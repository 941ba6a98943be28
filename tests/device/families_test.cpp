#include "tests/device/families.hpp"

#include "tests/catch.hpp"

// What holds for every family: its driver against its simulated meter, which share nothing but the page they
// were written from. A new family is tested by being there.
namespace {

using core::LogEntry;
using What = TamperedCable::What;

/// "An error or the same readings", in bounded time.
void check_error_or_same(const SessionResult& result, const SessionResult& clean) {
  CHECK(wrong_entries(entries_of(result), entries_of(clean)) == 0);
  CHECK(result.virtual_time <= std::chrono::seconds(700));  // codefree's person has 300 s to turn it on
  if (result.error) {
    CHECK_FALSE(result.read.downloaded.complete);
    CHECK_FALSE(result.error->what.empty());
  } else {
    CHECK(result.read.downloaded.complete);
    CHECK(entries_of(result).size() == entries_of(clean).size());
    CHECK(result.read.identity.serial == clean.read.identity.serial);
    CHECK(result.read.identity.display_unit == clean.read.identity.display_unit);
  }
}

}  // namespace

TEST_CASE("a simulated meter is as fast as its driver's line") {
  for (const Family& family : families())
    for (const simulators::SimulatedModel& model : family.simulated->models) {
      INFO(model.name);
      const device::SerialSettings& line = device::serial_link(*family.driver).settings;
      CHECK(model.baud == line.baud);
      CHECK(model.bits_per_byte == device::bits_per_byte(line));
    }
}

TEST_CASE("a meter is called by its model or its family, both sides alike") {
  for (const Family& family : families()) {
    const simulators::SimulatedModel& first = family.simulated->models.front();
    CHECK(simulators::find_model(family.simulated->family).model->name == first.name);
    CHECK(device::find_driver(family.simulated->family) == family.driver);
    for (const simulators::SimulatedModel& model : family.simulated->models) {
      INFO(model.name);
      CHECK(simulators::find_model(model.name).model == &model);
      CHECK(device::find_driver(model.name) == family.driver);
    }
  }
  CHECK(simulators::find_model("Td42XX").model->name == "td-4277");
  CHECK(simulators::find_model("TD4235B").model->name == "td-4235b");
  CHECK(simulators::find_model("onetouch_ultra").model->name == "onetouch-ultra");
  CHECK(simulators::find_model("verio").model == nullptr);
  CHECK(device::find_driver("GlucoMen Areo GK")->family == "glucomen_areo");
  CHECK(device::find_driver("") == nullptr);
}

TEST_CASE("every simulated meter, kind or strict, is read by its family's driver exactly") {
  for (const Family& family : families())
    for (const simulators::SimulatedModel& model : family.simulated->models)
      for (const bool strict : {false, true}) {
        INFO(model.name << (strict ? " strict" : ""));
        auto meter = simulated_meter(model.name, mixed_readings(40), {}, 1, {strict, {}});
        const simulators::Readings held = meter.meter().state().memory;
        CHECK(held.size() >= 30);
        const SessionResult result = run_session(meter, {.driver = family.driver});
        INFO((result.error ? core::sentence(*result.error) : std::string()));
        REQUIRE_FALSE(result.error);
        CHECK(result.read.downloaded.complete);
        CHECK(result.read.identity.simulated);
        CHECK(result.read.clock.has_value() == family.driver->can_read_clock);
        CHECK(result.read.identity.serial == meter.meter().state().serial);
        const Seen seen = seen_by(entries_of(result));
        CHECK(seen(entries_of(result)) == seen(held));
      }
}

TEST_CASE("every empty meter is read, and holds nothing") {
  for (const Family& family : families()) {
    INFO(family.name());
    auto meter = simulated_meter(family.model(), {});
    const SessionResult result = run_session(meter, {.driver = family.driver});
    CHECK_FALSE(result.error);
    CHECK(result.read.downloaded.complete);
    CHECK(entries_of(result).empty());
  }
}

TEST_CASE("a second download of any family brings what is new, by the bookmark or with all the rest") {
  for (const Family& family : families()) {
    INFO(family.name());
    const auto readings = plain_readings(50);
    auto meter = simulated_meter(family.model(), {readings.begin(), readings.end() - 8});
    const SessionResult first = run_session(meter, {.driver = family.driver});
    REQUIRE_FALSE(first.error);
    for (auto one = readings.end() - 8; one != readings.end(); ++one) meter.meter().state().add(*one);
    meter.replug(session_time());
    const SessionResult second =
        run_session(meter, {.bookmark = first.read.downloaded.bookmark, .driver = family.driver});
    REQUIRE_FALSE(second.error);
    const Seen seen = seen_by(entries_of(second));
    if (second.read.downloaded.met_bookmark) {
      CHECK(seen(entries_of(second)) == seen({readings.end() - 8, readings.end()}));
      CHECK(second.read.exchanges <= 4 * 8 + 14);
    } else {
      CHECK(seen(entries_of(second)) == seen(readings));
      CHECK(first.read.downloaded.bookmark.newest.empty());
    }
  }
}

TEST_CASE("a full memory of any family is read whole, the oldest overwritten") {
  for (const Family& family : families()) {
    const simulators::SimulatedModel& model = family.simulated->models.front();
    INFO(model.name);
    auto meter = simulated_meter(model.name, plain_readings(model.memory + 5));
    CHECK(meter.meter().state().memory.size() == model.memory);
    const SessionResult result = run_session(meter, {.driver = family.driver});
    CHECK_FALSE(result.error);
    CHECK(entries_of(result).size() == model.memory);
  }
}

TEST_CASE("a cable pulled at any byte of any family leaves no wrong reading, and all come afterwards") {
  for (const Family& family : families()) {
    const auto readings = mixed_readings(is_campaign() ? 300 : 40);
    auto whole = simulated_meter(family.model(), readings);
    const SessionResult clean = run_session(whole, {.driver = family.driver});
    REQUIRE_FALSE(clean.error);
    const std::uint64_t bytes =
        bytes_of_session(simulated_meter(family.model(), readings), {.driver = family.driver});
    for (const std::uint64_t byte : spread(bytes, 60)) {
      INFO(family.name() << ", cut before byte " << byte << " of " << bytes);
      auto meter = simulated_meter(family.model(), readings);
      const SessionResult broken = run_tampered(meter, {What::cut, byte}, {.driver = family.driver});
      check_error_or_same(broken, clean);
      meter.replug(session_time());
      const SessionResult again = run_session(meter, {.driver = family.driver});
      CHECK_FALSE(again.error);
      CHECK(entries_of(again) == entries_of(clean));
    }
  }
}

TEST_CASE("any flipped bit, lost or doubled byte of any family gives an error or the same readings") {
  for (const Family& family : families()) {
    const auto readings = mixed_readings(is_campaign() ? 40 : 20);
    auto whole = simulated_meter(family.model(), readings);
    const SessionResult clean = run_session(whole, {.driver = family.driver});
    REQUIRE_FALSE(clean.error);
    const std::uint64_t bytes =
        bytes_of_session(simulated_meter(family.model(), readings), {.driver = family.driver});
    for (const std::uint64_t bit : spread(bytes * 8, 150)) {
      INFO(family.name() << ", bit " << bit % 8 << " of byte " << bit / 8 << " of " << bytes);
      auto meter = simulated_meter(family.model(), readings);
      check_error_or_same(run_tampered(meter, {What::flip, bit / 8, static_cast<unsigned>(bit % 8)},
                                       {.driver = family.driver}),
                          clean);
    }
    for (const What what : {What::drop, What::twice})
      for (const std::uint64_t byte : spread(bytes, 60)) {
        INFO(family.name() << (what == What::drop ? ", lost" : ", doubled") << " byte " << byte);
        auto meter = simulated_meter(family.model(), readings);
        check_error_or_same(run_tampered(meter, {what, byte}, {.driver = family.driver}), clean);
      }
  }
}

TEST_CASE("a sleepy meter, a bad record, a half answer and a doubled one are got over by every family") {
  for (const Family& family : families())
    for (const char* fault :
         {"deaf=1", "bad-record=3", "truncate=5", "truncate=2", "duplicate=3", "duplicate=6"}) {
      INFO(family.name() << " " << fault);
      const auto readings = mixed_readings(20);
      auto whole = simulated_meter(family.model(), readings);
      const SessionResult clean = run_session(whole, {.driver = family.driver});
      auto meter = simulated_meter(family.model(), readings, *simulators::with_fault({}, fault));
      check_error_or_same(run_session(meter, {.driver = family.driver}), clean);
    }
}

TEST_CASE("a reading taken during the download of any family is got then or by the next one, once") {
  for (const Family& family : families())
    for (const std::uint64_t record : {1, 2, 7, 19, 20}) {
      INFO(family.name() << ", one more after record " << record);
      simulators::Faults faults;
      faults.add_during = {record};
      auto meter = simulated_meter(family.model(), plain_readings(20), faults);
      const SessionResult first = run_session(meter, {.driver = family.driver});
      REQUIRE_FALSE(first.error);
      meter.replug(session_time());
      const SessionResult next =
          run_session(meter, {.bookmark = first.read.downloaded.bookmark, .driver = family.driver});
      REQUIRE_FALSE(next.error);
      std::vector<LogEntry> all = entries_of(next);
      if (next.read.downloaded.met_bookmark)
        all.insert(all.end(), first.read.downloaded.entries.begin(), first.read.downloaded.entries.end());
      const Seen seen = seen_by(all);
      CHECK(seen(all) == seen(meter.meter().state().memory));
    }
}
