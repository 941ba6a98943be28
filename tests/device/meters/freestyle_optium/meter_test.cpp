#include "device/download.hpp"
#include "device/meters/freestyle_optium/models.hpp"
#include "tests/catch.hpp"
#include "tests/device/text_peer.hpp"
#include "tests/failure_of.hpp"

using core::Errc;
using device::Passes;

namespace {

const std::string colq = "$colq\r\n", xmem = "$xmem\r\n", set = "$tim,11,18,26,21,10\r\n";
const std::string whole =
    "\r\nSIM0000-SIM01\r\n0.22\r\nNov  18 2026 21:05:00\r\n005\r\n"
    "104  Nov  18 2026 21:03 G 0x00\r\n"
    "003  June 05 2026 12:30 K 0x00\r\n"
    "LO   July 31 2026 08:00 G 0x00\r\n"
    "098  May  05 2026 07:45 G 0x01\r\n"
    "101  Jan  01 2000 00:03 G 0x02\r\n"
    "0x29DB  END\r\n";
const std::string other =
    "\r\nABCD123-A4567\r\n0.22\r\nNov  18 2026 21:05:00\r\n002\r\n"
    "104  Nov  18 2026 21:03 G 0x00\r\n"
    "003  June 05 2026 12:30 K 0x00\r\n"
    "0x162C  END\r\n";
const std::string empty = "\r\nSIM0000-SIM01\r\n0.22\r\nNov  18 2026 21:05:00\r\n000\r\n0x0967  END\r\n";

std::string info(const std::string& time, const std::string& unit = "MMOL") {
  return "S/N:\tSIM0000-SIM01\r\nVer:\t0.22\t" + unit + "\r\nClock:\tNov  18 2026\t" + time +
         "\r\nMarket:\t1\t1\r\nROM:\t1\t0\t0\t4\r\nUsage:\t5\r\nCMD OK\r\n";
}

TextPeer optium() {
  TextPeer peer;
  peer.answers = {{colq, info("21:05:00")}, {xmem, whole}, {set, "CMD OK\r\n"}};
  return peer;
}

/// Gives these answers to one question, the last again and again.
void answer(TextPeer& peer, const std::string& asked, std::vector<std::string> answers) {
  peer.tamper = [asked, answers = std::move(answers)](const std::string& question, int times,
                                                      std::string& said) {
    if (question == asked) said = answers.at(std::min(answers.size(), static_cast<std::size_t>(times)) - 1);
  };
}

std::vector<std::string> origins(const device::Downloaded& read) {
  std::vector<std::string> all;
  for (const core::LogEntry& entry : read.entries) all.push_back(entry.origin);
  return all;
}

const std::vector<std::string> all_origins{"104 G", "003 K", "LO G", "098 G c",
                                           "101 G at Jan  01 2000 00:03"};

device::WallClock at(int year) {
  return [=] { return *core::make_local(year, 11, 18, 21, 10, 0); };
}

}  // namespace

TEST_CASE("a FreeStyle Optium is read in three exchanges, four when every dump is read twice") {
  for (const Passes passes : {Passes::usual, Passes::once, Passes::twice}) {
    TextPeer peer = optium();
    TextBench bench("precision-xtra", peer);
    device::ReadOptions options;
    options.passes = passes;
    const device::MeterRead read = bench.run(device::read_meter(*bench.meter, options));
    CHECK_FALSE(read.broken);
    CHECK(read.identity.model == "FreeStyle Optium / Precision Xtra");
    CHECK(read.identity.serial == "SIM0000-SIM01");
    CHECK(read.identity.display_unit == core::GlucoseUnit::mmol_l);
    CHECK(read.identity.simulated);
    REQUIRE(read.clock);
    CHECK(read.clock->meter == *core::make_local(2026, 11, 18, 21, 5, 0));
    CHECK(read.downloaded.complete);
    CHECK(origins(read.downloaded) == all_origins);
    for (const core::LogEntry& entry : read.downloaded.entries) CHECK_FALSE(entry.read_once);
    CHECK(read.exchanges == (passes == Passes::twice ? 4 : 3));
    CHECK(peer.asked.size() == read.exchanges);
  }
  CHECK(device::freestyle_optium::is_simulated("SIM0000-SIM01"));
  for (const char* real : {"ABCD123-A4567", "DSIM000-SIM01", "SIM00A0-SIM01"})
    CHECK_FALSE(device::freestyle_optium::is_simulated(real));
}

