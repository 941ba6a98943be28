#include "device/download.hpp"
#include "device/freestyle_dump.hpp"
#include "device/meters/freestyle_lite/models.hpp"
#include "tests/catch.hpp"
#include "tests/device/slow_meter.hpp"
#include "tests/device/text_peer.hpp"
#include "tests/failure_of.hpp"

using namespace std::chrono_literals;
using core::Errc;
using device::Passes;

namespace {

const std::string mem = "$mem\r\n", set = "$tim,11,18,26,21,10\r\n";
const std::string whole =
    "\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n004\r\n\n"
    "104  Nov  18 2026 21:03 00 0x00\r\n"
    "HI   June 05 2026 12:30 00 0x00\r\n"
    "LO   July 31 2026 08:00 00 0x00\r\n"
    "098  May  05 2026 07:45 00 0x01\r\n"
    "0x24C0  END\r\n";
const std::string other =
    "\r\nDAMH000-00001\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n002\r\n\n"
    "104  Nov  18 2026 21:03 00 0x00\r\n"
    "HI   June 05 2026 12:30 00 0x00\r\n"
    "0x16E3  END\r\n";
const std::string empty = "\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\nLog Empty END\r\n";
/// With a date that does not exist, and with a later clock; their sums made right.
const std::string odd =
    "\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:05:00\r\n001\r\n\n"
    "104  Feb  30 2026 21:03 00 0x00\r\n"
    "0x1051  END\r\n";
const std::string at_ten =
    "\r\nDSIM000-SIM01\r\n0.31-P\r\nNov  18 2026 21:10:00\r\n001\r\n\n"
    "104  Nov  18 2026 21:03 00 0x00\r\n"
    "0x1079  END\r\n";

/// Gives these answers to $mem, the last again and again.
TextPeer lite(std::vector<std::string> dumps) {
  TextPeer peer;
  peer.answers[set] = "CMD OK\r\n";
  peer.tamper = [dumps = std::move(dumps)](const std::string& question, int times, std::string& answer) {
    if (question == mem) answer = dumps.at(std::min(dumps.size(), static_cast<std::size_t>(times)) - 1);
  };
  return peer;
}

std::string damaged(std::string text) {
  text[text.find("104")] = '5';
  return text;
}

std::vector<std::string> origins(const device::Downloaded& read) {
  std::vector<std::string> all;
  for (const core::LogEntry& entry : read.entries) all.push_back(entry.origin);
  return all;
}

const std::vector<std::string> all_origins{"104", "HI", "LO", "098 c"};

device::WallClock at(int year, int second) {
  return [=] { return *core::make_local(year, 11, 18, 21, 10, second); };
}

}  // namespace

TEST_CASE("a FreeStyle Lite is read in one exchange, two when every dump is read twice") {
  for (const Passes passes : {Passes::usual, Passes::once, Passes::twice}) {
    TextPeer peer = lite({whole});
    TextBench bench("freestyle-lite", peer);
    device::ReadOptions options;
    options.passes = passes;
    const device::MeterRead read = bench.run(device::read_meter(*bench.meter, options));
    CHECK_FALSE(read.broken);
    CHECK(read.identity.model == "FreeStyle Lite");
    CHECK(read.identity.serial == "DSIM000-SIM01");
    CHECK(read.identity.display_unit == core::GlucoseUnit::mg_dl);
    CHECK(read.identity.simulated);
    REQUIRE(read.clock);
    CHECK(read.clock->meter == *core::make_local(2026, 11, 18, 21, 5, 0));
    CHECK(read.downloaded.complete);
    CHECK(origins(read.downloaded) == all_origins);
    for (const core::LogEntry& entry : read.downloaded.entries) CHECK_FALSE(entry.read_once);
    CHECK(read.exchanges == (passes == Passes::twice ? 2 : 1));
    CHECK(peer.times(mem) == static_cast<int>(read.exchanges));
  }
}

TEST_CASE("the first letter of a FreeStyle's serial number tells its model") {
  using device::freestyle_lite::product_of;
  CHECK(product_of("DAMH000-00001") == "FreeStyle Lite");
  CHECK(product_of("CAMH000-00001") == "FreeStyle Freedom Lite");
  CHECK(product_of("MAMH000-00001") == "FreeStyle Mini");
  CHECK(product_of("XAMH000-00001") == "FreeStyle");
  using device::is_simulated_freestyle_serial;
  for (const char* simulated : {"DSIM000-SIM01", "D-SIM0-SIM01", "XAGSIMSIM01"})
    CHECK(is_simulated_freestyle_serial(simulated));
  for (const char* real : {"DAMH000-00001", "1SIM000-SIM01", "DSIM00A-SIM01", "SIM0000-SIM01"})
    CHECK_FALSE(is_simulated_freestyle_serial(real));
}

