#include "tests/catch.hpp"
#include "tests/device/slow_meter.hpp"
#include "tests/failure_of.hpp"

using namespace std::chrono_literals;
using core::Errc;
using device::Passes;

namespace {

const std::string who = "[\r\n0,0,0,  SIM0000001, 1.00\r\n5D\r\n]\r\n";
const std::string three =
    "[\r\nGlu,104,mg/dL,02,261118,2103\r\nGlu,HI,mg/dL,04,261118,1230\r\nCtl,98,mg/dL,00,261118,0800\r\n"
    "17\r\n]\r\n";
const std::string other = "[\r\nGlu,104,mg/dL,02,261118,2103\r\n30\r\n]\r\n";
const std::string gk = "[\r\nGlu,104, mg/dL,02,261118,2103\r\nCD\r\n]\r\n";
const std::string with_unread =
    "[\r\nGlu,104,mg/dL,02,261118,2103\r\nGlu,100,mg/dL,00,260230,0800\r\nCtl,98,mg/dL,00,261118,0800\r\n"
    "97\r\n]\r\n";
const std::string empty("[\r\n\x90=\r\n]\r\n");

/// Answers each command with what stands for it, in turn, the last again and again; "cut" breaks the line.
struct Areo {
  std::vector<std::string> identities{who};
  std::vector<std::string> dumps{three};
  std::string set = "P";
  std::vector<std::string> asked;
  std::size_t identity = 0, dump = 0;

  static std::string next(const std::vector<std::string>& all, std::size_t& at) {
    return all[std::min(at++, all.size() - 1)];
  }
  core::MemoryStream::Answer operator()(core::ByteView bytes) {
    asked.emplace_back(core::as_text(bytes));
    const std::string answer = asked.back() == "\xa2"   ? next(identities, identity)
                               : asked.back() == "\x80" ? next(dumps, dump)
                                                        : set;
    if (answer == "cut") return {{}, true};
    return {{answer.begin(), answer.end()}, false};
  }
};

ScriptedMeter meter_of(Areo& areo) {
  return {"glucomen_areo", [&areo](core::ByteView bytes, core::Deadline) { return areo(bytes); }};
}

}  // namespace

TEST_CASE("the family glucomen_areo has two models, an odd parity and a clock that can be set") {
  const device::Driver* driver = device::find_driver("glucomen-areo-gk");
  REQUIRE(driver != nullptr);
  CHECK(driver == device::find_driver("glucomen-areo"));
  CHECK(driver->models.size() == 2);
  CHECK(driver->models[0].memory == 730);
  const device::SerialLink& link = device::serial_link(*driver);
  CHECK(link.settings == device::SerialSettings{9600, 8, device::Parity::odd, 1});
  CHECK(link.usb[0].vendor == 0x10c4);
  CHECK(link.usb[0].product == 0xea60);
  CHECK(link.probe.question == "\xa2");
  CHECK(driver->can_set_clock);
  CHECK_FALSE(driver->can_erase);
}

TEST_CASE("a GlucoMen areo is read in four exchanges, with --fast in two, and is then marked") {
  for (const Passes passes : {Passes::usual, Passes::twice, Passes::once}) {
    Areo areo;
    auto bench = meter_of(areo);
    const auto read = bench.read(passes);
    CHECK(read.identity.model == "GlucoMen areo");
    CHECK(read.identity.serial == "SIM0000001");
    CHECK(read.identity.simulated);
    CHECK(read.identity.display_unit == core::GlucoseUnit::mg_dl);
    CHECK_FALSE(read.clock);
    CHECK_FALSE(read.broken);
    CHECK(read.downloaded.complete);
    CHECK_FALSE(read.downloaded.met_bookmark);
    CHECK(read.exchanges == (passes == Passes::once ? 2 : 4));
    REQUIRE(read.downloaded.entries.size() == 3);
    CHECK(read.downloaded.entries[0].origin == "Glu 104 mg/dL");
    for (const auto& entry : read.downloaded.entries) CHECK(entry.read_once == (passes == Passes::once));
  }
}

