#include <map>

#include "device/download.hpp"
#include "device/lifescan_frame.hpp"
#include "tests/catch.hpp"
#include "tests/device/meters/meter_bench.hpp"
#include "tests/device/slow_meter.hpp"
#include "tests/failure_of.hpp"

using namespace std::chrono_literals;
using core::Errc;

namespace {

const std::string disconnect = "02 06 08 03 c2 62";
const std::string disconnected = "02 06 0c 03 06 ae";
const std::string ack_1 = "02 06 07 03 fc 72";
const std::string ack_0 = "02 06 04 03 af 27";

const std::string read_count = "05 1f f5 01";
const std::string read_clock = "05 20 02 00 00 00 00";
const std::string set_clock = "05 20 01 28 14 fe 6a";
const std::string erase = "05 1a";

std::string frame(int link, std::string_view message) {
  return core::format_hex(
      device::lifescan::encode_frame(static_cast<std::uint8_t>(link), *core::parse_hex(message)), " ");
}

/// The page's meter, strict: it numbers its answers, takes no command before the last answer is acknowledged,
/// and carries nothing out a second time. Messages in hex, newest record first.
struct Script {
  std::map<std::string, std::string> answers{
      {"05 0d 02", "05 06 11 50 30 30 2e 30 32 2e 30 30 32 35 2f 30 35 2f 30 37"},
      {"05 0b 02 00 00 00 00 00 00 00 00 00", "05 06 53 49 4d 30 30 30 30 31 58"},
      {"05 09 02 09 00 00 00 00", "05 06 01 00 00 00"},
      {read_clock, "05 06 28 14 fe 6a"},
      {set_clock, "05 06 28 14 fe 6a"},
  };
  std::vector<std::string> records{
      "05 06 84 12 fe 6a 68 00 00 00", "05 06 85 11 fe 6a ff ff 00 00", "05 06 86 10 fe 6a fe ff 00 00",
      "05 06 87 09 fe 6a 65 00 00 00", "05 06 b4 00 00 00 65 00 00 00",
  };
  std::vector<std::string> carried_out;  ///< messages of commands
  int number = 0, expected = 0;
  bool waits_for_ack = false;
  std::string last;

  std::string operator()(const std::string& text) {
    const core::Bytes bytes = *core::parse_hex(text);
    const int link = bytes[2];
    if ((link & 0x08) != 0) {
      number = expected = 0;
      waits_for_ack = false;
      last.clear();
      return disconnected;
    }
    if ((link & 0x04) != 0) {
      if (waits_for_ack && link == (0x04 | expected | (1 - number) * 2)) {
        number = 1 - number;
        waits_for_ack = false;
      }
      return "";
    }
    if ((link & 0x01) != expected) return last;
    if (waits_for_ack || (link & 0x02) / 2 != number) return "";
    expected = 1 - expected;
    waits_for_ack = true;
    carried_out.push_back(core::format_hex(device::lifescan::message_of(bytes), " "));
    const int own = number | expected * 2;
    last = frame(0x04 | own, "") + " " + frame(own, answer_to(carried_out.back()));
    return last;
  }

  std::string answer_to(const std::string& message) {
    if (message == read_count) {
      const core::Bytes answer{0x05, 0x0f, static_cast<std::uint8_t>(records.size()), 0};
      return core::format_hex(answer, " ");
    }
    if (message == erase) {
      records.clear();
      return "05 06";
    }
    const core::Bytes bytes = *core::parse_hex(message);
    if (bytes[1] == 0x1f) return bytes[2] < records.size() ? records[bytes[2]] : "05 09";
    const auto known = answers.find(message);
    return known != answers.end() ? known->second : "05 09";
  }
};

struct Bench : MeterBench {
  Bench() : MeterBench("onetouch_ultra_easy", [this](const std::string& text) { return script(text); }) {}
  Script script;
};

const std::vector<std::string> all_origins{"104", "65535", "65534", "101", "101 at 180"};

using Tamper = decltype(MeterBench::tamper);

device::WallClock evening_clock() {
  return [] { return *core::make_local(2026, 11, 18, 21, 10, 0); };
}

}  // namespace

