#include "tests/catch.hpp"
#include "tests/device/meters/td42xx/td42xx_bench.hpp"
#include "tests/failure_of.hpp"

using namespace td42xx_tests;
using core::Errc;

TEST_CASE("a TaiDoc is asked who it is, its serial number twice") {
  Bench bench;
  const device::Identity identity = bench.identify();
  CHECK(identity.model == "TaiDoc TD-4277 (GlucoRx Nexus)");
  CHECK(identity.serial == "53494D53494D0001");
  CHECK(identity.display_unit == core::GlucoseUnit::mg_dl);
  CHECK(identity.simulated);
  CHECK(bench.asked ==
        std::vector<std::string>{hello, model, serial_end, serial_begin, serial_end, serial_begin});
}

TEST_CASE("each number of a TaiDoc has its name, and an unknown one is read as well") {
  for (const auto& [number, name] :
       {std::pair{"35 42", "TaiDoc TD-4235B"}, std::pair{"79 42", "GlucoRx HCT"},
        std::pair{"41 41", "GlucoRx Nexus Mini Ultra"}, std::pair{"83 42", "GlucoRx Go"},
        std::pair{"00 42", "TaiDoc TD-4200"}}) {
    Bench bench;
    bench.script.answers[model] = packet("51 24 " + std::string(number) + " 00 00");
    CHECK(bench.identify().model == name);
    CHECK(bench.download().complete);
  }
}

TEST_CASE("a TaiDoc may answer its first question in three ways") {
  for (const char* command : {"22", "24", "54"}) {
    Bench bench;
    bench.script.answers[hello] = packet("51 " + std::string(command) + " 00 00 00 00");
    CHECK(bench.identify().serial == "53494D53494D0001");
    CHECK(bench.times_asked(hello) == 1);
  }
}

TEST_CASE(
    "a TaiDoc's whole memory of N records costs 4 N + 11 questions, two passes a record, and a rare one a "
    "third") {
  Bench bench;
  bench.identify();
  const device::ClockLook look = bench.run(bench.meter->read_clock());
  CHECK(look.shown == *core::make_local(2026, 11, 18, 21, 3, 0));
  CHECK(look.resolution == std::chrono::seconds(60));
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(origins(result.entries) == all_origins);
  for (const core::LogEntry& entry : result.entries) CHECK_FALSE(entry.read_once);
  CHECK(bench.meter->exchanges() == 4 * 5 + 2 * 4 + 11);  // four are HI, LO, a control test and a ketone
}

TEST_CASE("with --fast a TaiDoc's memory costs 2 N + 11 questions, and the readings say so") {
  Bench bench;
  bench.identify();
  bench.run(bench.meter->read_clock());
  device::DownloadOptions options;
  options.passes = device::Passes::once;
  const device::Downloaded result = bench.download(options);
  CHECK(origins(result.entries) == all_origins);
  for (const core::LogEntry& entry : result.entries) CHECK(entry.read_once);
  CHECK(bench.meter->exchanges() == 2 * 5 + 11);
}

TEST_CASE("with a bookmark only the new records of a TaiDoc are read, in 4 new + 14 questions") {
  Bench before;
  before.script.records.erase(before.script.records.begin());
  device::DownloadOptions options;
  options.bookmark = before.download().bookmark;

  Bench bench;
  bench.identify();
  bench.run(bench.meter->read_clock());
  const device::Downloaded result = bench.download(options);
  CHECK(result.met_bookmark);
  CHECK(origins(result.entries) == std::vector<std::string>{"104"});
  CHECK(bench.meter->exchanges() == 4 * 1 + 14);
}

TEST_CASE("a TaiDoc that does not tell its serial number, or its clock, is read without") {
  for (const std::vector<std::string>& missing :
       {std::vector{serial_begin}, {serial_end, serial_begin}, {clock_question}}) {
    Bench bench;
    for (const std::string& question : missing) bench.script.answers.erase(question);
    const device::MeterRead read = bench.run(device::read_meter(*bench.meter, {}));
    const bool has_clock = missing[0] != clock_question;
    CHECK_FALSE(read.broken);
    CHECK(read.identity.serial == (has_clock ? "unnumbered" : "53494D53494D0001"));
    CHECK(read.clock.has_value() == has_clock);
    CHECK(read.downloaded.complete);
    CHECK(origins(read.downloaded.entries) == all_origins);
  }
}