TEST_CASE("a GK is told by its blank, and an empty memory is an areo without readings") {
  Areo areo;
  areo.dumps = {gk};
  CHECK(meter_of(areo).read().identity.model == "GlucoMen areo GK");
  areo.dumps = {empty};
  const auto read = meter_of(areo).read();
  CHECK(read.identity.model == "GlucoMen areo");
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.empty());
}

TEST_CASE("an areo's dumps are read until two are equal, five at most") {
  Areo areo;
  areo.dumps = {other, three, other, other};
  const auto read = meter_of(areo).read();
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 1);
  CHECK(areo.dump == 4);

  Areo wild;
  wild.dumps = {other, three, other, three, other, three};
  const auto broken = meter_of(wild).read();
  REQUIRE(broken.broken);
  CHECK(broken.broken->kind == Errc::protocol);
  CHECK_FALSE(broken.downloaded.complete);
  CHECK(wild.dump == 5);
}

TEST_CASE("an areo's record that cannot be read is kept when two dumps bring it alike, with --fast, too") {
  for (const Passes passes : {Passes::usual, Passes::once}) {
    Areo areo;
    areo.dumps = {with_unread};
    const auto read = meter_of(areo).read(passes);
    CHECK(read.downloaded.complete);
    REQUIRE(read.downloaded.entries.size() == 3);
    CHECK(read.downloaded.entries[1].content == core::Content(core::UnreadRecord{}));
    CHECK(areo.dump == 2);
    for (const auto& entry : read.downloaded.entries) CHECK_FALSE(entry.read_once);
  }
}

TEST_CASE("a damaged, missing or late answer of an areo is asked for again once the line is silent") {
  for (const std::string& wrong : {std::string(), std::string("["), three.substr(0, 40), std::string("F"),
                                   std::string("\x80\xff"), who + who}) {
    for (int place = 0; place < 4; ++place) {
      Areo areo;
      areo.identities.assign(5, who);
      areo.dumps.assign(5, three);
      (place < 2 ? areo.identities : areo.dumps)[static_cast<std::size_t>(place % 2)] = wrong;
      const auto read = meter_of(areo).read();
      CHECK(read.identity.serial == "SIM0000001");
      CHECK(read.downloaded.complete);
      CHECK(read.downloaded.entries.size() == 3);
      CHECK(read.exchanges == 5);
    }
  }
}

TEST_CASE("a dump that comes damaged five times is given up, and nothing of it is kept") {
  Areo areo;
  areo.dumps = {three, three.substr(0, 60)};
  auto bench = meter_of(areo);
  const auto read = bench.read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::protocol);
  CHECK(areo.dump == 6);
  CHECK_FALSE(read.downloaded.complete);
  // The first dump was whole: its readings are kept as read once.
  REQUIRE(read.downloaded.entries.size() == 3);
  CHECK(read.downloaded.entries[0].read_once);
}