TEST_CASE("an Ultra Easy is asked who it is by the frames of the page") {
  Bench bench;
  const device::Identity identity = bench.identify();
  CHECK(identity.model == "OneTouch Ultra Easy / Ultra Mini");
  CHECK(identity.serial == "SIM00001X");
  CHECK(identity.display_unit == core::GlucoseUnit::mmol_l);
  CHECK(identity.simulated);
  REQUIRE(bench.asked.size() == 7);
  CHECK(bench.asked[0] == disconnect);
  CHECK(bench.asked[1] == "02 09 00 05 0d 02 03 da 71");
  CHECK(bench.asked[2] == ack_1);
  CHECK(bench.asked[3] == frame(0x03, "05 0b 02 00 00 00 00 00 00 00 00 00"));
  CHECK(bench.asked[4] == ack_0);
  CHECK(bench.asked[5] == "02 0e 00 05 09 02 09 00 00 00 00 03 ce e7");
  CHECK(bench.asked[6] == ack_1);
}

TEST_CASE("an Ultra Easy's whole memory of N records costs N + 9 exchanges, each record one") {
  Bench bench;
  bench.identify();
  const device::ClockLook look = bench.run(bench.meter->read_clock());
  CHECK(look.shown == *core::make_local(2026, 11, 18, 21, 10, 0));
  CHECK(look.resolution == std::chrono::seconds(1));
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(origins(result.entries) == all_origins);
  for (const core::LogEntry& entry : result.entries) CHECK_FALSE(entry.read_once);
  CHECK(bench.meter->exchanges() == 5 + 9);
  CHECK(bench.asked.back() == disconnect);
}

TEST_CASE("with a bookmark only the new records of an Ultra Easy are read, in new + 10 exchanges") {
  Bench before;
  before.script.records.erase(before.script.records.begin());
  device::DownloadOptions options;
  before.identify();
  options.bookmark = before.download().bookmark;

  Bench bench;
  bench.identify();
  bench.run(bench.meter->read_clock());
  const device::Downloaded result = bench.download(options);
  CHECK(result.met_bookmark);
  CHECK(origins(result.entries) == std::vector<std::string>{"104"});
  CHECK(bench.meter->exchanges() == 1 + 10);
}

TEST_CASE("an Ultra Easy that does not tell its version, its unit or its clock is read all the same") {
  const std::string version = "05 0d 02", unit = "05 09 02 09 00 00 00 00";
  for (const std::string& question : {version, unit, read_clock})
    for (const bool is_silent : {false, true}) {
      Bench bench;
      bench.script.answers.erase(question);  // refused
      bench.answer_to = [&](const std::string& text) {
        const bool is_asked = text.find(question) != std::string::npos;
        return is_silent && is_asked ? std::string() : bench.script(text);
      };
      const device::MeterRead read = bench.run(device::read_meter(*bench.meter, {}));
      INFO(question << (is_silent ? " silent" : " refused"));
      CHECK_FALSE(read.broken);
      CHECK(read.identity.serial == "SIM00001X");
      CHECK(read.identity.display_unit.has_value() == (question != unit));
      CHECK(read.clock.has_value() == (question != read_clock));
      CHECK(read.downloaded.complete);
      CHECK(origins(read.downloaded.entries) == all_origins);
    }
}

TEST_CASE("an empty Ultra Easy is read to its end") {
  Bench bench;
  bench.script.records.clear();
  bench.identify();
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(result.entries.empty());
}