TEST_CASE("a TaiDoc's serial number that a bad line keeps away makes no meter without one") {
  for (const std::size_t lost_before : {1u, 2u, 0u, 100u}) {
    Bench bench;
    bench.script.answers.erase(serial_end);
    bench.tamper = [&](std::size_t now, MeterBench::Answer& answer) {
      if (now == lost_before || (lost_before == 0 && now > 2)) answer.bytes.clear();
      if (lost_before == 100 && now == 5) answer.bytes = *core::parse_hex("51 27 01 00 4d 49 a5 b4");
      if (lost_before == 100 && now > 6) answer.bytes.clear();
    };
    INFO(lost_before);
    if (lost_before == 1)  // the first question wakes the meter, and may be lost
      CHECK(bench.identify().serial == "unnumbered");
    else
      CHECK(failure_of([&] { bench.identify(); }).kind == Errc::timeout);
  }
}

TEST_CASE("a TaiDoc that pauses at its serial number keeps its number") {
  for (const std::size_t first_lost : {3u, 4u}) {
    Bench bench;
    bench.tamper = [&](std::size_t now, MeterBench::Answer& answer) {
      if (now >= first_lost && now < first_lost + 5) answer.bytes.clear();
    };
    CHECK(bench.identify().serial == "53494D53494D0001");
  }
}

TEST_CASE("an empty TaiDoc is read to its end") {
  Bench bench;
  bench.script.records.clear();
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(result.entries.empty());
}

TEST_CASE("any one answer of a TaiDoc may be lost, damaged, come twice or be a notice") {
  Bench calm;
  calm.identify();
  calm.download();
  for (std::size_t number = 1; number <= calm.asked.size(); ++number) {
    const auto twice = [number](std::size_t now, MeterBench::Answer& answer) {
      const core::Bytes once = answer.bytes;
      if (now == number) answer.bytes.insert(answer.bytes.end(), once.begin(), once.end());
    };
    const auto noticed = [number](std::size_t now, MeterBench::Answer& answer) {
      if (now == number) answer.bytes = *core::parse_hex(notice);
    };
    for (const auto& tamper :
         {Tamper(lost(number)), Tamper(damaged(number)), Tamper(twice), Tamper(noticed)}) {
      Bench bench;
      bench.tamper = tamper;
      INFO(number);
      CHECK(bench.identify().serial == "53494D53494D0001");
      const device::Downloaded result = bench.download();
      CHECK(result.complete);
      CHECK(origins(result.entries) == all_origins);
    }
  }
}

TEST_CASE("two flipped bits that a TaiDoc's sum does not see make no wrong reading") {
  Bench calm;
  calm.download();
  for (std::size_t number = 1; number <= calm.asked.size(); ++number) {
    Bench bench;
    bench.tamper = [number](std::size_t now, MeterBench::Answer& answer) {
      if (now != number) return;
      for (const std::size_t place : {2, 3})
        for (const std::size_t other : {3, 4}) {
          // A bit that is set in one byte and not in the other changes places.
          const auto bits = static_cast<std::uint8_t>(answer.bytes[place] ^ answer.bytes[other]);
          const auto bit = static_cast<std::uint8_t>(bits & (~bits + 1));
          answer.bytes[place] ^= bit;
          answer.bytes[other] ^= bit;
        }
    };
    INFO(number);
    const device::Downloaded result = bench.download();
    CHECK(result.complete);
    CHECK(origins(result.entries) == all_origins);
  }
}

TEST_CASE("a TaiDoc's notices are no tries, up to three in a row") {
  const auto notices = [](std::size_t until) {
    return [until](std::size_t now, MeterBench::Answer& answer) {
      if (now >= 2 && now < 2 + until) answer.bytes = *core::parse_hex(notice);
    };
  };
  Bench three;
  three.tamper = notices(3);
  CHECK(three.identify().model == "TaiDoc TD-4277 (GlucoRx Nexus)");
  CHECK(three.elapsed() == std::chrono::seconds(0));
  Bench endless;
  endless.tamper = notices(1000);
  CHECK(failure_of([&] { endless.identify(); }).kind == Errc::timeout);
  CHECK(endless.asked.size() == 1 + 5 * 4);
}