TEST_CASE("an areo's answer that does not end is not asked for again") {
  for (const auto gap : {40ms, 900ms}) {
    SlowMeter endless{[](const std::string&) { return std::string(10'000, '['); }};
    endless.per_byte = gap;
    ScriptedMeter bench = endless.bench("glucomen_areo");
    const core::Error error = failure_of([&] { bench.read(); });
    CHECK(error.kind == Errc::protocol);
    CHECK(error.what == "the meter's answer does not end");
    CHECK(endless.asked.size() == 1);
    CHECK(bench.elapsed() <= 62s);
  }
}

TEST_CASE("an areo that still sends an earlier dump, or pauses in one, is read all the same") {
  const auto answer = [](const std::string& question) { return question == "\xa2" ? who : three; };
  SlowMeter busy{answer};
  busy.saying = three.substr(10);
  CHECK(busy.bench("glucomen_areo").read().downloaded.complete);
  CHECK(busy.asked.size() == 4);
  SlowMeter slow{answer};
  slow.per_byte = 200ms;  // 20 s a dump
  slow.pause_behind = who.size() + 60;
  CHECK(slow.bench("glucomen_areo").read().downloaded.complete);
  CHECK(slow.asked.size() == 5);
}

TEST_CASE("an areo that is late to say who it is is not taken to hold that") {
  for (const auto late : {2350ms, 3000ms}) {
    LateMeter bench("glucomen_areo", [](core::ByteView question) {
      const std::string& answer = core::as_text(question) == "\xa2" ? who : gk;
      return core::Bytes(answer.begin(), answer.end());
    });
    bench.takes = [&](core::ByteView, std::size_t number) { return number == 1 ? late : 10ms; };
    const device::MeterRead read = bench.read();
    CHECK(read.identity.model == "GlucoMen areo GK");
    REQUIRE(read.downloaded.entries.size() == 1);
    CHECK(std::holds_alternative<core::BloodGlucose>(read.downloaded.entries[0].content));
    CHECK(read.downloaded.complete);
  }
}

TEST_CASE("a silent areo is asked five times, two seconds each, and then to be woken") {
  Areo areo;
  areo.identities = {""};
  auto bench = meter_of(areo);
  const core::Error error = failure_of([&] { bench.read(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(error.advice.find("wake the meter") != std::string::npos);
  CHECK(areo.asked.size() == 5);
  CHECK(bench.elapsed() == 5 * 2s + 4 * 300ms);
}

TEST_CASE("another meter in place of an areo is told apart") {
  Areo areo;
  areo.identities = {other};
  const core::Error error = failure_of([&] { meter_of(areo).read(); });
  CHECK(error.kind == Errc::protocol);
  CHECK(error.advice.find("--meter") != std::string::npos);
}

TEST_CASE("an areo that tells two serial numbers is not read into a logbook") {
  Areo areo;
  areo.identities = {"[\r\n0,0,0,  SIM0000002, 1.00\r\nA8\r\n]\r\n", who};
  const auto read = meter_of(areo).read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::protocol);
  CHECK(read.downloaded.entries.empty());
  CHECK_FALSE(read.downloaded.complete);
}

TEST_CASE("an areo's line that is cut ends the download") {
  Areo areo;
  areo.dumps = {three, "cut"};
  const auto read = meter_of(areo).read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::disconnected);
  CHECK_FALSE(read.downloaded.complete);
  areo.identities = {"cut"};
  CHECK(failure_of([&] { meter_of(areo).read(); }).kind == Errc::disconnected);
}

TEST_CASE("an areo's clock is set in the first second of a minute, once") {
  Areo areo;
  auto bench = meter_of(areo);
  const auto start = *core::make_local(2026, 11, 18, 21, 9, 40);
  const device::WallClock clock = [&] {
    return start + std::chrono::floor<std::chrono::seconds>(bench.elapsed());
  };
  SECTION("it is taken over") {
    bench.run(bench.meter->set_clock(clock));
    CHECK(bench.elapsed() == 20s);
  }
  SECTION("it is refused") {
    areo.set = "F";
    CHECK(failure_of([&] { bench.run(bench.meter->set_clock(clock)); }).kind == Errc::protocol);
  }
  SECTION("nobody knows") {
    areo.set = "";
    const core::Error error = failure_of([&] { bench.run(bench.meter->set_clock(clock)); });
    CHECK(error.kind == Errc::timeout);
    CHECK(error.what.find("did not say whether") != std::string::npos);
  }
  CHECK(areo.asked == std::vector<std::string>{"\xc2\xa1[\r\n2611182110\r\n97\r\n]\r\n"});
}

TEST_CASE("what an areo cannot do is said so") {
  Areo areo;
  auto bench = meter_of(areo);
  CHECK(failure_of([&] { bench.run(bench.meter->read_clock()); }).kind == Errc::unsupported);
  CHECK(failure_of([&] { bench.run(bench.meter->erase()); }).kind == Errc::unsupported);
  const auto late = [] { return *core::make_local(2100, 1, 1, 0, 0, 0); };
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(late)); }).kind == Errc::refused);
  CHECK(areo.asked.empty());
}
