#include "simulators/faults.hpp"

#include <numeric>

#include "simulators/duration.hpp"
#include "simulators/faulty_meter.hpp"
#include "tests/catch.hpp"

namespace {

using namespace std::chrono_literals;
using simulators::Faults;
using simulators::FaultyLine;

Faults faults(std::initializer_list<std::string_view> texts) {
  Faults all;
  for (const std::string_view text : texts) all = simulators::with_fault(all, text).value();
  return all;
}

core::Bytes text_bytes(std::string_view text) {
  const core::ByteView view = core::as_bytes(text);
  return {view.begin(), view.end()};
}

/// What arrives at the host of "abcdef", sent in one go.
FaultyLine::Sent send(std::initializer_list<std::string_view> texts) {
  FaultyLine line(faults(texts), 1);
  return line.from_meter(core::as_bytes("abcdef"));
}

std::string text(const FaultyLine::Piece& piece) {
  return std::string(core::as_text(piece.bytes));
}

core::LogEntry reading(int value) {
  core::LogEntry entry;
  entry.time.local = core::make_local(2020, 2, 13, 8, 34, 18);
  entry.content = core::BloodGlucose{core::mg_dl(value)};
  return entry;
}

simulators::FaultyMeter bgstar(const Faults& wrong, int readings) {
  simulators::MeterState state;
  for (int i = 0; i < readings; ++i) state.memory.push_back(reading(100 + i));
  const auto [family, model] = simulators::find_model("ibgstar");
  return {family->make(*model, std::move(state), {}), wrong, 1};
}

const core::LocalSeconds now = *core::make_local(2020, 2, 14, 21, 30, 2);

std::string ask(simulators::FaultyMeter& meter, std::string_view command) {
  std::string all;
  for (const auto& piece : meter.receive(core::as_bytes(std::string(command) + "\r"), now).pieces)
    all += text(piece);
  return all;
}

}  // namespace

TEST_CASE("every fault has a text that gives the same fault again") {
  const Faults all = faults({"drop=3", "drop=9", "corrupt=7:2", "noise=0.00001", "stall=5", "stall=6:1.5",
                             "disconnect=0", "clock=-1h30m", "clock-back", "add-during=2", "twice", "nak=3",
                             "nak=2:5", "impossible-date=4", "clock-unset"});
  CHECK(all.drop == std::vector<std::uint64_t>{3, 9});
  CHECK(all.stall[0].length == std::nullopt);
  CHECK(all.stall[1].length == 1500ms);
  CHECK(all.clock == Faults::Clock(-5400s));
  CHECK(all.clock_back == 1096 * 24h);
  Faults again;
  for (const std::string& one : simulators::format_faults(all))
    again = simulators::with_fault(again, one).value();
  CHECK(again == all);
  CHECK(simulators::format_faults(faults({"clock=2017-01-01T00:00:00"})) ==
        std::vector<std::string>{"clock=2017-01-01 00:00:00"});
}

TEST_CASE("what is no fault is refused") {
  for (const std::string_view text : {"",
                                      "drop",
                                      "drop=",
                                      "drop=0",
                                      "drop=-1",
                                      "drop=1:2",
                                      "drop=1 ",
                                      "corrupt=0",
                                      "corrupt=1:8",
                                      "noise=2",
                                      "noise=nan",
                                      "noise=",
                                      "noise=-1",
                                      "stall=1:0",
                                      "stall=1:x",
                                      "stall=1:99999",
                                      "disconnect=x",
                                      "clock=",
                                      "clock=1",
                                      "clock=2017-02-30",
                                      "clock-back=0s",
                                      "clock-back=-1h",
                                      "add-during=0",
                                      "twice=1",
                                      "thrice",
                                      "nak=0",
                                      "nak=1:0",
                                      "nak=1:x",
                                      "nak",
                                      "impossible-date=0",
                                      "clock-unset=1",
                                      "drop=99999999999999999999"}) {
    INFO(text);
    const auto result = simulators::with_fault({}, text);
    REQUIRE(result.has_error());
    CHECK(result.error().kind == core::Errc::usage);
  }
}