TEST_CASE("a FreeStyle Lite's first question is asked five times when nothing comes, others three times") {
  TextPeer slow = lite({"", "", "", "", whole});
  TextBench bench("freestyle_lite", slow);
  CHECK(bench.identify().serial == "DSIM000-SIM01");
  CHECK(bench.download().complete);

  TextPeer silent = lite({""});
  TextBench nobody("freestyle_lite", silent);
  const core::Error error = failure_of([&] { nobody.identify(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(error.what == "the FreeStyle does not answer its first question ($mem)");
  CHECK(silent.times(mem) == 5);

  TextPeer later = lite({whole, ""});
  TextBench third("freestyle_lite", later);
  third.identify();
  CHECK(failure_of([&] { third.download(Passes::twice); }).kind == Errc::timeout);
  CHECK(later.times(mem) == 1 + 3);
}

TEST_CASE("a FreeStyle Lite's damaged dump is asked for again, four times in all") {
  for (const std::string& bad :
       {damaged(whole), whole.substr(0, 90), std::string("CMD Fail!\r\n"), whole + "x"}) {
    TextPeer peer = lite({bad, bad, bad, whole});
    TextBench bench("freestyle_lite", peer);
    bench.identify();
    CHECK(origins(bench.download()) == all_origins);
    CHECK(peer.times(mem) == 4);
  }
  TextPeer peer = lite({damaged(whole)});
  TextBench bench("freestyle_lite", peer);
  CHECK(failure_of([&] { bench.identify(); }).kind == Errc::protocol);
  CHECK(peer.times(mem) == 4);
}

TEST_CASE("a FreeStyle's answer that does not end is not asked for again") {
  for (const char* family : {"freestyle_lite", "freestyle_optium"}) {
    for (const auto gap : {40ms, 900ms}) {
      SlowMeter endless{[](const std::string&) { return std::string(10'000, 'x'); }};
      endless.per_byte = gap;
      ScriptedMeter bench = endless.bench(family);
      const core::Error error = failure_of([&] { bench.read(); });
      CHECK(error.kind == Errc::protocol);
      CHECK(error.what == "the meter's answer does not end");
      CHECK(endless.asked.size() == 1);
      CHECK(bench.elapsed() <= 35s);
    }
  }
}

TEST_CASE("a FreeStyle Lite that still sends an earlier dump is read by the one that follows") {
  SlowMeter busy{[](const std::string&) { return whole; }};
  busy.saying = whole.substr(25);
  ScriptedMeter bench = busy.bench("freestyle_lite");
  const device::MeterRead read = bench.read();
  CHECK(read.downloaded.complete);
  CHECK(origins(read.downloaded) == all_origins);
  CHECK(busy.asked == std::vector<std::string>{mem});
}

TEST_CASE("a FreeStyle Lite's clock is its own dump's, be it in one piece with the end of an earlier dump") {
  for (const std::size_t piece : {1u, 5u, 7u, 11u, 62u}) {
    SlowMeter busy{[](const std::string&) { return whole; }};
    busy.saying = "\r\n" + whole;
    busy.piece = piece;
    busy.per_byte = 15ms;
    ScriptedMeter bench = busy.bench("freestyle_lite");
    device::ReadOptions options;
    options.host_clock = [&] {
      return core::UtcSeconds{std::chrono::floor<std::chrono::seconds>(bench.elapsed())};
    };
    const device::MeterRead read = bench.run(device::read_meter(*bench.meter, options));
    INFO(piece);
    CHECK(origins(read.downloaded) == all_origins);
    const std::size_t earlier = whole.size() + 2;
    const auto begin = std::chrono::floor<std::chrono::seconds>(busy.per_byte * static_cast<int>(earlier));
    REQUIRE(read.clock);
    CHECK(read.clock->host.time_since_epoch() + 1s >= begin);
  }
}

TEST_CASE(
    "a pause in a FreeStyle Lite's long dump costs one more, though the question for it is sent in it") {
  SlowMeter slow{[](const std::string&) { return whole; }};
  slow.pause_behind = 60;
  ScriptedMeter bench = slow.bench("freestyle_lite");
  const device::MeterRead read = bench.read();
  CHECK(origins(read.downloaded) == all_origins);
  CHECK(slow.asked.size() == 2);
}

TEST_CASE(
    "a FreeStyle Lite that sends damaged dumps for ever is given up when its line does not fall silent") {
  SlowMeter endless{[](const std::string&) {
    std::string all;
    for (int i = 0; i < 100; ++i) all += damaged(whole);
    return all;
  }};
  ScriptedMeter bench = endless.bench("freestyle_lite");
  CHECK(failure_of([&] { bench.read(); }).what == "the line does not fall silent");
  CHECK(endless.asked.size() == 1);
  CHECK(bench.elapsed() <= 40s);
}

TEST_CASE("a second dump of a FreeStyle Lite with another serial number is damage") {
  TextPeer peer = lite({whole, other, whole});
  TextBench bench("freestyle_lite", peer);
  bench.identify();
  CHECK(bench.download(Passes::twice).complete);
  CHECK(peer.times(mem) == 3);
}

TEST_CASE("a FreeStyle Lite's empty memory is believed when two answers say so") {
  TextPeer peer = lite({empty});
  TextBench bench("freestyle_lite", peer);
  bench.identify();
  const device::Downloaded read = bench.download();
  CHECK(read.complete);
  CHECK(read.entries.empty());
  CHECK(peer.times(mem) == 2);

  TextPeer misheard = lite({empty, whole});
  TextBench full("freestyle_lite", misheard);
  full.identify();
  CHECK(origins(full.download()) == all_origins);
}

TEST_CASE("a FreeStyle Lite's record that cannot be read is kept when two dumps bring it alike") {
  TextPeer peer = lite({odd});
  TextBench bench("freestyle_lite", peer);
  bench.identify();
  const device::Downloaded read = bench.download();
  CHECK(read.complete);
  REQUIRE(read.entries.size() == 1);
  CHECK(read.entries[0].content == core::Content(core::UnreadRecord{}));
  CHECK(peer.times(mem) == 2);
}

TEST_CASE("a break inside a FreeStyle Lite's dump brings nothing") {
  TextPeer peer = lite({whole, whole.substr(0, 120) + "cut"});
  TextBench bench("freestyle_lite", peer);
  device::Downloaded read;
  bench.identify();
  CHECK(failure_of([&] { bench.download_into(read, Passes::twice); }).kind == Errc::disconnected);
  CHECK_FALSE(read.complete);

  TextPeer first = lite({whole.substr(0, 120) + "cut"});
  TextBench other_bench("freestyle_lite", first);
  CHECK(failure_of([&] { other_bench.identify(); }).kind == Errc::disconnected);
}

TEST_CASE("a FreeStyle Lite's clock is set to a minute, and seen from the next dump, whatever was answered") {
  for (const char* said : {"CMD OK\r\n", "", "CMD Fail!\r\n"}) {
    TextPeer peer = lite({whole, at_ten});
    peer.answers[set] = said;
    TextBench bench("freestyle_lite", peer);
    bench.identify();
    bench.run(bench.meter->set_clock(at(2026, 0)));
    CHECK(peer.times(set) == 1);
    CHECK(peer.times(mem) == 2);
    CHECK(bench.run(bench.meter->read_clock()).shown == *core::make_local(2026, 11, 18, 21, 10, 0));
  }
  TextPeer deaf = lite({whole});
  TextBench bench("freestyle_lite", deaf);
  bench.identify();
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(at(2026, 0))); }).kind == Errc::protocol);
  CHECK(deaf.times(set) == 3);
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(at(2100, 0))); }).kind == Errc::refused);
  CHECK(failure_of([&] { bench.run(bench.meter->erase()); }).kind == Errc::unsupported);
}

