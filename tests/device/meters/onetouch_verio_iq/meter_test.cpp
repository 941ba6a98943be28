#include <deque>
#include <map>
#include <random>

#include "device/download.hpp"
#include "device/lifescan_frame.hpp"
#include "tests/catch.hpp"
#include "tests/device/meters/meter_bench.hpp"
#include "tests/device/slow_meter.hpp"
#include "tests/failure_of.hpp"

using namespace std::chrono_literals;
using core::Errc;

namespace {

const std::string model = "02 08 00 03 06 03 e8 44";
const std::string serial = "02 0a 00 03 0b 01 02 03 2a dc";
const std::string unit = "02 0a 00 03 09 02 02 03 12 68";
const std::string clock_question = "02 09 00 03 20 02 03 d4 92";
const std::string count = "02 09 00 03 27 00 03 26 71";
const std::string first_record = "02 0a 00 03 21 00 00 03 9d d2";
const std::string set_clock = "02 0d 00 03 20 01 a8 d0 90 32 03 43 b4";
const std::string erase = "02 08 00 03 1a 03 f6 02";
const std::string done = "02 08 00 03 06 03 e8 44";
const std::string no_such_record = "02 08 00 03 09 03 d6 54";

/// What the page's meter says, newest record first.
struct Script {
  std::map<std::string, std::string> answers{
      {model,
       "02 22 00 03 06 56 65 72 69 6f 49 51 00 00 a6 e7 79 0c ee c6 00 94 b6 fe 7a 58 ec c6 00 1a 00 03 62 "
       "f5"},
      {serial, "02 12 00 03 06 53 49 4d 30 30 30 30 30 31 00 03 6b 00"},
      {unit, "02 0c 00 03 06 00 00 00 00 03 a3 ef"},
      {clock_question, "02 0c 00 03 06 09 f5 7c 1b 03 37 16"},
      {set_clock, done},
  };
  std::vector<std::string> records{
      "02 12 00 03 06 8d bc 7c 1b 56 00 00 01 00 00 03 e5 19",
      "02 12 00 03 06 ca 68 7b 1b 4b 00 00 01 00 00 03 da b7",
      "02 12 00 03 06 0c 28 79 1b 54 00 00 01 00 00 03 be 82",
      "02 12 00 03 06 6d c4 78 1b a2 00 00 01 00 00 03 9b 99",
      "02 12 00 03 06 5a a5 78 1b ce 00 00 01 00 00 03 42 8a",
  };

  std::string operator()(const std::string& question) {
    const core::Bytes bytes = *core::parse_hex(question);
    if (bytes[4] == 0x21) return bytes[5] < records.size() ? records[bytes[5]] : no_such_record;
    if (question == count) {
      const core::Bytes message{0x03, 0x06, static_cast<std::uint8_t>(records.size()), 0};
      return core::format_hex(device::lifescan::encode_frame(0, message), " ");
    }
    if (question == erase) {
      records.clear();
      return done;
    }
    const auto known = answers.find(question);
    return known != answers.end() ? known->second : no_such_record;
  }
};

struct Bench : MeterBench {
  Bench()
      : MeterBench("onetouch_verio_iq", [this](const std::string& question) { return script(question); }) {}
  Script script;
};

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

const std::vector<std::string> all_origins{"86", "75", "84", "162", "206"};

device::WallClock evening_clock() {
  return [] { return *core::make_local(2026, 11, 18, 21, 10, 0); };
}

}  // namespace

TEST_CASE("a Verio IQ is asked who it is in three questions") {
  Bench bench;
  const device::Identity identity = bench.identify();
  CHECK(identity.model == "VerioIQ");
  CHECK(identity.serial == "SIM000001");
  CHECK(identity.display_unit == core::GlucoseUnit::mg_dl);
  CHECK(identity.simulated);
  CHECK(bench.asked == std::vector<std::string>{model, serial, unit});
}

