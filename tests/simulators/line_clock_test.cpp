#include "simulators/line_clock.hpp"

#include "tests/catch.hpp"

using namespace std::chrono_literals;
using simulators::Instant;
using simulators::LineClock;

TEST_CASE("byte i is through ten bits a byte after the start, never earlier") {
  const LineClock clock(115200);
  const Instant start{1h};
  // 10 / 115200 s = 86 805.5… ns
  CHECK(clock.leaves(start, 0) - start == 86806ns);
  CHECK(clock.leaves(start, 1) - start == 173612ns);
  CHECK(clock.leaves(start, 11519) - start == 1s);
  CHECK(LineClock(9600).leaves(start, 959) - start == 1s);
}

TEST_CASE("with a parity bit a byte takes eleven bits") {
  const LineClock clock(9600, 11);
  const Instant start{1h};
  CHECK(clock.leaves(start, 95) - start == 110ms);
  CHECK(clock.through(start, start + 110ms) == 96);
  CHECK(clock.through(start, start + 110ms - 1ns) == 95);
}

TEST_CASE("a byte counts as through from its moment on") {
  const Instant start{1h};
  for (const std::uint32_t baud : {1200u, 9600u, 38400u, 57600u, 115200u}) {
    const LineClock clock(baud);
    for (const std::size_t i : {0u, 1u, 2u, 40u, 1000u, 99999u}) {
      CHECK(clock.through(start, clock.leaves(start, i)) == i + 1);
      CHECK(clock.through(start, clock.leaves(start, i) - 2ns) == i);
    }
    CHECK(clock.through(start, start - 1s) == 0);
  }
}

TEST_CASE("both directions share one wire") {
  LineClock clock(9600);
  const Instant start{1h};
  CHECK(clock.occupy(96, start) == start);
  CHECK(clock.free_at() == start + 100ms);
  CHECK(clock.occupy(96, start + 30ms) == start + 100ms);
  CHECK(clock.free_at() == start + 200ms);
  CHECK(clock.occupy(96, start + 1s) == start + 1s);
  CHECK(clock.occupy(0, start + 1s) == start + 1100ms);
  CHECK(clock.free_at() == start + 1100ms);
}

TEST_CASE("an hour of line time is exact") {
  const LineClock clock(115200);
  const Instant start{1h};
  CHECK(clock.leaves(start, 11520u * 3600u - 1) - start == 1h);
  CHECK(clock.through(start, start + 1h) == 11520u * 3600u);
}

TEST_CASE("without pacing everything is due at once") {
  LineClock clock(0);
  const Instant start{1h};
  CHECK(clock.occupy(1000, start) == start);
  CHECK(clock.free_at() == start);
  CHECK(clock.leaves(start, 999) == start);
}
