#include "simulators/replay.hpp"

#include "tests/catch.hpp"

namespace {

using core::Direction;
using simulators::Replay;

core::Exchange piece(Direction direction, std::string_view text) {
  const core::ByteView view = core::as_bytes(text);
  return {direction, {}, {view.begin(), view.end()}};
}

core::Recording example() {
  core::Recording recording;
  recording.exchanges = {
      piece(Direction::to_meter, "hello\r"),     piece(Direction::from_meter, "200 "),
      piece(Direction::from_meter, "hello\r\n"), piece(Direction::to_meter, "get "),
      piece(Direction::to_meter, "serial\r"),    piece(Direction::from_meter, "200 serial SIM\r\n")};
  return recording;
}

std::string say(Replay& replay, std::string_view text) {
  std::string heard;
  for (const auto& sent : replay.receive(core::as_bytes(text), core::LocalSeconds{}).pieces)
    heard += core::as_text(sent.bytes);
  return heard;
}

}  // namespace

TEST_CASE("a host that says what was recorded hears what was recorded") {
  Replay replay(example());
  CHECK(say(replay, "hel").empty());
  CHECK(say(replay, "lo\r") == "200 hello\r\n");
  CHECK_FALSE(replay.is_finished());
  CHECK(say(replay, "get serial\r") == "200 serial SIM\r\n");
  CHECK(replay.is_finished());
  CHECK(replay.take_remark().empty());
}

TEST_CASE("a host that says something else hears nothing more, and the difference is told once") {
  Replay replay(example());
  say(replay, "hello\r");
  CHECK(say(replay, "get datetime\r").empty());
  CHECK(replay.take_remark() ==
        "the host says \"get datetime\\x0D\" where the recording has \"get serial\\x0D\" (turn 2 of 2)");
  CHECK(replay.take_remark().empty());
  CHECK(say(replay, "get serial\r").empty());
  CHECK(replay.take_remark().empty());
}

TEST_CASE("a conversation that begins anew is played from its beginning") {
  Replay replay(example());
  CHECK(say(replay, "hello\r") == "200 hello\r\n");
  CHECK(say(replay, "hello\r") == "200 hello\r\n");
  CHECK(say(replay, "get serial\r") == "200 serial SIM\r\n");
  CHECK(say(replay, "hello\r") == "200 hello\r\n");
  say(replay, "x");
  CHECK(say(replay, "hello\r") == "200 hello\r\n");
  replay.replug(core::LocalSeconds{});
  CHECK(say(replay, "hello\r") == "200 hello\r\n");
}

TEST_CASE("what a meter said first it says unasked, until the host takes it up and after the end") {
  using std::chrono::seconds;
  core::Recording recording;
  recording.exchanges = {piece(Direction::from_meter, "I am on"), piece(Direction::to_meter, "good"),
                         piece(Direction::from_meter, "104"), piece(Direction::to_meter, "bye")};
  Replay replay(recording);
  const auto at = [](seconds elapsed) { return simulators::Moment(core::LocalSeconds{}, elapsed); };
  const auto spoken = [&](seconds elapsed) {
    return std::string(core::as_text(replay.speak(at(elapsed)).pieces.at(0).bytes));
  };
  const auto told = [&](std::string_view text, seconds elapsed) {
    return std::string(core::as_text(replay.receive(core::as_bytes(text), at(elapsed)).pieces.at(0).bytes));
  };
  CHECK(replay.next_speech() == seconds{0});
  CHECK(spoken(seconds{0}) == "I am on");
  CHECK(replay.next_speech() == seconds{1});
  CHECK(spoken(seconds{1}) == "I am on");
  CHECK(told("good", seconds{1}) == "104");
  CHECK_FALSE(replay.next_speech());
  CHECK(told("bye", seconds{5}).empty());
  CHECK(replay.next_speech() == seconds{6});
  CHECK(spoken(seconds{6}) == "I am on");
  CHECK(told("good", seconds{6}) == "104");
  CHECK(told("what", seconds{7}).empty());
  CHECK(replay.next_speech() == seconds{8});
  CHECK(spoken(seconds{8}) == "I am on");
  CHECK(told("good", seconds{8}) == "104");
  replay.replug(at(seconds{9}));
  CHECK(replay.next_speech() == seconds{9});
  CHECK_FALSE(Replay(example()).next_speech());
}

TEST_CASE("after the recording's end a further question is told") {
  Replay replay(example());
  say(replay, "hello\rget serial\r");
  CHECK(say(replay, "get glucount\r").empty());
  CHECK(replay.take_remark() == "the recording is at its end, and the host says \"get glucount\\x0D\"");
}

