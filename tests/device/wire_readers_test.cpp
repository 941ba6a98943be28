#include "device/frame_reader.hpp"
#include "device/raw_answer.hpp"
#include "device/silence.hpp"
#include "tests/catch.hpp"
#include "tests/device/wire_of_pieces.hpp"
#include "tests/failure_of.hpp"

using core::Errc;

namespace {

/// For these tests a frame is <, a digit that says how many letters follow, the letters, and >.
device::FrameLook look(core::ByteView received) {
  using State = device::FrameLook::State;
  if (received.empty()) return {};
  if (received[0] != '<') return {State::damaged};
  if (received.size() < 2) return {};
  const std::size_t size = 3u + (received[1] - '0') % 10u;
  if (received.size() < size) return {};
  return received[size - 1] == '>' ? device::FrameLook{State::complete, size}
                                   : device::FrameLook{State::damaged};
}

std::string next_frame(WireOfPieces& wire, device::FrameReader& reader, std::chrono::milliseconds deadline) {
  return std::string(core::as_text(wire.run(reader.read_frame(wire.at(deadline)))));
}

}  // namespace

TEST_CASE("frames are found whole, in pieces, two in a piece, and behind anything else") {
  WireOfPieces wire({{10ms, "xx<3abc><"}, {20ms, "2de"}, {30ms, "><0>"}, {40ms, "<2ab<1c>"}});
  device::FrameReader reader(wire.stream, look, 200ms);
  CHECK(next_frame(wire, reader, 1000ms) == "<3abc>");
  CHECK(next_frame(wire, reader, 1000ms) == "<2de>");
  CHECK(next_frame(wire, reader, 1000ms) == "<0>");
  CHECK(next_frame(wire, reader, 1000ms) == "<1c>");
  CHECK(wire.elapsed() == 40ms);
  CHECK(reader.received() == 24);
}

TEST_CASE("a frame that pauses is dropped, and what stands behind its beginning is found") {
  WireOfPieces wire({{10ms, "<9a<1b>"}, {300ms, "<1c>"}});
  device::FrameReader reader(wire.stream, look, 200ms);
  CHECK(next_frame(wire, reader, 1000ms) == "<1b>");
  CHECK(wire.elapsed() == 210ms);
  CHECK(next_frame(wire, reader, 1000ms) == "<1c>");
}

TEST_CASE("without a frame by the deadline it is a timeout, also where a line babbles on") {
  WireOfPieces silent({});
  device::FrameReader reader(silent.stream, look, 200ms);
  CHECK(failure_of([&] { next_frame(silent, reader, 500ms); }).kind == Errc::timeout);
  CHECK(silent.elapsed() == 500ms);

  std::vector<std::pair<std::chrono::milliseconds, std::string>> babble;
  for (int i = 1; i < 100; ++i) babble.emplace_back(i * 100ms, "<9");
  WireOfPieces wire(babble);
  device::FrameReader other(wire.stream, look, 200ms);
  CHECK(failure_of([&] { next_frame(wire, other, 500ms); }).kind == Errc::timeout);
  CHECK(wire.elapsed() <= 1700ms);
}

TEST_CASE("what is dropped until silence is not found as a frame") {
  WireOfPieces wire({{10ms, "<1a>"}, {250ms, "<1b>"}, {900ms, "<1c>"}});
  device::FrameReader reader(wire.stream, look, 200ms);
  wire.run(reader.drop_until_silent(300ms));
  CHECK(wire.elapsed() == 550ms);
  CHECK(next_frame(wire, reader, 1000ms) == "<1c>");
}