TEST_CASE("durations are read and written with their units") {
  CHECK(simulators::parse_duration("+1h") == 3600s);
  CHECK(simulators::parse_duration("-2d12h") == -60h);
  CHECK(simulators::parse_duration("90s") == 90s);
  for (const std::string_view text : {"", "+", "h", "1", "1y", "1h30", "+-1h", "1 h", "99999999d"})
    CHECK(simulators::parse_duration(text) == std::nullopt);
  CHECK(simulators::format_duration(-60h) == "-2d12h");
  CHECK(simulators::format_duration(0s) == "+0s");
}

TEST_CASE("bytes from the meter are counted from one") {
  CHECK(text(send({"drop=1"}).pieces[0]) == "bcdef");
  CHECK(text(send({"drop=6"}).pieces[0]) == "abcde");
  CHECK(text(send({"corrupt=2"}).pieces[0]) == "accdef");
  CHECK(text(send({"corrupt=2:5"}).pieces[0]) == "aBcdef");
}

TEST_CASE("a cut line lets exactly the bytes before the cut through, and nothing until it is plugged in") {
  for (std::size_t k = 0; k <= 6; ++k) {
    FaultyLine line(faults({"disconnect=" + std::to_string(k)}), 1);
    const auto sent = line.from_meter(core::as_bytes("abcdef"));
    CHECK(text(sent.pieces[0]) == std::string("abcdef").substr(0, k));
    CHECK(sent.cut);
    CHECK(line.to_meter(core::as_bytes("x")).empty());
    line.replug();
    const auto next = line.from_meter(core::as_bytes("xy"));
    CHECK(text(next.pieces[0]) == "xy");
    CHECK_FALSE(next.cut);
  }
  CHECK_FALSE(send({"disconnect=7"}).cut);
}

TEST_CASE("faults that are changed count from one again") {
  FaultyLine line({}, 1);
  line.from_meter(core::as_bytes("abc"));
  line.change(faults({"drop=2"}));
  CHECK(text(line.from_meter(core::as_bytes("abc")).pieces[0]) == "ac");

  auto meter = bgstar(faults({}), 2);
  ask(meter, "hello");
  ask(meter, "get glurec 0");
  meter.change(faults({"add-during=1"}));
  CHECK(ask(meter, "get glucount") == "200 glucount 2\r\n");
  ask(meter, "get glurec 0");
  CHECK(ask(meter, "get glucount") == "200 glucount 3\r\n");
}

TEST_CASE("a fault that is added counts from then on, and those before go on counting") {
  FaultyLine line(faults({"drop=5", "corrupt=6:5"}), 1);
  line.from_meter(core::as_bytes("abc"));
  line.add(faults({"drop=1", "drop=4"}));
  CHECK(text(line.from_meter(core::as_bytes("defghi")).pieces[0]) == "Fhi");
  line.add(faults({"disconnect=0"}));
  CHECK(line.from_meter(core::as_bytes("j")).cut);
  line.replug();
  line.add(faults({"stall=1:0.5"}));
  const auto stalled = line.from_meter(core::as_bytes("kl"));
  CHECK_FALSE(stalled.cut);
  REQUIRE(stalled.pieces.size() == 2);
  CHECK(text(stalled.pieces[0]) == "k");

  auto meter = bgstar(faults({"add-during=2", "nak=1:5"}), 2);
  ask(meter, "hello");
  ask(meter, "get glurec 0");
  meter.add(faults({"nak=1:2", "add-during=2"}));
  CHECK(ask(meter, "get glurec 0") != "503\r\n");
  CHECK(ask(meter, "get glucount") == "503\r\n");
  CHECK(ask(meter, "get glucount") == "503\r\n");
  CHECK(ask(meter, "get glucount") == "200 glucount 3\r\n");
  ask(meter, "get glurec 0");
  CHECK(ask(meter, "get glucount") == "200 glucount 4\r\n");
  CHECK(meter.faults() == faults({"add-during=2", "add-during=2", "nak=1:5", "nak=1:2"}));
  meter.add(faults({"deaf=18446744073709551615"}));
  CHECK(ask(meter, "get glucount").empty());
}

