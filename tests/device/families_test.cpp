#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/device/simulated_session.hpp"

// What holds for every family: its driver against its simulated meter, which share nothing but the page they
// were written from. A new family is tested by being there.
namespace {

using core::LogEntry;
using What = TamperedCable::What;

struct Family {
  const device::Driver* driver;
  const simulators::SimulatedFamily* simulated;

  std::string_view name() const { return driver->family; }
  std::string_view model() const { return simulated->models.front().name; }
};

/// Those with a serial link.
std::vector<Family> families() {
  std::vector<Family> all;
  for (const simulators::SimulatedFamily* family : simulators::families())
    if (const device::Driver* driver = device::find_driver(family->family);
        driver && std::holds_alternative<device::SerialLink>(driver->link))
      all.push_back({driver, family});
  return all;
}

/// Readings of all kinds; a meter leaves out what it cannot hold.
simulators::Readings mixed_readings(int count) {
  simulators::Readings readings = plain_readings(count);
  const auto put = [&](std::size_t place, core::Content content) {
    if (place < readings.size()) readings[place].content = std::move(content);
  };
  put(1, core::BloodGlucose{core::above_range(core::mg_dl(0)), core::MealMarker::after_lunch});
  put(2, core::BloodGlucose{core::below_range(core::mg_dl(0)), core::MealMarker::none});
  put(3, core::ControlResult{core::mg_dl(104)});
  put(4, core::Ketone{{15, 1}});
  put(5, core::Ketone{{80, 1}, core::Reach::hi});
  put(6, core::KetoneControl{{11, 1}});
  put(7, core::OtherMeasurement{core::Analyte::hematocrit, {42, 0}});
  put(8, core::UnreadRecord{});
  put(9, core::Insulin{{9, 0}});
  if (readings.size() > 10) readings[10].time.local.reset();
  if (readings.size() > 12) readings[12] = readings[11];
  return readings;
}

std::string value_of(const core::Glucose& glucose) {
  return core::format_number(core::converted(glucose, core::GlucoseUnit::mg_dl));
}

/// What a person would compare, as exactly as the family can tell it: minutes only where its wire has no
/// seconds, and "before" for before_lunch.
struct Seen {
  std::chrono::seconds resolution;
  bool has_meals;

  std::string meal(core::MealMarker marker) const {
    const std::string name(core::name(marker));
    return has_meals ? name.substr(0, name.find('_')) : "";
  }
  std::string content(const core::Content& content) const {
    const std::string kind(core::kind_name(content));
    if (const auto* blood = std::get_if<core::BloodGlucose>(&content))
      return fmt::format("{} {} {}", kind, value_of(blood->value), meal(blood->meal));
    if (const auto* control = std::get_if<core::ControlResult>(&content))
      return kind + " " + value_of(control->value);
    if (const auto* ketone = std::get_if<core::Ketone>(&content))
      return kind + (ketone->reach == core::Reach::hi ? " HI" : " " + core::format_decimal(ketone->mmol_l));
    if (const auto* ketone = std::get_if<core::KetoneControl>(&content))
      return kind + " " + core::format_decimal(ketone->mmol_l);
    if (const auto* other = std::get_if<core::OtherMeasurement>(&content))
      return fmt::format("{} {} {}", kind, core::name(other->analyte), core::format_decimal(other->value));
    return kind;
  }
  std::string operator()(const LogEntry& entry) const {
    if (std::holds_alternative<core::UnreadRecord>(entry.content)) return content(entry.content);
    core::MeterTime time = entry.time;
    if (time.local) *time.local -= time.local->time_since_epoch() % resolution;
    return core::format_time(time) + " " + content(entry.content);
  }
  std::vector<std::string> operator()(const std::vector<LogEntry>& entries) const {
    std::vector<std::string> all;
    for (const LogEntry& entry : entries) all.push_back((*this)(entry));
    std::sort(all.begin(), all.end());
    return all;
  }
};

bool is_meal_marked(const LogEntry& entry) {
  const auto* blood = std::get_if<core::BloodGlucose>(&entry.content);
  return blood && blood->meal != core::MealMarker::none;
}

/// How exactly a family tells, from what was read: a meter that gives a marker for one meal gives all.
Seen seen_by(const std::vector<LogEntry>& read) {
  const bool has_seconds = std::any_of(read.begin(), read.end(), [](const LogEntry& entry) {
    return entry.time.local &&
           entry.time.local->time_since_epoch() % std::chrono::minutes(1) != std::chrono::seconds(0);
  });
  return {has_seconds ? std::chrono::seconds(1) : std::chrono::seconds(60),
          std::any_of(read.begin(), read.end(), is_meal_marked)};
}

std::vector<LogEntry> entries_of(const SessionResult& result) {
  return result.read.downloaded.entries;
}

/// All of an entry that came over the wire.
std::string wire_key(const LogEntry& entry) {
  std::string key = core::format_time(entry.time) + "|" + entry.origin + "|" + entry.raw + "|";
  key += core::kind_name(entry.content);
  for (const std::string& tag : entry.tags) key += "|" + tag;
  return key;
}

/// Entries that are not among the true ones, or oftener than there.
std::size_t wrong_entries(const std::vector<LogEntry>& read, const std::vector<LogEntry>& truth) {
  std::unordered_map<std::string, int> left;
  for (const LogEntry& entry : truth) ++left[wire_key(entry)];
  return static_cast<std::size_t>(std::count_if(
      read.begin(), read.end(), [&](const LogEntry& entry) { return --left[wire_key(entry)] < 0; }));
}

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