TEST_CASE("a text answer is read up to its end, or to a pause") {
  const auto is_over = [](std::string_view text) { return text.ends_with("]"); };
  WireOfPieces wire({{100ms, "[1\r\n"}, {150ms, "2]"}, {400ms, "[3"}, {3000ms, "4]"}});
  const device::AnswerLimits limits{.first = 2000ms, .next = 1000ms};
  CHECK(wire.run(device::read_raw_answer(wire.stream, limits, is_over)) == "[1\r\n2]");
  CHECK(wire.elapsed() == 150ms);
  CHECK(wire.run(device::read_raw_answer(wire.stream, limits, is_over)) == "[3");
  CHECK(wire.elapsed() == 1400ms);
  CHECK(wire.run(device::read_raw_answer(wire.stream, {500ms, 1000ms}, is_over)).empty());
  CHECK(wire.elapsed() == 1900ms);
}

TEST_CASE("an answer that does not end costs neither memory nor more than its time") {
  std::vector<std::pair<std::chrono::milliseconds, std::string>> endless;
  for (int i = 0; i < 1000; ++i) endless.emplace_back(i * 50ms, std::string(100, 'x'));
  const auto never = [](std::string_view) { return false; };
  WireOfPieces wire(endless);
  const auto error = failure_of([&] {
    wire.run(device::read_raw_answer(wire.stream, {100ms, 100ms, std::chrono::seconds(5)}, never));
  });
  CHECK(error.kind == Errc::protocol);
  CHECK(wire.elapsed() <= 5200ms);
  WireOfPieces fast(endless);
  CHECK(failure_of([&] {
          fast.run(device::read_raw_answer(fast.stream, {100ms, 100ms, 60'000ms, 1000}, never));
        }).kind == Errc::protocol);
  CHECK(fast.elapsed() <= 1000ms);
}

TEST_CASE("an answer that trickles has not ended when its time is over") {
  std::vector<std::pair<std::chrono::milliseconds, std::string>> trickle;
  for (int i = 1; i < 1000; ++i) trickle.emplace_back(i * 90ms, "[");
  const auto never = [](std::string_view) { return false; };
  WireOfPieces wire(trickle);
  CHECK(failure_of([&] {
          wire.run(device::read_raw_answer(wire.stream, {100ms, 100ms, std::chrono::seconds(5)}, never));
        }).kind == Errc::protocol);
  CHECK(wire.elapsed() == 5100ms);
}

TEST_CASE("a wire that never falls silent is given up after five seconds") {
  std::vector<std::pair<std::chrono::milliseconds, std::string>> endless;
  for (int i = 0; i < 1000; ++i) endless.emplace_back(i * 50ms, "x");
  WireOfPieces wire(endless);
  CHECK_FALSE(wire.run(device::wait_for_silence(wire.stream, 300ms)));
  CHECK(wire.elapsed() <= 5300ms);
  CHECK(wire.elapsed() >= 5000ms);
}

TEST_CASE("earlier answers are waited for as long as the longest takes, and what goes on then is a fault") {
  std::vector<std::pair<std::chrono::milliseconds, std::string>> long_one;
  for (int i = 0; i < 200; ++i) long_one.emplace_back(i * 50ms, "x");
  WireOfPieces wire(long_one);
  wire.run(device::outwait_answers(wire.stream, 30'000ms));
  CHECK(wire.elapsed() == 199 * 50ms + 300ms);
  WireOfPieces endless(long_one);
  const core::Error error =
      failure_of([&] { endless.run(device::outwait_answers(endless.stream, 6'000ms)); });
  CHECK(error.kind == Errc::protocol);
  CHECK(error.what == "the line does not fall silent");
  CHECK(endless.elapsed() <= 6'300ms);
}

TEST_CASE("a minute's beginning is waited for, and met within its first second") {
  for (const int second : {0, 1, 58, 59}) {
    WireOfPieces wire({{5ms, "noise"}});
    const core::LocalSeconds start = *core::make_local(2026, 11, 18, 21, 9, second);
    const auto clock = [&] { return start + std::chrono::floor<std::chrono::seconds>(wire.elapsed()); };
    wire.run(device::wait_for_minute(wire.stream, clock));
    INFO(second);
    CHECK(clock() == (second == 0 ? start : *core::make_local(2026, 11, 18, 21, 10, 0)));
    CHECK(wire.elapsed() < (60s - std::chrono::seconds(second)) + 100ms);
  }
}