TEST_CASE("whatever an Ultra Easy says once may be lost, damaged or come twice, and nothing is done twice") {
  Bench calm;
  calm.identify();
  calm.download();
  for (std::size_t number = 1; number <= calm.asked.size(); ++number) {
    const auto twice = [number](std::size_t now, MeterBench::Answer& answer) {
      const core::Bytes once = answer.bytes;
      if (now == number) answer.bytes.insert(answer.bytes.end(), once.begin(), once.end());
    };
    const auto half = [number](std::size_t now, MeterBench::Answer& answer) {
      if (now == number) answer.bytes.resize(std::min<std::size_t>(answer.bytes.size(), 6));
    };
    const auto no_ack = [number](std::size_t now, MeterBench::Answer& answer) {
      if (now == number && answer.bytes.size() > 6)
        answer.bytes.erase(answer.bytes.begin(), answer.bytes.begin() + 6);
    };
    for (const auto& tamper :
         {Tamper(lost(number)), Tamper(damaged(number)), Tamper(twice), Tamper(half), Tamper(no_ack)}) {
      Bench bench;
      bench.tamper = tamper;
      INFO(number);
      CHECK(bench.identify().serial == "SIM00001X");
      const device::Downloaded result = bench.download();
      CHECK(result.complete);
      CHECK(origins(result.entries) == all_origins);
      CHECK(bench.script.carried_out == calm.script.carried_out);
    }
  }
}

TEST_CASE("whatever an Ultra Easy does not hear once is said again, its ACK first") {
  Bench calm;
  calm.identify();
  calm.download();
  for (std::size_t number = 1; number <= calm.asked.size(); ++number) {
    Bench bench;
    bench.answer_to = [&](const std::string& text) {
      return bench.asked.size() == number ? std::string() : bench.script(text);
    };
    INFO(number);
    CHECK(bench.identify().serial == "SIM00001X");
    const device::Downloaded result = bench.download();
    CHECK(result.complete);
    CHECK(origins(result.entries) == all_origins);
  }
}

TEST_CASE("an Ultra Easy that forgot the link is met again by a DISCONNECT") {
  Bench bench;
  bench.identify();
  bench.script.expected = 0;  // expects an old number, and has nothing to repeat
  bench.script.last.clear();
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(origins(result.entries) == all_origins);
  CHECK(bench.times_asked(disconnect) == 3);
}

TEST_CASE("an Ultra Easy that is silent is asked five times, and the model is named as what to look at") {
  Bench silent;
  silent.tamper = [](std::size_t, MeterBench::Answer& answer) { answer.bytes.clear(); };
  const core::Error error = failure_of([&] { silent.identify(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(error.advice.find("Ultra Mini") != std::string::npos);
  CHECK(silent.asked.size() == 5);
  CHECK(silent.elapsed() == std::chrono::seconds(5));
}

TEST_CASE("an Ultra Easy that stops answering is given three tries, a new link and then up") {
  Bench stopped;
  stopped.identify();
  const std::size_t before = stopped.meter->exchanges();
  stopped.tamper = [](std::size_t, MeterBench::Answer& answer) { answer.bytes.clear(); };
  CHECK(failure_of([&] { stopped.download(); }).kind == Errc::timeout);
  CHECK(stopped.meter->exchanges() == before + 3 + 3);
}

TEST_CASE("another meter in place of an Ultra Easy is told from silence") {
  Bench bench;
  bench.answer_to = [](const std::string&) { return "34 30 30 0d 0a"; };
  CHECK(failure_of([&] { bench.identify(); }).kind == Errc::protocol);
}

TEST_CASE("an Ultra Easy's cable pulled at any frame keeps what was read") {
  Bench calm;
  calm.download();
  // When the last ACK and the DISCONNECT go out, all has been read.
  const std::size_t last_command = calm.asked.size() - 2;
  for (std::size_t number = 1; number <= last_command; ++number) {
    Bench bench;
    bench.tamper = cut(number);
    device::Downloaded result;
    CHECK(failure_of([&] { bench.run(bench.meter->download({}, result)); }).kind == Errc::disconnected);
    CHECK_FALSE(result.complete);
    CHECK(result.entries.size() <= all_origins.size());
  }
  for (const std::size_t number : {last_command + 1, last_command + 2}) {
    Bench bench;
    bench.tamper = cut(number);
    CHECK(bench.download().complete);
  }
}

TEST_CASE("an Ultra Easy's memory that was erased while it was read is read anew") {
  Bench bench;
  bench.tamper = [&](std::size_t now, MeterBench::Answer&) {
    if (now == 5) bench.script.records.resize(1);
  };
  const device::Downloaded result = bench.download();
  CHECK(result.complete);
  CHECK(std::count(bench.script.carried_out.begin(), bench.script.carried_out.end(), read_count) >= 2);
}

TEST_CASE("an Ultra Easy's clock is set to the second") {
  Bench bench;
  bench.run(bench.meter->set_clock(evening_clock()));
  CHECK(bench.asked[0] == "02 0d 00 05 20 01 28 14 fe 6a 03 71 68");
  CHECK(bench.script.carried_out == std::vector<std::string>{set_clock});
}

TEST_CASE("an Ultra Easy that takes long to set its clock is asked for it, and set again where it is late") {
  const auto is_set = [](const std::string& message) { return message.substr(0, 8) == "05 20 01"; };
  for (const bool is_late : {false, true}) {
    Script script;
    script.answers[read_clock] = is_late ? "05 06 1e 14 fe 6a" : "05 06 2a 14 fe 6a";  // 21:09:50, 21:10:02
    LateMeter bench("onetouch_ultra_easy", [&](core::ByteView frame) {
      return *core::parse_hex(script(core::format_hex(frame, " ")));
    });
    bool is_slow = true;
    bench.takes = [&](core::ByteView frame, std::size_t) {
      const bool sets = frame.size() == 13 && frame[5] == 0x01;
      return sets && std::exchange(is_slow, false) ? 2300ms : 10ms;
    };
    const auto set = [&] {
      bench.run(bench.meter->set_clock(bench.wall_clock(*core::make_local(2026, 11, 18, 21, 10, 0))));
    };
    if (is_late)
      CHECK(failure_of(set).kind == Errc::protocol);
    else
      set();
    CHECK((std::count_if(script.carried_out.begin(), script.carried_out.end(), is_set) > 1) == is_late);
  }
}

TEST_CASE("an Ultra Easy that does not take over the time is told so three times") {
  Bench bench;
  bench.script.answers[set_clock] = "05 06 00 00 00 00";
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(evening_clock())); }).kind == Errc::protocol);
  CHECK(bench.script.carried_out == std::vector<std::string>{set_clock, set_clock, set_clock});
}