TEST_CASE("a FreeStyle Optium's first question may be lost or come back as an echo") {
  TextPeer peer = optium();
  answer(peer, colq, {"", colq, "", colq, colq + info("21:05:00")});
  TextBench bench("freestyle_optium", peer);
  CHECK(bench.identify().serial == "SIM0000-SIM01");
  CHECK(peer.times(colq) == 6);

  TextPeer silent;
  TextBench nobody("freestyle_optium", silent);
  const core::Error error = failure_of([&] { nobody.identify(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(error.what == "the FreeStyle Optium does not answer its first question ($colq)");
  CHECK(silent.times(colq) == 5);
}

TEST_CASE("who a FreeStyle Optium is has to be said twice alike, by a clock that goes on") {
  for (const std::string& wrong : {info("21:05:00", "MGDL"), info("03:05:00"), info("21:66:00")}) {
    TextPeer peer = optium();
    answer(peer, colq, {wrong, info("21:05:00")});
    TextBench bench("freestyle_optium", peer);
    CHECK(bench.identify().display_unit == core::GlucoseUnit::mmol_l);
    CHECK(peer.times(colq) == 3);
  }
  TextPeer peer = optium();
  answer(peer, colq,
         {info("21:05:00", "MGDL"), info("21:05:00"), info("21:05:00", "MGDL"), info("21:05:00"),
          info("21:05:00", "MGDL"), info("21:05:00")});
  TextBench bench("freestyle_optium", peer);
  CHECK(failure_of([&] { bench.identify(); }).kind == Errc::protocol);
  CHECK(peer.times(colq) == 6);
}

TEST_CASE("a FreeStyle Optium whose clock shows no calendar time is read all the same") {
  TextPeer peer = optium();
  peer.answers[colq] = info("21:66:00");
  TextBench bench("freestyle_optium", peer);
  const device::MeterRead read = bench.run(device::read_meter(*bench.meter, {}));
  CHECK_FALSE(read.broken);
  CHECK_FALSE(read.clock);
  CHECK(origins(read.downloaded) == all_origins);
}

TEST_CASE("a FreeStyle Optium's damaged dump is asked for again, four times in all") {
  std::string damaged = whole;
  damaged[damaged.find("104")] = '5';
  for (const std::string& bad : {damaged, whole.substr(0, 90), std::string("CMD Fail!\r\n"), xmem, other}) {
    TextPeer peer = optium();
    answer(peer, xmem, {bad, bad, bad, whole});
    TextBench bench("freestyle_optium", peer);
    bench.identify();
    CHECK(origins(bench.download()) == all_origins);
    CHECK(peer.times(xmem) == 4);
  }
  TextPeer peer = optium();
  peer.answers[xmem] = damaged;
  TextBench bench("freestyle_optium", peer);
  bench.identify();
  CHECK(failure_of([&] { bench.download(); }).kind == Errc::protocol);
  CHECK(peer.times(xmem) == 4);
}

TEST_CASE("a FreeStyle Optium that falls silent is asked for its readings three times") {
  TextPeer peer = optium();
  peer.answers[xmem] = "";
  TextBench bench("freestyle_optium", peer);
  bench.identify();
  CHECK(failure_of([&] { bench.download(); }).kind == Errc::timeout);
  CHECK(peer.times(xmem) == 3);
}

TEST_CASE("an empty FreeStyle Optium is read whole, and a break inside a dump brings nothing") {
  TextPeer peer = optium();
  peer.answers[xmem] = empty;
  TextBench bench("freestyle_optium", peer);
  bench.identify();
  CHECK(bench.download().complete);
  CHECK(bench.download().entries.empty());

  peer.answers[xmem] = whole.substr(0, 120) + "cut";
  device::Downloaded read;
  CHECK(failure_of([&] { bench.download_into(read); }).kind == Errc::disconnected);
  CHECK_FALSE(read.complete);
  CHECK(read.entries.empty());
}

TEST_CASE("a FreeStyle Optium's clock is set to a minute, and seen from its configuration") {
  for (const char* said : {"CMD OK\r\n", "", "CMD Fail!\r\n"}) {
    TextPeer peer = optium();
    peer.answers[set] = said;
    answer(peer, colq, {info("21:05:00"), info("21:05:01"), info("21:10:01")});
    TextBench bench("freestyle_optium", peer);
    bench.identify();
    bench.run(bench.meter->set_clock(at(2026)));
    CHECK(peer.times(set) == 1);
    CHECK(peer.times(colq) == 3);
    CHECK(bench.run(bench.meter->read_clock()).shown == *core::make_local(2026, 11, 18, 21, 10, 1));
  }
  TextPeer deaf = optium();
  TextBench bench("freestyle_optium", deaf);
  bench.identify();
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(at(2026))); }).kind == Errc::protocol);
  CHECK(deaf.times(set) == 3);
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(at(1999))); }).kind == Errc::refused);
}

TEST_CASE("the family freestyle_optium is known by its configuration, and its probe only reads") {
  const device::Driver& driver = *device::find_driver("precision-xceed");
  const device::SerialLink& link = device::serial_link(driver);
  CHECK(link.settings == device::SerialSettings{19200, 8, device::Parity::none, 1});
  CHECK(link.probe.question == "\r\n$colq\r\n");
  CHECK(link.probe.place < device::serial_link(*device::find_driver("freestyle_lite")).probe.place);
  CHECK(driver.can_set_clock);
  CHECK_FALSE(driver.can_erase);
  CHECK(link.speaks(core::as_bytes("\r\n" + info("21:05:00"))));
  CHECK_FALSE(link.speaks(core::as_bytes("CMD Fail!\r\n")));
}
