#include "simulators/presets.hpp"

#include <algorithm>
#include <set>

#include "simulators/faulty_meter.hpp"
#include "tests/catch.hpp"

namespace {

using simulators::Preset;
using simulators::PresetWish;
using simulators::Readings;
using namespace std::chrono_literals;

core::LocalSeconds at(int year, int month, int day, int hour = 0, int minute = 0) {
  return *core::make_local(year, month, day, hour, minute, 0);
}

PresetWish wish(std::string_view model = "ibgstar") {
  return {simulators::find_model(model), at(2026, 11, 18, 21), core::GlucoseUnit::mg_dl, 1, "Europe/London"};
}

Preset preset(std::string_view name, const PresetWish& wished = wish()) {
  return simulators::make_preset(name, wished).value();
}

/// What a meter of this model takes into its memory.
Readings held(const PresetWish& wished, Readings readings) {
  const auto [family, model] = wished.model;
  simulators::MeterState state;
  state.memory = std::move(readings);
  if (family->folder) return simulators::fit(std::move(state), *model, family->folder->holds).memory;
  return family->make(*model, std::move(state), {})->state().memory;
}

/// Some keep no control tests.
bool keeps_control_tests(const PresetWish& wished) {
  core::LogEntry entry;
  entry.time.local = at(2026, 11, 18);
  entry.content = core::ControlResult{core::mg_dl(104)};
  return !held(wished, {entry}).empty();
}

template <class Check>
void for_every_model(Check check) {
  for (const simulators::SimulatedFamily* family : simulators::families())
    for (const simulators::SimulatedModel& model : family->models) {
      INFO(model.name);
      check(wish(model.name));
    }
}

bool is_sorted(const Readings& readings) {
  return std::is_sorted(readings.begin(), readings.end(),
                        [](const auto& a, const auto& b) { return *a.time.local < *b.time.local; });
}

template <class Kind>
std::ptrdiff_t count_of(const Readings& readings, core::Reach reach = core::Reach::number) {
  return std::count_if(readings.begin(), readings.end(), [&](const core::LogEntry& entry) {
    const auto* found = std::get_if<Kind>(&entry.content);
    return found && found->value.reach == reach;
  });
}

}  // namespace

TEST_CASE("a preset is the same meter again for the same wish, another one for another seed") {
  for_every_model([](const PresetWish& wished) {
    for (const std::string& name : simulators::preset_names()) {
      INFO(name);
      const Preset made = preset(name, wished);
      PresetWish other = wished;
      other.seed = 2;
      CHECK(preset(name, wished).readings == made.readings);
      CHECK(preset(name, other).readings != made.readings);
      CHECK(held(wished, made.readings).size() >= 20);
    }
  });
  const auto unknown = simulators::make_preset("last-week", wish());
  REQUIRE(unknown.has_error());
  CHECK(unknown.error().advice.find("first-week, summer-time") != std::string::npos);
}

TEST_CASE("first-week: a control test, then readings of seven whole days before now") {
  for_every_model([](const PresetWish& wished) {
    const Readings readings = held(wished, preset("first-week", wished).readings);
    const bool has_test = keeps_control_tests(wished);
    CHECK(std::holds_alternative<core::ControlResult>(readings.front().content) == has_test);
    CHECK(count_of<core::ControlResult>(readings) == (has_test ? 1 : 0));
    CHECK(*readings.front().time.local >= at(2026, 11, 11));
    CHECK(*readings.front().time.local < at(2026, 11, 12));
    CHECK(*readings.back().time.local >= at(2026, 11, 17));
    CHECK(*readings.back().time.local < at(2026, 11, 18));
    CHECK(is_sorted(readings));
  });
}