TEST_CASE("a fault of another form is told how it is written, and in which range") {
  const auto advice = [](std::string_view fault) { return simulators::with_fault({}, fault).error().advice; };
  CHECK(advice("corrupt=10:8") == "Write corrupt=N[:BIT]; N is from 1, BIT from 0 to 7.");
  CHECK(advice("noise=1") == "Write noise=RATE; RATE is above 0 and at most 0.5.");
  CHECK(advice("noise=0") == advice("noise=1"));
  CHECK(advice("stall=5:0") == "Write stall=N[:SECONDS]; N is from 0, SECONDS more than 0 and at most 3600.");
  CHECK(advice("clock-unset=1") == "Write clock-unset.");
  CHECK(advice("nonsense").starts_with("Faults are drop=N, corrupt=N[:BIT], noise=RATE"));
}

TEST_CASE("a stalled meter is silent for a while or until it is plugged anew") {
  const auto sent = send({"stall=2:1.5"});
  REQUIRE(sent.pieces.size() == 2);
  CHECK(text(sent.pieces[0]) == "ab");
  CHECK(sent.pieces[1].pause == 1500ms);
  CHECK(text(sent.pieces[1]) == "cdef");

  FaultyLine line(faults({"stall=2"}), 1);
  CHECK(text(line.from_meter(core::as_bytes("abcdef")).pieces[0]) == "ab");
  CHECK(line.from_meter(core::as_bytes("ghi")).pieces[0].bytes.empty());
  line.replug();
  CHECK(text(line.from_meter(core::as_bytes("jkl")).pieces[0]) == "jkl");
}

TEST_CASE("noise flips bits at its rate in both directions, the same ones for the same seed") {
  const core::Bytes zeros(100000, 0);
  const auto flipped = [](const core::Bytes& bytes) {
    return std::accumulate(bytes.begin(), bytes.end(), 0,
                           [](int sum, std::uint8_t byte) { return sum + __builtin_popcount(byte); });
  };
  FaultyLine line(faults({"noise=0.01"}), 7);
  const core::Bytes to_meter = line.to_meter(zeros);
  const core::Bytes from_meter = line.from_meter(zeros).pieces[0].bytes;
  // 800 000 bits: mean 8000, standard deviation 89.
  CHECK(std::abs(flipped(to_meter) - 8000) < 500);
  CHECK(std::abs(flipped(from_meter) - 8000) < 500);
  CHECK(FaultyLine(faults({"noise=0.01"}), 7).to_meter(zeros) == to_meter);
  CHECK(FaultyLine(faults({"noise=0.01"}), 8).to_meter(zeros) != to_meter);

  FaultyLine in_pieces(faults({"noise=0.01"}), 7);
  core::Bytes joined;
  for (std::size_t at = 0; at < zeros.size(); at += 7) {
    const core::ByteView piece =
        core::ByteView(zeros).subspan(at, std::min<std::size_t>(7, zeros.size() - at));
    const core::Bytes arrived = in_pieces.to_meter(piece);
    joined.insert(joined.end(), arrived.begin(), arrived.end());
  }
  CHECK(joined == to_meter);
  CHECK(FaultyLine({}, 7).to_meter(zeros) == zeros);
}

TEST_CASE("a reading taken during the download moves every index, also when the memory is full") {
  for (const int readings : {2, 300}) {
    auto meter = bgstar(faults({"add-during=2"}), readings);
    ask(meter, "hello");
    const std::string newest = ask(meter, "get glurec 0");
    CHECK(ask(meter, "get glurec 1").starts_with("200 glurec 0 0 " + std::to_string(98 + readings)));
    CHECK(ask(meter, "get glurec 0") == "200 glurec 0 0 123 0 2020 2 14 21 30 2\r\n");
    CHECK(ask(meter, "get glurec 1") == newest);
    CHECK(ask(meter, "get glucount") == (readings == 2 ? "200 glucount 3\r\n" : "200 glucount 300\r\n"));
  }
}

TEST_CASE("twice puts an equal record beside the newest, clock-back leaves the readings as they are") {
  simulators::MeterState state;
  state.capacity = 3;
  state.memory = {reading(100), reading(101)};
  state.clock_difference = 60s;
  simulators::apply_to_state(faults({"twice", "clock-back=1h"}), state, now);
  REQUIRE(state.memory.size() == 3);
  CHECK(state.memory[2] == state.memory[1]);
  CHECK(state.memory[0] == reading(100));
  CHECK(state.clock_difference == -3540s);
}

