#include "tests/catch.hpp"
#include "tests/device/meters/contour/contour_peer.hpp"
#include "tests/failure_of.hpp"

using core::Errc;

TEST_CASE("a Contour's clock is set in the first second of a minute and read back") {
  ContourPeer peer;
  auto bench = peer.meter();
  auto start = *core::make_local(2026, 11, 18, 21, 9, 40);
  const device::WallClock clock = [&] {
    return start + std::chrono::floor<std::chrono::seconds>(bench.elapsed());
  };
  bench.run(bench.meter->identify());
  SECTION("by day") {
    bench.run(bench.meter->set_clock(clock));
    CHECK(peer.date == "261118");
    CHECK(peer.time == "2110");
    CHECK(bench.run(bench.meter->read_clock()).shown == *core::make_local(2026, 11, 18, 21, 10, 0));
  }
  SECTION("not in the last two minutes of a day") {
    start = *core::make_local(2026, 11, 18, 23, 57, 10);
    bench.run(bench.meter->set_clock(clock));
    CHECK(peer.date == "261119");
    CHECK(peer.time == "0000");
  }
  SECTION("a lost answer is got over") {
    const std::size_t first = peer.heard.size();
    for (std::size_t lost = 1; lost < 20; ++lost) {
      peer.tamper = [&, at = peer.heard.size() + lost](std::size_t now, std::string& answer) {
        if (now == at) answer.clear();
      };
      peer.date = "200101";
      bench.run(bench.meter->set_clock(clock));
      CHECK(peer.date == "261118");
    }
    CHECK(peer.heard.size() > first);
  }
  SECTION("a meter that does not take it over is told so three times") {
    peer.takes_clock = false;
    const core::Error error = failure_of([&] { bench.run(bench.meter->set_clock(clock)); });
    CHECK(error.kind == Errc::protocol);
    CHECK(std::count(peer.heard.begin(), peer.heard.end(), "261118|\r") == 3);
  }
  // The meter is left idle, and can be read.
  peer.tamper = [](std::size_t, std::string&) {};
  device::Downloaded result;
  bench.run(bench.meter->download({}, result));
  CHECK(result.entries.size() == 4);
}

TEST_CASE("what a Contour cannot do is said so") {
  ContourPeer peer;
  auto bench = peer.meter();
  CHECK(failure_of([&] { bench.run(bench.meter->erase()); }).kind == Errc::unsupported);
  const auto late = [] { return *core::make_local(2100, 1, 1, 0, 0, 0); };
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(late)); }).kind == Errc::refused);
  CHECK(peer.heard.empty());
}
