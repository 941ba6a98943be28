#include "tests/catch.hpp"
#include "tests/device/meters/contour/contour_peer.hpp"
#include "tests/failure_of.hpp"

using namespace std::chrono_literals;
using core::Errc;

// What is silent, refuses, or is another meter than it seemed.

TEST_CASE("a silent Contour is asked three times, five seconds each") {
  ScriptedMeter bench("contour", [](core::ByteView, core::Deadline) { return core::MemoryStream::Answer{}; });
  const core::Error error = failure_of([&] { bench.read(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(bench.elapsed() == 3 * 5s + 100ms);
}

TEST_CASE("a Contour that refuses every word is not taken for another meter") {
  ScriptedMeter bench("contour", [](core::ByteView, core::Deadline) {
    return core::MemoryStream::Answer{{0x15}, false};
  });
  const core::Error error = failure_of([&] { bench.run(bench.meter->identify()); });
  CHECK(error.kind == Errc::protocol);
  CHECK(error.what == "the Contour refuses every word");
}

TEST_CASE("a line that says one thing over and over is given up within a minute") {
  const auto said = GENERATE(table<std::string, std::chrono::milliseconds>({
      {"\x04", 200ms},
      {"\x04", 1s},
      {contour_frame("1x"), 50ms},
      {contour_example()[2], 300ms},
      {"\x05", 200ms},
  }));
  const std::string words = std::get<0>(said);
  const std::chrono::milliseconds pause = std::get<1>(said);
  core::Deadline next{};
  const auto speaker = [&](core::Deadline until) -> std::optional<core::MemoryStream::Unasked> {
    if (next > until) return std::nullopt;
    next += pause;
    return core::MemoryStream::Unasked{next - pause, {{words.begin(), words.end()}, false}};
  };
  ScriptedMeter bench(
      "contour", [](core::ByteView, core::Deadline) { return core::MemoryStream::Answer{}; }, speaker);
  CHECK(failure_of([&] { bench.run(bench.meter->identify()); }).kind == Errc::protocol);
  CHECK(bench.elapsed() < 60s);
}

TEST_CASE("another device in place of a Contour is told apart") {
  ScriptedMeter bench("contour", [](core::ByteView, core::Deadline) {
    const core::ByteView words = core::as_bytes("400 what?\r\n");
    return core::MemoryStream::Answer{{words.begin(), words.end()}, false};
  });
  const core::Error error = failure_of([&] { bench.read(); });
  CHECK(error.kind == Errc::protocol);
  CHECK(error.advice.find("--meter") != std::string::npos);
}

TEST_CASE("a Contour that somebody thought about for a while is read from its beginning") {
  ContourPeer peer;
  auto bench = peer.meter();
  bench.run(bench.meter->identify());
  std::array<std::uint8_t, 1> nothing;
  CHECK(failure_of([&] { bench.run(bench.wire.read_some(nothing, bench.wire.now() + 60s)); }).kind ==
        Errc::timeout);
  device::Downloaded result;
  bench.run(bench.meter->download({}, result));
  CHECK(result.complete);
  CHECK(result.entries.size() == 4);
}

TEST_CASE("another Contour in the middle of a download is not taken for the first") {
  ContourPeer peer;
  auto bench = peer.meter();
  bench.run(bench.meter->identify());
  peer.frames[0] = contour_frame("1H|\\^&||x1|Bayer7160^1^AB-1|U=0");
  std::array<std::uint8_t, 1> nothing;
  failure_of([&] { bench.run(bench.wire.read_some(nothing, bench.wire.now() + 60s)); });
  device::Downloaded result;
  CHECK(failure_of([&] { bench.run(bench.meter->download({}, result)); }).kind == Errc::protocol);
  CHECK(result.entries.empty());
}