TEST_CASE("a TaiDoc that is silent is asked five times, before an answer and after it") {
  Bench silent;
  silent.tamper = [](std::size_t, MeterBench::Answer& answer) { answer.bytes.clear(); };
  CHECK(failure_of([&] { silent.identify(); }).kind == Errc::timeout);
  CHECK(silent.asked.size() == 5);

  Bench stopped;
  stopped.identify();
  stopped.tamper = silent.tamper;
  CHECK(failure_of([&] { stopped.download(); }).kind == Errc::timeout);
  CHECK(stopped.asked.size() == 6 + 5);
}

TEST_CASE("another meter in place of a TaiDoc is told from silence") {
  Bench bench;
  bench.answer_to = [](const std::string&) { return "34 30 30 0d 0a"; };
  CHECK(failure_of([&] { bench.identify(); }).kind == Errc::protocol);
}

TEST_CASE("a TaiDoc's cable pulled at any question keeps what was read") {
  Bench calm;
  calm.download();
  for (std::size_t number = 1; number <= calm.asked.size(); ++number) {
    Bench bench;
    bench.tamper = cut(number);
    device::Downloaded result;
    CHECK(failure_of([&] { bench.run(bench.meter->download({}, result)); }).kind == Errc::disconnected);
    CHECK_FALSE(result.complete);
    const std::size_t kept =
        number < 6 ? 0 : 1 + (number - 6) / 6;  // after the count, four questions, then six each
    CHECK(result.entries.size() == std::min<std::size_t>(kept, 5));
  }
}

TEST_CASE("a TaiDoc's memory that was erased while it was read is read anew") {
  Bench bench;
  bench.tamper = [&](std::size_t now, MeterBench::Answer&) {
    if (now == 8) bench.script.records.resize(1);
  };
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(bench.times_asked(count) >= 3);
}

TEST_CASE("a TaiDoc that says nothing about one record, which it holds, is a break") {
  Bench bench;
  bench.answer_to = [&](const std::string& question) {
    return question == "51 25 02 00 00 00 a3 1b" ? std::string() : bench.script(question);
  };
  device::Downloaded result;
  CHECK(failure_of([&] { bench.run(bench.meter->download({}, result)); }).kind == Errc::timeout);
  CHECK_FALSE(result.complete);
  CHECK(origins(result.entries) == std::vector<std::string>{"104", "601"});
}

TEST_CASE("a count that no TaiDoc's memory holds is believed when it comes twice") {
  Bench bench;
  bench.tamper = [](std::size_t now, MeterBench::Answer& answer) {
    if (now == 1) answer.bytes = *core::parse_hex(packet("51 2b 05 40 00 00"));
  };
  CHECK(origins(bench.download().entries) == all_origins);
}

TEST_CASE("a TaiDoc's record with an impossible date is asked for again, and kept when it comes thrice") {
  Bench bench;
  bench.script.records[1].time = "5e 34 03 15";  // 30 February
  device::DownloadOptions options;
  options.passes = device::Passes::once;
  const device::Downloaded result = bench.download(options);
  CHECK(result.complete);
  REQUIRE(result.entries.size() == 5);
  CHECK(result.entries[1].content == core::Content(core::UnreadRecord{}));
  CHECK(bench.times_asked("51 25 01 00 00 00 a3 1a") == 3);
}

TEST_CASE("a TaiDoc's answer to its probe is known among noise, a damaged one is not") {
  const device::SerialLink& link = device::serial_link(*device::find_driver("glucorx-nexus"));
  CHECK(core::format_hex(core::as_bytes(link.probe.question), " ") == hello);
  CHECK(link.speaks(*core::parse_hex("51 ff 51 22 00 00 00 00 a5 18")));
  CHECK(link.speaks(*core::parse_hex(notice)));
  CHECK_FALSE(link.speaks(*core::parse_hex("51 22 00 00 00 00 a5 19")));
  CHECK_FALSE(link.speaks(*core::parse_hex(hello)));  // our own question, come back
  CHECK_FALSE(link.speaks(core::as_bytes("CMD OK\r\n")));
  CHECK_FALSE(link.speaks({}));
}