TEST_CASE(
    "the conversation begins where the recorded beginning comes, and the first stranger's word is told") {
  Replay replay(example());
  CHECK(say(replay, "\x11\rDM?").empty());
  CHECK(
      replay.take_remark() ==
      "the host says \"\\x11\\x0DDM?\", which is not how the recording begins: it waits for \"hello\\x0D\"");
  CHECK(say(replay, "$mem\r\nhe").empty());
  CHECK(say(replay, "hehel").empty());
  CHECK(say(replay, "lo\r") == "200 hello\r\n");
  CHECK(say(replay, "get serial\r") == "200 serial SIM\r\n");
  CHECK(say(replay, "\rhello\r") == "200 hello\r\n");
  CHECK(replay.take_remark().empty());
}

TEST_CASE("a beginning that repeats itself is found within more of the same") {
  core::Recording recording;
  recording.exchanges = {piece(Direction::to_meter, "aab"), piece(Direction::from_meter, "1"),
                         piece(Direction::to_meter, "aac"), piece(Direction::from_meter, "2")};
  Replay replay(recording);
  CHECK(say(replay, "aaaaab") == "1");
  CHECK(say(replay, "aac") == "2");
  CHECK(say(replay, "aab") == "1");
  CHECK(say(replay, "aab") == "1");  // where the recording has aac: begun anew
  CHECK(replay.take_remark().empty());
  CHECK(say(replay, "aad").empty());
  CHECK(replay.take_remark() == "the host says \"aad\" where the recording has \"aac\" (turn 2 of 2)");
}

TEST_CASE("a conversation whose first word comes twice is followed by a host that has said it before") {
  core::Recording recording;
  recording.exchanges = {piece(Direction::to_meter, "$colq"), piece(Direction::from_meter, "1"),
                         piece(Direction::to_meter, "$colq"), piece(Direction::from_meter, "2"),
                         piece(Direction::to_meter, "$xmem"), piece(Direction::from_meter, "3")};
  Replay replay(recording);
  CHECK(say(replay, "$colq") == "1");  // the probe's
  CHECK(say(replay, "$colq") == "2");
  CHECK(say(replay, "$colq") == "2");
  CHECK(say(replay, "$xmem") == "3");
  CHECK(say(replay, "$colq") == "1");
  CHECK(replay.take_remark().empty());
}

TEST_CASE("a difference in the middle of a word is told, whatever the pieces it comes in") {
  Replay replay(example());
  say(replay, "hello\rget s");
  CHECK(say(replay, "tatus\r").empty());
  CHECK(replay.take_remark() ==
        "the host says \"tatus\\x0D\" where the recording has \"get serial\\x0D\" (turn 2 of 2)");
  say(replay, "hello\r");
  CHECK(say(replay, "hel").empty());  // this may be the beginning
  CHECK(replay.take_remark().empty());
  CHECK(say(replay, "p\r").empty());
  CHECK(replay.take_remark() ==
        "the host says \"p\\x0D\" where the recording has \"get serial\\x0D\" (turn 2 of 2)");
}

TEST_CASE("at the beginning a word that opens the conversation alike stands for the recorded one") {
  core::Recording recording;
  recording.exchanges = {piece(Direction::to_meter, "\x04"), piece(Direction::from_meter, "\x05"),
                         piece(Direction::to_meter, "\x06"), piece(Direction::from_meter, "data"),
                         piece(Direction::to_meter, "\x15"), piece(Direction::from_meter, "again")};
  Replay replay(recording, "\x04\x15");
  CHECK(say(replay, "\x15") == "\x05");
  CHECK(say(replay, "\x04") == "\x05");
  CHECK(say(replay, "\x06") == "data");
  CHECK(say(replay, "\x15") == "again");
  CHECK(replay.take_remark().empty());
  CHECK(say(replay, "x\x15") == "\x05");
  Replay of_a_meter_without(recording);
  CHECK(say(of_a_meter_without, "\x15").empty());
}

TEST_CASE("what strangers ask leaves a meter that speaks first as it was") {
  core::Recording recording;
  recording.exchanges = {piece(Direction::from_meter, "I am on"), piece(Direction::to_meter, "good"),
                         piece(Direction::from_meter, "104")};
  Replay replay(recording);
  CHECK(say(replay, "hello\r").empty());
  CHECK(replay.next_speech() == std::chrono::seconds{1});
  CHECK(say(replay, "good") == "104");
}

TEST_CASE("an empty recording answers nothing") {
  Replay replay({});
  CHECK(say(replay, "hello\r").empty());
  CHECK_FALSE(replay.take_remark().empty());
}