TEST_CASE("a time that an Ultra Easy's clock cannot show is refused before anything is sent") {
  Bench bench;
  const auto clock = [] { return *core::make_local(2100, 1, 1, 0, 0, 0); };
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(clock)); }).kind == Errc::refused);
  CHECK(bench.asked.empty());
}

TEST_CASE("an Ultra Easy is never told to erase a second time under a new number") {
  for (std::size_t lost_frames = 0; lost_frames < 4; ++lost_frames) {
    Bench bench;
    bench.tamper = [&](std::size_t now, MeterBench::Answer& answer) {
      if (now <= lost_frames) answer.bytes.clear();
    };
    bench.run(bench.meter->erase());
    INFO(lost_frames);
    CHECK(bench.script.carried_out == std::vector<std::string>{erase, read_count});
  }
  Bench deaf;
  deaf.answer_to = [&](const std::string& text) {
    return deaf.asked.size() <= 3 ? std::string() : deaf.script(text);
  };
  CHECK(failure_of([&] { deaf.run(deaf.meter->erase()); }).kind == Errc::protocol);
  CHECK(deaf.script.carried_out == std::vector<std::string>{read_count});
}

TEST_CASE("an Ultra Easy's answer to its probe is known among noise, a damaged one is not") {
  const device::SerialLink& link = device::serial_link(*device::find_driver("onetouch-ultra-mini"));
  CHECK(core::format_hex(core::as_bytes(link.probe.question), " ") == disconnect);
  CHECK(link.speaks(*core::parse_hex("02 ff 02 06 " + disconnected)));
  CHECK_FALSE(link.speaks(*core::parse_hex("02 06 0c 03 06 af")));
  CHECK_FALSE(link.speaks(*core::parse_hex(disconnect)));  // our own question, come back
  CHECK_FALSE(link.speaks(core::as_bytes("400\r\n")));
  CHECK_FALSE(link.speaks({}));
}