TEST_CASE("summer-time: two weeks around the zone's last change on a clock that stayed on winter time") {
  const Preset london = preset("summer-time");
  CHECK(london.clock_difference == -1h);
  CHECK(is_sorted(london.readings));
  CHECK(*london.readings.front().time.local >= at(2026, 3, 22));
  CHECK(*london.readings.front().time.local < at(2026, 3, 23));
  CHECK(*london.readings.back().time.local >= at(2026, 4, 5));
  CHECK(*london.readings.back().time.local < at(2026, 4, 6));
  const auto has = [](const Preset& made, core::LocalSeconds time) {
    return std::any_of(made.readings.begin(), made.readings.end(),
                       [&](const core::LogEntry& entry) { return entry.time.local == time; });
  };
  // In the night of the change, one at a time that no wall clock in London showed.
  for (const core::LocalSeconds time :
       {at(2026, 3, 29, 0, 40), at(2026, 3, 29, 1, 20), at(2026, 3, 29, 2, 20)})
    CHECK(has(london, time));
  // The breakfast of 07:10 (less than 40 minutes off) is an hour earlier for this meter after the change.
  for (const core::LogEntry& entry : london.readings) {
    const auto of_day = *entry.time.local - date::floor<date::days>(*entry.time.local);
    const auto* blood = std::get_if<core::BloodGlucose>(&entry.content);
    if (!blood || blood->meal != core::MealMarker::before_breakfast) continue;
    const auto usual = *entry.time.local < at(2026, 3, 29) ? 7h + 10min : 6h + 10min;
    CHECK(std::chrono::abs(of_day - usual) <= 41min);
  }

  PresetWish elsewhere = wish();
  elsewhere.zone = "Australia/Lord_Howe";  // half an hour, in October
  CHECK(preset("summer-time", elsewhere).clock_difference == -30min);
  CHECK(has(preset("summer-time", elsewhere), at(2026, 10, 4, 1, 40)));
  elsewhere.zone = "Asia/Tokyo";
  CHECK(preset("summer-time", elsewhere).readings == london.readings);
  // Before this year's change it is the one of the year before.
  PresetWish early = wish();
  early.now = at(2026, 3, 28, 12);
  CHECK(has(preset("summer-time", early), at(2025, 3, 30, 1, 20)));
  // Nothing is taken in the future.
  early.now = at(2026, 3, 31, 12);
  CHECK(*preset("summer-time", early).readings.back().time.local < at(2026, 3, 31, 11));
}

TEST_CASE("clock-lost: with the battery out the clock begins anew, and stays wrong") {
  for_every_model([](const PresetWish& wished) {
    const Preset made = preset("clock-lost", wished);
    const core::LocalSeconds start = at(wished.model.family->first_year, 1, 1);
    CHECK(made.clock_difference == start - at(2026, 11, 13, 8));
    const auto lost = std::find_if(made.readings.begin(), made.readings.end(),
                                   [](const auto& entry) { return *entry.time.local < at(2026, 1, 1); });
    REQUIRE(lost != made.readings.end());
    CHECK(is_sorted({made.readings.begin(), lost}));
    CHECK(is_sorted({lost, made.readings.end()}));
    CHECK(lost - made.readings.begin() >= 20);
    CHECK(made.readings.end() - lost >= 10);
    CHECK(*lost->time.local == start + 4min);
    CHECK(*std::prev(lost)->time.local < at(2026, 11, 13, 8));
    CHECK(*made.readings.back().time.local < wished.now + made.clock_difference);
    CHECK(held(wished, made.readings).size() == made.readings.size());
  });
}

TEST_CASE("full-memory: the memory is full, and the oldest readings are gone") {
  for_every_model([](const PresetWish& wished) {
    const Readings readings = preset("full-memory", wished).readings;
    const Readings kept = held(wished, readings);
    CHECK(kept.size() == wished.model.model->memory);
    CHECK(std::equal(kept.rbegin(), kept.rend(), readings.rbegin()));
    CHECK(readings.size() == kept.size() + 30);
  });
}

TEST_CASE("hi-lo: HI, LO and, where the meter keeps them, control tests stand among ordinary readings") {
  for_every_model([](const PresetWish& wished) {
    const Readings readings = held(wished, preset("hi-lo", wished).readings);
    CHECK(count_of<core::BloodGlucose>(readings, core::Reach::hi) >= 1);
    CHECK(count_of<core::BloodGlucose>(readings, core::Reach::lo) >= 1);
    CHECK(count_of<core::ControlResult>(readings) == (keeps_control_tests(wished) ? 1 : 0));
    CHECK(count_of<core::BloodGlucose>(readings) >= 40);
    CHECK(is_sorted(readings));
  });
}

TEST_CASE("two-people: every other reading is the other person's, told apart by its value") {
  for_every_model([](const PresetWish& wished) {
    const Readings readings = held(wished, preset("two-people", wished).readings);
    CHECK(readings.size() == 84);
    CHECK(is_sorted(readings));
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const std::int32_t value = std::get<core::BloodGlucose>(readings[i].content).value.digits;
      CHECK((i % 2 == 0 ? value < 130 : value > 160));
    }
  });
}

TEST_CASE("no two models of a family are made with one serial number") {
  for (const simulators::SimulatedFamily* family : simulators::families())
    for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{99}}) {
      std::set<std::string> serials;
      for (const simulators::SimulatedModel& model : family->models)
        CHECK(serials.insert(family->make_serial(model, seed)).second);
    }
}