TEST_CASE("a Verio IQ's whole memory of N records costs N + 7 questions, each record one") {
  Bench bench;
  bench.identify();
  const device::ClockLook look = bench.run(bench.meter->read_clock());
  CHECK(look.shown == *core::make_local(2014, 8, 12, 15, 53, 45));
  CHECK(look.resolution == std::chrono::seconds(1));
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(origins(result.entries) == all_origins);
  for (const core::LogEntry& entry : result.entries) CHECK_FALSE(entry.read_once);
  CHECK(bench.meter->exchanges() == 5 + 7);
}

TEST_CASE("with a bookmark only the new records of a Verio IQ are read, in new + 8 questions") {
  Bench before;
  before.script.records.erase(before.script.records.begin());
  device::DownloadOptions options;
  options.bookmark = before.download().bookmark;

  Bench bench;
  bench.identify();
  bench.run(bench.meter->read_clock());
  const device::Downloaded result = bench.download(options);
  CHECK(result.met_bookmark);
  CHECK(origins(result.entries) == std::vector<std::string>{"86"});
  CHECK(bench.meter->exchanges() == 1 + 8);
}

TEST_CASE("a Verio IQ that does not tell its unit or its clock is read all the same") {
  for (const std::string& question : {unit, clock_question})
    for (const std::string& said : {std::string(), no_such_record}) {
      Bench bench;
      bench.script.answers[question] = said;
      const device::MeterRead read = bench.run(device::read_meter(*bench.meter, {}));
      INFO(question << ": " << said);
      CHECK_FALSE(read.broken);
      CHECK(read.identity.display_unit.has_value() == (question != unit));
      CHECK(read.clock.has_value() == (question != clock_question));
      CHECK(read.downloaded.complete);
      CHECK(origins(read.downloaded.entries) == all_origins);
    }
}

TEST_CASE("an empty Verio IQ is read to its end") {
  Bench bench;
  bench.script.records.clear();
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(result.entries.empty());
}

TEST_CASE("any one answer of a Verio IQ may be lost, damaged or come twice") {
  Bench calm;
  calm.identify();
  calm.download();
  for (std::size_t number = 1; number <= calm.asked.size(); ++number) {
    const auto twice = [number](std::size_t now, MeterBench::Answer& answer) {
      const core::Bytes once = answer.bytes;
      if (now == number) answer.bytes.insert(answer.bytes.end(), once.begin(), once.end());
    };
    for (const auto& tamper :
         {decltype(MeterBench::tamper)(lost(number)), decltype(MeterBench::tamper)(damaged(number)),
          decltype(MeterBench::tamper)(twice)}) {
      Bench bench;
      bench.tamper = tamper;
      INFO(number);
      CHECK(bench.identify().serial == "SIM000001");
      const device::Downloaded result = bench.download();
      CHECK(result.complete);
      CHECK(origins(result.entries) == all_origins);
    }
  }
}

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

