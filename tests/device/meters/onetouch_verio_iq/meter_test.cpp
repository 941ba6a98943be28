#include "tests/catch.hpp"
#include "tests/device/meters/onetouch_verio_iq/verio_bench.hpp"
#include "tests/failure_of.hpp"

using namespace verio_tests;
using core::Errc;

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
