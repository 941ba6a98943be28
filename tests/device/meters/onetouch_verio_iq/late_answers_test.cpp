#include <random>

#include "tests/catch.hpp"
#include "tests/device/meters/onetouch_verio_iq/verio_bench.hpp"
#include "tests/device/slow_meter.hpp"

using namespace verio_tests;
using namespace std::chrono_literals;

// Answers that come late, or twice: they carry no number.

namespace {

/// Each answer takes so long.
struct SlowBench : LateMeter {
  SlowBench()
      : LateMeter("onetouch_verio_iq", [this](core::ByteView question) {
          return core::parse_hex(script(core::format_hex(question, " "))).value();
        }) {}

  void take(std::function<Time(const std::string& question, std::size_t number)> time) {
    takes = [time = std::move(time)](core::ByteView question, std::size_t number) {
      return time(core::format_hex(question, " "), number);
    };
  }

  Script script;
};

bool is_record(const std::string& question) {
  return question.substr(12, 2) == "21";
}

}  // namespace

TEST_CASE("an answer that comes late is not taken for the answer to the next question") {
  Bench bench;
  bench.identify();
  core::Bytes late;
  bench.tamper = [&](std::size_t now, MeterBench::Answer& answer) {
    // The answer to the second record comes together with the one to its repetition.
    if (now == 6) std::swap(late, answer.bytes);
    if (now == 7) answer.bytes.insert(answer.bytes.begin(), late.begin(), late.end());
  };
  CHECK(origins(bench.download().entries) == all_origins);
}

TEST_CASE("after a missing answer what comes before the model's name is dropped") {
  Bench bench;
  bench.identify();
  const core::Bytes other = *core::parse_hex(bench.script.records[4]);
  bench.tamper = [&](std::size_t now, MeterBench::Answer& answer) {
    if (now == 6) answer.bytes.clear();
    if (now == 7) answer.bytes.insert(answer.bytes.begin(), other.begin(), other.end());
  };
  CHECK(origins(bench.download().entries) == all_origins);
  CHECK(bench.asked[6] == model);
  CHECK(bench.asked[7] == bench.asked[5]);
}

TEST_CASE("any one answer of a Verio IQ may come late, however late, and so may those behind it") {
  for (std::size_t number = 1; number <= 12; ++number)
    for (const int late : {160, 245, 255, 300, 500, 1000, 1240, 1300, 1370, 2500}) {
      SlowBench bench;
      bench.take([&](const std::string&, std::size_t now) {
        return std::chrono::milliseconds(now == number ? late : 10);
      });
      const device::MeterRead read = bench.read();
      INFO(number << " late by " << late);
      CHECK_FALSE(read.broken);
      CHECK(read.identity.display_unit == core::GlucoseUnit::mg_dl);
      REQUIRE(read.clock);
      CHECK(read.clock->meter == *core::make_local(2014, 8, 12, 15, 53, 45));
      CHECK(origins(read.downloaded.entries) == all_origins);
    }
}

TEST_CASE("a Verio IQ whose records take long, and all else not, is read") {
  for (int slow = 140; slow <= 900; slow += 10) {
    SlowBench bench;
    bench.take([&](const std::string& question, std::size_t) {
      return std::chrono::milliseconds(is_record(question) ? slow : 5);
    });
    const device::MeterRead read = bench.read();
    INFO(slow);
    CHECK(origins(read.downloaded.entries) == all_origins);
    CHECK(bench.asked <= 5 + 7 + 2);  // the first has to show how long they take
  }
}

TEST_CASE("a Verio IQ whose serial number takes long, once or always, is read") {
  for (const int slow : {200, 250, 300, 500, 800, 900})
    for (const bool is_once : {true, false}) {
      SlowBench bench;
      int times = 0;
      bench.take([&](const std::string& question, std::size_t) {
        return std::chrono::milliseconds(question == serial && (times++ == 0 || !is_once) ? slow : 20);
      });
      const device::MeterRead read = bench.read();
      INFO(slow << " ms");
      CHECK(read.identity.serial == "SIM000001");
      CHECK(origins(read.downloaded.entries) == all_origins);
    }
}

TEST_CASE("a record of a Verio IQ that begins like a name is not taken for the model's") {
  SlowBench bench;
  bench.script.records[0] = core::format_hex(
      device::lifescan::encode_frame(0, *core::parse_hex("03 06 41 00 90 32 68 00 00 01 00 00")), " ");
  bench.take([&](const std::string& question, std::size_t) {
    return std::chrono::milliseconds(is_record(question) ? 250 : 20);
  });
  CHECK(bench.read().downloaded.entries.size() == all_origins.size());
}

TEST_CASE("a Verio IQ's unit that comes twice is not taken for its clock") {
  for (std::size_t twice = 1; twice <= 6; ++twice) {
    SlowBench bench;
    std::size_t asked = 0;
    const auto once = bench.answer;
    bench.answer = [&](core::ByteView question) {
      core::Bytes bytes = once(question);
      if (++asked == twice) bench.said.push_back({bench.free_at + 60ms, {bytes, false}});
      return bytes;
    };
    const device::MeterRead read = bench.read();
    INFO(twice);
    REQUIRE(read.clock);
    CHECK(read.clock->meter == *core::make_local(2014, 8, 12, 15, 53, 45));
    CHECK(origins(read.downloaded.entries) == all_origins);
  }
}

TEST_CASE("late answers of a Verio IQ never make a reading that it does not hold") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    SlowBench bench;
    std::minstd_rand random(seed);
    bench.take([&](const std::string&, std::size_t) {
      return std::chrono::milliseconds(random() % 100 < 15 ? 200 + random() % 1500 : 10);
    });
    INFO(seed);
    device::Downloaded result;
    try {
      bench.run(bench.meter->download({}, result));
      CHECK(origins(result.entries) == all_origins);
    } catch (const core::Failure&) {
      for (std::size_t i = 0; i < result.entries.size(); ++i)
        CHECK(result.entries[i].origin == all_origins[i]);
    }
  }
}
