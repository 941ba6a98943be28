#include <algorithm>

#include "simulators/simulated_meter.hpp"
#include "tests/catch.hpp"
#include "tests/device/capture.hpp"
#include "tests/device/meters/scripted_meter.hpp"

// Every file of tests/captures: a new one is tested by being there.
namespace {

/// A memory of `count` readings with the capture's at their places and others, older ones, between them.
simulators::Readings memory_of(const Capture& capture) {
  simulators::Readings memory(capture.count);
  for (std::size_t i = 0; i < memory.size(); ++i) {
    memory[i].time.local = *core::make_local(2010, 1, 1, 8, 0, 0) + std::chrono::hours(i);
    memory[i].content = core::BloodGlucose{core::mg_dl(100)};
  }
  for (const Capture::Record& record : capture.records)
    memory.at(memory.size() - 1 - record.index) = record.entry;
  return memory;
}

}  // namespace

TEST_CASE("a captured meter answers the captured bytes alone, in whatever pieces they come") {
  const Capture capture("td42xx/made-2026.txt");
  const core::Bytes connect = core::parse_hex("51 22 00 00 00 00 a3 16").value();
  CapturePeer pieces(capture);
  CHECK(pieces(core::ByteView(connect).first(3)).bytes.empty());
  CHECK(pieces(core::ByteView(connect).subspan(3)).bytes == capture.steps[0].meter);
  CHECK_FALSE(pieces.at_end());
  core::Bytes other = connect;
  other[7] ^= 1;
  CHECK_THROWS(CapturePeer(capture)(other));
  other = connect;
  other.push_back(0);
  CHECK_THROWS(CapturePeer(capture)(other));
  CHECK_THROWS(Capture("td42xx/no-such-capture.txt"));
}

TEST_CASE(
    "a driver that reads the meter of a captured conversation asks as captured and reads what it means") {
  std::size_t sessions = 0;
  for (const Capture& capture : captures()) {
    if (!capture.is_session) continue;
    INFO(capture.path);
    ++sessions;
    CapturePeer peer(capture);
    ScriptedMeter bench(
        family_of(capture), [&peer](core::ByteView bytes, core::Deadline) { return peer(bytes); },
        speaker_of(capture));
    const device::MeterRead read = bench.read();
    CHECK(peer.at_end());
    CHECK_FALSE(read.broken);
    CHECK(read.downloaded.complete);
    CHECK(read.identity.serial == capture.serial);
    CHECK(read.identity.display_unit == capture.unit);
    CHECK(read.clock.has_value() == capture.clock.has_value());
    if (read.clock && capture.clock) CHECK(read.clock->meter == *capture.clock);
    REQUIRE(read.downloaded.entries.size() == capture.records.size());
    for (std::size_t i = 0; i < capture.records.size(); ++i) {
      INFO("record " << i);
      const core::LogEntry& entry = read.downloaded.entries[i];
      const core::LogEntry& meant = capture.records[i].entry;
      CHECK(core::format_time(entry.time) == core::format_time(meant.time));
      CHECK(entry.content == meant.content);
      CHECK(entry.tags == meant.tags);
    }
  }
  CHECK(sessions > 0);
}

TEST_CASE("a simulated meter that holds what a capture shows gives its bytes, kind or strict") {
  std::size_t simulated = 0;
  for (const Capture& capture : captures())
    for (const bool strict : {false, true}) {
      if (capture.simulated.empty() || (strict && !capture.is_strict)) continue;
      INFO(capture.path << (strict ? " strict" : ""));
      ++simulated;
      const auto [family, model] = simulators::find_model(capture.simulated[0]);
      REQUIRE(family);
      REQUIRE(family->family == family_of(capture));
      simulators::MeterState state;
      state.serial = capture.serial;
      state.display_unit = capture.unit;
      state.memory = memory_of(capture);
      const simulators::Moment now(capture.clock.value_or(*core::make_local(2026, 11, 18, 21, 5, 0)));
      const std::vector<std::string> options(capture.simulated.begin() + 1, capture.simulated.end());
      const auto meter = family->make(*model, std::move(state), {strict, options});
      CHECK(meter->state().memory.size() == capture.count);  // it holds each of them
      if (!capture.unasked.empty())
        CHECK(core::format_hex(meter->speak(now), " ") == core::format_hex(capture.unasked, " "));
      std::size_t number = 0;
      for (const Capture::Step& step : capture.steps) {
        INFO("step " << ++number << ": " << core::format_hex(step.host, " "));
        CHECK(core::format_hex(meter->receive(step.host, now), " ") == core::format_hex(step.meter, " "));
      }
    }
  CHECK(simulated > 0);
}

TEST_CASE("every family with a wire has a capture") {
  const std::vector<Capture> all = captures();
  for (const device::Driver* driver : device::drivers()) {
    if (!std::holds_alternative<device::SerialLink>(driver->link)) continue;
    INFO(driver->family);
    CHECK(std::any_of(all.begin(), all.end(),
                      [&](const Capture& capture) { return family_of(capture) == driver->family; }));
  }
}
