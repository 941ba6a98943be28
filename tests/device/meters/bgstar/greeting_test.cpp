#include "tests/catch.hpp"
#include "tests/device/meters/bgstar/bgstar_bench.hpp"
#include "tests/device/slow_meter.hpp"
#include "tests/failure_of.hpp"

using core::Errc;

namespace {

core::Error greeting_failure(BgstarPeer& peer) {
  BgstarBench bench(peer);
  return failure_of([&] { bench.identify(); });
}

}  // namespace

TEST_CASE("a meter that sleeps is to be woken, said after three seconds") {
  BgstarPeer peer;
  peer.tamper = [](std::size_t, std::string& answer) { answer.clear(); };
  BgstarBench bench(peer);
  const core::Deadline begin = bench.wire.now();
  const core::Error error = failure_of([&] { bench.identify(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(error.what.find("does not answer") != std::string::npos);
  CHECK(error.advice.find("Wake the meter") != std::string::npos);
  CHECK(bench.wire.now() - begin == std::chrono::seconds(3));
}

TEST_CASE("a meter that wakes at the second hello is read") {
  BgstarPeer peer;
  peer.tamper = [](std::size_t now, std::string& answer) {
    if (now == 1) answer.clear();
  };
  BgstarBench bench(peer);
  CHECK(bench.identify().model == "BGStar");
}

TEST_CASE("noise in answer to hello names the speed") {
  for (const char* noise : {"\x80\xff\x13\x01", "\x80\xff\r\x02\x03\r"}) {
    BgstarPeer peer;
    peer.tamper = [noise](std::size_t, std::string& answer) { answer = noise; };
    const core::Error error = greeting_failure(peer);
    CHECK(error.kind == Errc::protocol);
    CHECK(error.what.find("not readable at 115200 baud") != std::string::npos);
  }
}

TEST_CASE("another device that answers is told apart") {
  BgstarPeer peer;
  peer.tamper = [](std::size_t, std::string& answer) { answer = "ERROR: unknown command 'hello'\r\n"; };
  const core::Error error = greeting_failure(peer);
  CHECK(error.kind == Errc::protocol);
  CHECK(error.what.find("not as a BGStar does") != std::string::npos);
}

TEST_CASE("a BGStar that is busy from its first question on is called busy") {
  BgstarPeer peer;
  peer.tamper = [](std::size_t, std::string& answer) { answer = "503\r\n"; };
  const core::Error error = greeting_failure(peer);
  CHECK(error.kind == Errc::busy);
  CHECK(error.what == "the BGStar has been busy for ten seconds");
}

TEST_CASE("a BGStar that takes long to say that it is busy is given up after ten seconds, too") {
  BgstarPeer peer = peer_with_two_records();
  LateMeter bench("bgstar", [&](core::ByteView question) { return peer(question).bytes; });
  bench.run(bench.meter->identify());
  peer.tamper = [](std::size_t, std::string& answer) { answer = "503 busy\r\n"; };
  bench.takes = [](core::ByteView, std::size_t) { return LateMeter::Time(300); };
  const auto begin = bench.elapsed();
  CHECK(failure_of([&] { bench.run(bench.meter->read_clock()); }).kind == Errc::busy);
  CHECK(bench.elapsed() - begin < std::chrono::seconds(11));
}

TEST_CASE("a BGStar that is busy for five seconds is waited for, at its first question and at any other") {
  for (const std::size_t first_busy : {1u, 2u, 9u}) {
    BgstarPeer peer = peer_with_two_records();
    int busy = 0;
    peer.tamper = [&](std::size_t now, std::string& answer) {
      if (now >= first_busy && busy++ < 24) answer = "503\r\n";
    };
    BgstarBench bench(peer);
    bench.identify();
    CHECK(bench.download().complete);
  }
}