TEST_CASE("a FreeStyle's clock is set when a minute begins") {
  TextPeer peer = lite({whole, at_ten});
  TextBench bench("freestyle_lite", peer);
  bench.identify();
  const core::Deadline begin = bench.wire.now();
  const device::WallClock running = [&] {
    return *core::make_local(2026, 11, 18, 21, 9, 20) +
           std::chrono::floor<std::chrono::seconds>(bench.wire.now() - begin);
  };
  bench.run(bench.meter->set_clock(running));
  CHECK(peer.times(set) == 1);
  CHECK(bench.wire.now() - begin >= 40s);
  CHECK(bench.wire.now() - begin < 45s);
}

TEST_CASE("the family freestyle_lite is known by the beginning of its dump, and its probe only reads") {
  const device::Driver& driver = *device::find_driver("freestyle-mini");
  const device::SerialLink& link = device::serial_link(driver);
  CHECK(link.settings == device::SerialSettings{19200, 8, device::Parity::none, 1});
  CHECK(link.probe.question == "\r\n$mem\r\n");
  CHECK(driver.can_set_clock);
  CHECK_FALSE(driver.can_erase);
  CHECK(link.speaks(core::as_bytes(whole.substr(0, 90))));
  CHECK_FALSE(link.speaks(core::as_bytes("CMD Fail!\r\n")));
}