TEST_CASE("a wrong clock is a difference or a time of day at the start") {
  CHECK(simulators::initial_clock_difference(faults({"clock=+1h"}), now) == 1h);
  CHECK(simulators::initial_clock_difference(faults({"clock=2020-02-14T21:30:00"}), now) == -2s);
  CHECK(simulators::initial_clock_difference({}, now) == 0s);
}

TEST_CASE("in memory, bytes after a pause lie before the next answer") {
  auto meter = bgstar(faults({"stall=4:2"}), 1);
  auto peer = simulators::memory_peer(meter, now);
  const auto first = peer(core::as_bytes("hello\r"), {});
  CHECK(core::as_text(first.bytes) == "200 ");
  CHECK_FALSE(first.cut);
  CHECK(peer(core::as_bytes("get glucount\r"), {}).bytes ==
        text_bytes("hello JAZZESC-EN\r\n200 glucount 1\r\n"));
}

TEST_CASE("in memory, a cut comes after the bytes before it") {
  auto meter = bgstar(faults({"disconnect=5"}), 1);
  const auto answer = simulators::memory_peer(meter, now)(core::as_bytes("hello\r"), {});
  CHECK(core::as_text(answer.bytes) == "200 h");
  CHECK(answer.cut);
}

TEST_CASE(
    "a storm of refusals begins and ends with the messages it says, and the meter hears nothing of them") {
  auto meter = bgstar(faults({"nak=2:2"}), 3);
  CHECK(ask(meter, "hello") == "200 hello JAZZESC-EN\r\n");
  CHECK(ask(meter, "set datetime 2001 1 1 0 0 0") == "503\r\n");
  CHECK(ask(meter, "get glucount") == "503\r\n");
  CHECK(ask(meter, "get datetime") == "200 datetime 2020 2 14 21 30 2\r\n");
  meter.change(faults({"nak=1"}));
  CHECK(ask(meter, "get glucount") == "503\r\n");
  CHECK(ask(meter, "get glucount") == "200 glucount 3\r\n");
}

TEST_CASE("a meter without a word for no cannot be told to refuse") {
  const auto [family, model] = simulators::find_model("td-4277");
  CHECK_THROWS_AS(simulators::FaultyMeter(family->make(*model, {}, {}), faults({"nak=1"}), 1), core::Failure);
  simulators::FaultyMeter meter(family->make(*model, {}, {}), faults({"deaf=2"}), 1);
  CHECK_THROWS_AS(meter.change(faults({"nak=1"})), core::Failure);
  CHECK_THROWS_AS(meter.add(faults({"nak=1"})), core::Failure);
  CHECK(meter.faults() == faults({"deaf=2"}));
}

TEST_CASE("an impossible date befalls the n-th newest record, where the meter can hold one") {
  simulators::MeterState state;
  state.capacity = 3;
  state.memory = {reading(100), reading(101), reading(102)};
  simulators::apply_to_state(faults({"impossible-date=2"}), state, now);
  CHECK(state.memory[0] == reading(100));
  CHECK(std::holds_alternative<core::UnreadRecord>(state.memory[1].content));
  CHECK(state.memory[2] == reading(102));
  state.holds = [](const core::LogEntry& entry) {
    return std::holds_alternative<core::BloodGlucose>(entry.content);
  };
  CHECK_THROWS_AS(simulators::apply_to_state(faults({"impossible-date=1"}), state, now), core::Failure);
}

TEST_CASE("a clock that was never set begins with 2000, and its readings have no time") {
  simulators::MeterState state;
  state.capacity = 3;
  state.memory = {reading(100), reading(101)};
  simulators::apply_to_state(faults({"clock-unset"}), state, now);
  CHECK(now + state.clock_difference == *core::make_local(2000, 1, 1, 0, 0, 0));
  CHECK_FALSE(state.memory[0].time.local);
  CHECK(state.memory[1].content == reading(101).content);
}
