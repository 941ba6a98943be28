#include "tests/catch.hpp"
#include "tests/device/meters/td42xx/td42xx_bench.hpp"
#include "tests/failure_of.hpp"

using namespace td42xx_tests;
using core::Errc;

// Its clock and its memory: what changes the meter.

TEST_CASE("a TaiDoc that says a notice is not told again to erase: a test may have been taken") {
  Bench bench;
  bench.identify();
  bench.tamper = [&](std::size_t, MeterBench::Answer& answer) {
    if (bench.asked.back() == erase) answer.bytes = *core::parse_hex(notice);
  };
  failure_of([&] { bench.run(bench.meter->erase()); });
  CHECK(bench.times_asked(erase) == 1);
}

TEST_CASE("a TaiDoc's clock that shows no time is asked again, and then said to") {
  Bench once;
  const auto first = packet("51 23 5e 34 03 15");
  once.tamper = [&](std::size_t now, MeterBench::Answer& answer) {
    if (now == 1) answer.bytes = *core::parse_hex(first);
  };
  CHECK(once.run(once.meter->read_clock()).shown == *core::make_local(2026, 11, 18, 21, 3, 0));
  Bench always;
  always.script.answers[clock_question] = first;
  CHECK(failure_of([&] { always.run(always.meter->read_clock()); }).kind == Errc::protocol);
  CHECK(always.asked.size() == 5);
}

TEST_CASE("a TaiDoc's clock is set when a minute begins, and read back") {
  Bench bench;
  bench.script.answers[clock_question] = packet("51 23 04 27 25 0d");
  const auto clock = [&] {
    return *core::make_local(2019, 8, 4, 13, 36, 30) +
           std::chrono::floor<std::chrono::seconds>(bench.elapsed());
  };
  bench.run(bench.meter->set_clock(clock));
  CHECK(bench.asked == std::vector<std::string>{set_clock, clock_question});
  CHECK(bench.elapsed() >= std::chrono::seconds(30));
  CHECK(bench.elapsed() < std::chrono::seconds(31));
}

TEST_CASE("a TaiDoc that does not take over the time is told so three times") {
  Bench bench;
  const auto clock = [] { return *core::make_local(2019, 8, 4, 13, 37, 0); };
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(clock)); }).kind == Errc::protocol);
  CHECK(bench.times_asked(set_clock) == 3);
}

TEST_CASE("a time that a TaiDoc's clock cannot show is refused before anything is sent") {
  for (const int year : {1999, 2100}) {
    Bench bench;
    const auto clock = [year] { return *core::make_local(year, 6, 1, 12, 0, 0); };
    CHECK(failure_of([&] { bench.run(bench.meter->set_clock(clock)); }).kind == Errc::refused);
    CHECK(bench.asked.empty());
  }
}

TEST_CASE("a TaiDoc is told to erase once, and asked for its count whatever it answers") {
  Bench bench;
  bench.tamper = lost(1);
  bench.run(bench.meter->erase());
  CHECK(bench.asked == std::vector<std::string>{erase, count});

  Bench keeps;
  keeps.answer_to = [&](const std::string& question) {
    return question == erase ? std::string() : keeps.script(question);
  };
  CHECK(failure_of([&] { keeps.run(keeps.meter->erase()); }).kind == Errc::protocol);
  CHECK(keeps.times_asked(erase) == 1);
}
