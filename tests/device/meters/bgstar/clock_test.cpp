#include "tests/catch.hpp"
#include "tests/device/meters/bgstar/bgstar_bench.hpp"
#include "tests/failure_of.hpp"

using core::Errc;

namespace {

device::WallClock at(int year, int month, int day, int hour) {
  return [=] { return *core::make_local(year, month, day, hour, 0, 0); };
}

}  // namespace

TEST_CASE("the clock is believed when a second answer follows on") {
  BgstarPeer peer;
  SECTION("at once") {}
  SECTION("after one wrong digit") {
    peer.tamper = [](std::size_t now, std::string& answer) {
      if (now == 2) answer = "200 datetime 2024 2 14 21 30 2\r\n";
    };
  }
  SECTION("after a second digit wrong by little") {
    peer.tamper = [](std::size_t now, std::string& answer) {
      if (now == 7) answer = "200 datetime 2020 2 14 21 30 6\r\n";
    };
  }
  BgstarBench bench(peer);
  bench.run(bench.meter->identify());
  CHECK(bench.run(bench.meter->read_clock()).shown == *core::make_local(2020, 2, 14, 21, 30, 2));
}

TEST_CASE("a clock that shows another time at each question is no clock") {
  BgstarPeer peer;
  peer.tamper = [](std::size_t now, std::string& answer) {
    answer = "200 datetime 2020 2 " + std::to_string(28 - now) + " 21 30 2\r\n";
  };
  BgstarBench bench(peer);
  CHECK(failure_of([&] { bench.run(bench.meter->read_clock()); }).kind == Errc::protocol);
}

TEST_CASE("the clock is set once and believed when the answer shows the new time") {
  BgstarPeer peer;
  peer.answers["set datetime 2026 11 18 8 0 0"] = "200 datetime 2026 11 18 8 0 1";
  BgstarBench bench(peer);
  bench.run(bench.meter->set_clock(at(2026, 11, 18, 8)));
  CHECK(peer.asked == std::vector<std::string>{"set datetime 2026 11 18 8 0 0"});
}

TEST_CASE("a clock that shows another time than the one sent is set again, then given up") {
  BgstarPeer peer;
  peer.answers["set datetime 2026 11 18 8 0 0"] = "200 datetime 2020 2 14 21 30 2";
  BgstarBench bench(peer);
  const core::Error error = failure_of([&] { bench.run(bench.meter->set_clock(at(2026, 11, 18, 8))); });
  CHECK(error.kind == Errc::protocol);
  CHECK(peer.asked.size() == 3);
}

TEST_CASE("a BGStar that does not know how to set its clock is to be set by hand") {
  BgstarPeer peer;
  BgstarBench bench(peer);
  const core::Error error = failure_of([&] { bench.run(bench.meter->set_clock(at(2026, 11, 18, 8))); });
  CHECK(error.what == "the BGStar does not take over the time it is sent");
  CHECK(peer.asked.size() == 3);
}

TEST_CASE("a time the meter cannot show is not sent") {
  BgstarPeer peer;
  BgstarBench bench(peer);
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(at(2100, 1, 1, 0))); }).kind == Errc::refused);
  CHECK(peer.asked.empty());
}