TEST_CASE("a Verio IQ that is silent is asked five times, before an answer and after it") {
  Bench silent;
  silent.tamper = [](std::size_t, MeterBench::Answer& answer) { answer.bytes.clear(); };
  const core::Error error = failure_of([&] { silent.identify(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(silent.asked.size() == 5);

  Bench stopped;
  stopped.identify();
  stopped.tamper = silent.tamper;
  CHECK(failure_of([&] { stopped.download(); }).kind == Errc::timeout);
  CHECK(stopped.asked.size() == 3 + 5);
}

TEST_CASE("a Verio IQ may sleep through the first four questions") {
  Bench bench;
  bench.tamper = [](std::size_t now, MeterBench::Answer& answer) {
    if (now <= 4) answer.bytes.clear();
  };
  CHECK(bench.identify().serial == "SIM000001");
}

TEST_CASE("another meter in place of a Verio IQ is told from silence") {
  Bench bench;
  bench.answer_to = [](const std::string&) { return "34 30 30 0d 0a"; };
  CHECK(failure_of([&] { bench.identify(); }).kind == Errc::protocol);
}

TEST_CASE("a Verio IQ that refuses an answer says so, not the line") {
  Bench bench;
  bench.tamper = [&](std::size_t now, MeterBench::Answer& answer) {
    if (now > 1) answer.bytes = *core::parse_hex(no_such_record);
  };
  const core::Error error = failure_of([&] { bench.identify(); });
  CHECK(error.what == "the OneTouch Verio IQ refuses to tell its serial number");
}

TEST_CASE("another Verio is named, and not read") {
  Bench bench;
  bench.script.answers[model] = core::format_hex(
      device::lifescan::encode_frame(0, *core::parse_hex("03 06 56 65 72 69 6f 00 a6")), " ");
  const core::Error error = failure_of([&] { bench.identify(); });
  CHECK(error.kind == Errc::unsupported);
  CHECK(error.where == "Verio");
  CHECK(bench.asked.size() == 1);
}

TEST_CASE("a Verio IQ's cable pulled at any question keeps what was read") {
  for (std::size_t number = 1; number <= 5 + 3; ++number) {
    Bench bench;
    bench.tamper = cut(number);
    device::Downloaded result;
    CHECK(failure_of([&] { bench.run(bench.meter->download({}, result)); }).kind == Errc::disconnected);
    CHECK_FALSE(result.complete);
    const std::size_t read = std::min<std::size_t>(number < 2 ? 0 : number - 2, 5);
    CHECK(result.entries.size() == read);
  }
}

TEST_CASE("a Verio IQ's memory that was erased while it was read is read anew") {
  Bench bench;
  bench.tamper = [&](std::size_t now, MeterBench::Answer&) {
    if (now == 3) bench.script.records.erase(bench.script.records.begin() + 1, bench.script.records.end());
  };
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(result.entries.size() >= 1);
  CHECK(bench.times_asked(count) >= 2);
}

TEST_CASE("a Verio IQ's clock is set and read back") {
  Bench bench;
  bench.script.answers[clock_question] =
      core::format_hex(device::lifescan::encode_frame(0, *core::parse_hex("03 06 a8 d0 90 32")), " ");
  bench.run(bench.meter->set_clock(evening_clock()));
  CHECK(bench.asked == std::vector<std::string>{set_clock, clock_question});
}

TEST_CASE("a Verio IQ that does not take over the time is told so three times") {
  Bench bench;
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(evening_clock())); }).kind == Errc::protocol);
  CHECK(bench.times_asked(set_clock) == 3);
}

TEST_CASE("a time that a Verio IQ's clock cannot show is refused before anything is sent") {
  for (const int year : {1999, 2100}) {
    Bench bench;
    const auto clock = [year] { return *core::make_local(year, 6, 1, 12, 0, 0); };
    CHECK(failure_of([&] { bench.run(bench.meter->set_clock(clock)); }).kind == Errc::refused);
    CHECK(bench.asked.empty());
  }
}

TEST_CASE("a Verio IQ is told to erase once, and asked for its count whatever it answers") {
  Bench bench;
  bench.tamper = lost(1);
  bench.run(bench.meter->erase());
  CHECK(bench.times_asked(erase) == 1);
  CHECK(bench.times_asked(count) >= 1);

  Bench keeps;
  keeps.answer_to = [&](const std::string& question) {
    return question == erase ? no_such_record : keeps.script(question);
  };
  CHECK(failure_of([&] { keeps.run(keeps.meter->erase()); }).kind == Errc::protocol);
  CHECK(keeps.times_asked(erase) == 1);
}

TEST_CASE("a Verio's answer to its probe is known among noise, a damaged one is not") {
  const device::SerialLink& link = device::serial_link(*device::find_driver("onetouch-verio-iq"));
  CHECK(core::format_hex(core::as_bytes(link.probe.question), " ") == model);
  const std::string answer = Script().answers.at(model);
  CHECK(link.speaks(*core::parse_hex("00 02 ff " + answer)));
  CHECK_FALSE(link.speaks(*core::parse_hex(answer.substr(0, answer.size() - 2) + "f4")));
  CHECK_FALSE(link.speaks(*core::parse_hex(done)));
  CHECK_FALSE(link.speaks(core::as_bytes("400\r\n")));
  CHECK_FALSE(link.speaks({}));
}
