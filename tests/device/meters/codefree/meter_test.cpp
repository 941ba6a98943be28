#include "tests/catch.hpp"
#include "tests/device/meters/codefree/codefree_peer.hpp"
#include "tests/failure_of.hpp"

using namespace std::chrono_literals;
using core::Errc;
using device::Passes;

namespace {

const std::string answering = "53 10 04 10 40 50 aa", fetching = "53 10 04 10 60 70 aa";

std::vector<core::LogEntry> example_entries() {
  CodefreePeer peer = codefree_with_four();
  return peer.meter()->read().downloaded.entries;
}

/// Adds what the challenge is answered with to the packets of the page's records: another meter's mark.
std::string marked_two(std::string packet) {
  packet.replace(packet.size() - 8, 8, "02 0b aa");  // the last byte of the mark, and what it makes of 08
  return packet;
}

}  // namespace

TEST_CASE("the family codefree has one model, is only listened for, and has a clock that can be set") {
  const device::Driver* driver = device::find_driver("codefree");
  REQUIRE(driver != nullptr);
  CHECK(driver->models.size() == 1);
  CHECK(driver->models[0].memory == 1000);
  const device::SerialLink& link = device::serial_link(*driver);
  CHECK(link.settings == device::SerialSettings{38400, 8, device::Parity::none, 1});
  CHECK(link.usb[0].vendor == 0x10c4);
  CHECK(link.usb[0].product == 0xea60);
  CHECK(link.probe.question.empty());
  CHECK(link.probe.wait == 2500ms);
  CHECK(driver->can_set_clock);
  CHECK_FALSE(driver->can_erase);
}

TEST_CASE("a CodeFree is read once the person has turned it on, in two exchanges more than it has readings") {
  CodefreePeer peer = codefree_with_four();
  const auto read = peer.meter()->read();
  CHECK(peer.wishes == std::vector<std::string>{"Turn the meter on now, with its cable in place."});
  CHECK(read.identity.model == "CodeFree");
  CHECK(read.identity.serial == "SIM00000001");
  CHECK(read.identity.simulated);
  CHECK(read.identity.display_unit == core::GlucoseUnit::mg_dl);
  CHECK_FALSE(read.clock);
  CHECK_FALSE(read.broken);
  CHECK(read.downloaded.complete);
  CHECK(read.exchanges == 4 + 2);
  CHECK(peer.heard == std::vector<std::string>{answering, fetching, fetching, fetching, fetching, fetching});
  REQUIRE(read.downloaded.entries.size() == 4);
  CHECK(read.downloaded.entries[0].origin == "104");
  for (const auto& entry : read.downloaded.entries) CHECK_FALSE(entry.read_once);
}

TEST_CASE("a real CodeFree has no number, an empty one is nobody's") {
  CodefreePeer peer;
  peer.records = {"53 20 13 20 13 1a 0b 12 15 03 00 68 10 00 00 00 00 00 00 00 5e aa"};
  peer.count = "00 01";
  peer.count_check = "9b";
  const auto read = peer.meter()->read();
  CHECK(read.identity.serial == "unnumbered");
  CHECK_FALSE(read.identity.simulated);
  CHECK(read.downloaded.entries.size() == 1);

  CodefreePeer empty;
  const auto none = empty.meter()->read();
  CHECK(none.identity.serial.empty());
  CHECK(none.downloaded.complete);
  CHECK(none.downloaded.entries.empty());
  CHECK(none.exchanges == 2);
}

TEST_CASE("a lone zero before a CodeFree's challenge is dropped") {
  CodefreePeer peer = codefree_with_four();
  peer.before_challenge = "00 ";
  CHECK(peer.meter()->read().downloaded.entries.size() == 4);
}

TEST_CASE("a CodeFree that says nothing for five minutes is waited for no longer") {
  CodefreePeer peer = codefree_with_four();
  peer.speaks = false;
  auto bench = peer.meter();
  const core::Error error = failure_of([&] { bench->read(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(bench->elapsed() == 300s);
  CHECK(peer.heard.empty());
  CHECK(peer.wishes.size() == 1);
}

TEST_CASE("with --twice the person turns a CodeFree off and on, and two sessions must be equal") {
  CodefreePeer peer = codefree_with_four();
  const auto read = peer.meter()->read(Passes::twice);
  CHECK(read.downloaded.complete);
  CHECK(read.exchanges == 2 * (4 + 2));
  REQUIRE(peer.wishes.size() == 2);
  CHECK(peer.wishes[1].find("off and on again") != std::string::npos);
}

TEST_CASE(
    "two sessions of a CodeFree damaged alike are not believed where a record does not fit to the others") {
  const auto expected = example_entries();
  for (const char* wrong :
       {"53 20 13 24 13 1a 0b 12 08 00 00 17 00 53 49 4d 00 00 00 01 7d aa",     // unknown byte, value
        "53 20 13 20 13 1a 0b 1a 00 00 00 13 00 53 49 4d 00 00 00 01 7d aa"}) {  // day and hour
    CodefreePeer peer = codefree_with_four();
    peer.tamper = [&](std::size_t now, std::string& said) {
      if (now == 4 || now == 10) said = wrong;
    };
    const auto read = peer.meter()->read(Passes::twice);
    CHECK(read.downloaded.complete);
    CHECK(read.downloaded.entries == expected);
    CHECK(peer.wishes.size() == 5);
  }
}

TEST_CASE("a record of a CodeFree that comes twice hides none behind it") {
  for (std::size_t at = 1; at <= 5; ++at) {
    CodefreePeer peer = codefree_with_four();
    std::string before;
    peer.tamper = [&](std::size_t now, std::string& said) {
      if (now == at + 1) said = before + " " + said;
      before = said;
    };
    INFO("answer " << at);
    const auto read = peer.meter()->read();
    CHECK(read.downloaded.complete);
    CHECK(read.downloaded.entries == example_entries());
  }
  CodefreePeer echo = codefree_with_four();
  echo.tamper = [](std::size_t, std::string& said) { said += " " + said; };
  CHECK(echo.meter()->read().downloaded.entries == example_entries());
  CHECK(echo.wishes.size() == 1);
}

TEST_CASE("after a damaged, missing or early packet at any place a CodeFree is asked nothing more") {
  const auto expected = example_entries();
  for (const char* wrong :
       {"", "53", "53 20 13 20 13 1a 0b 12 15 03 00 68 10 53 49 4d 00 00 00 01 09 aa", "53 20 04 10 70 60 aa",
        "53 20 04 10 30 20 aa", "53 20 13 20 13 1a 0b 12 15 03 00 68 10 53 49 4d 00 00 00 02 0b aa"})
    for (std::size_t at = 1; at <= 6; ++at) {
      CodefreePeer peer = codefree_with_four();
      if (at == 6 && std::string(wrong) == peer.bye) continue;  // that is right there
      const bool tells_another = at == 2 && std::string(wrong).find("02 0b") != std::string::npos;
      std::size_t asked = 0;
      peer.tamper = [&](std::size_t now, std::string& said) {
        if (now == at) said = wrong;
        if (now == at) asked = peer.wishes.size();
      };
      INFO("answer " << at << " is '" << wrong << "'");
      const auto read = peer.meter()->read();
      if (tells_another) {  // the first record says who it is: the others belong to another
        CHECK_FALSE(read.downloaded.complete);
        continue;
      }
      CHECK(read.downloaded.complete);
      CHECK(read.downloaded.entries == expected);
      CHECK(read.identity.serial == "SIM00000001");
      CHECK(asked == 1);
      REQUIRE(peer.wishes.size() == 2);
      CHECK(peer.wishes[1].find("off and on again") != std::string::npos);
      CHECK(peer.heard[at] == answering);  // nothing between the damage and the next session
    }
}

TEST_CASE("an answer of a CodeFree that comes twice is taken once") {
  const auto expected = example_entries();
  for (std::size_t at = 1; at <= 5; ++at) {
    CodefreePeer peer = codefree_with_four();
    peer.tamper = [&](std::size_t now, std::string& said) {
      if (now == at) said += " " + said;
    };
    INFO("answer " << at);
    const auto read = peer.meter()->read();
    CHECK(read.downloaded.complete);
    CHECK(read.downloaded.entries == expected);
    CHECK(peer.wishes.size() == 1);
  }
}

TEST_CASE("a CodeFree is turned off and on four times, then what the last session brought is kept") {
  CodefreePeer peer = codefree_with_four();
  std::size_t damaged = 3;
  peer.tamper = [&](std::size_t, std::string& said) {
    if (said == peer.records[damaged]) said = "";
    if (peer.wishes.size() == 5) damaged = 2;
  };
  const auto read = peer.meter()->read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::protocol);
  CHECK_FALSE(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 2);
  CHECK(peer.wishes.size() == 5);
}

TEST_CASE("a person who does not turn a CodeFree on again keeps what came before") {
  CodefreePeer peer = codefree_with_four();
  peer.tamper = [&](std::size_t now, std::string& said) {
    if (now == 4) said = "";
    if (now == 4) peer.speaks = false;
  };
  const auto read = peer.meter()->read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::timeout);
  CHECK(read.downloaded.entries.size() == 2);
}

TEST_CASE("a CodeFree that is unplugged leaves what came before") {
  CodefreePeer peer = codefree_with_four();
  peer.tamper = [&](std::size_t now, std::string& said) {
    if (now == 4) said = "cut";
  };
  const auto read = peer.meter()->read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::disconnected);
  CHECK(read.downloaded.entries.size() == 2);
  CHECK(peer.wishes.size() == 1);
}

TEST_CASE("records with two marks, or some without, are not read into a logbook as one CodeFree's") {
  for (const std::string& other :
       {marked_two(codefree_with_four().records[0]),
        std::string("53 20 13 20 13 1a 0b 12 15 03 00 68 10 00 00 00 00 00 00 00 5e aa")}) {
    CodefreePeer peer = codefree_with_four();
    peer.records[2] = other;
    const auto read = peer.meter()->read();
    REQUIRE(read.broken);
    CHECK(read.broken->what.find("not all of one meter") != std::string::npos);
    CHECK_FALSE(read.downloaded.complete);
    CHECK(read.downloaded.entries.size() == 2);
  }
}

TEST_CASE("a CodeFree that ends before its count twice alike has no more records") {
  CodefreePeer peer = codefree_with_four();
  const auto expected = peer.meter()->read().downloaded.entries;
  peer.count = "00 05";
  peer.count_check = "9f";
  peer.wishes.clear();
  const auto read = peer.meter()->read();
  CHECK_FALSE(read.broken);
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries == expected);
  CHECK(peer.wishes.size() == 2);
}

TEST_CASE("a CodeFree that counts records and has none is empty when it says so twice") {
  CodefreePeer peer;
  peer.count = "00 01";
  peer.count_check = "9b";
  const auto read = peer.meter()->read();
  CHECK_FALSE(read.broken);
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.empty());
  CHECK(read.identity.serial.empty());
  REQUIRE(peer.wishes.size() == 2);
  CHECK(peer.wishes[1].find("counts more records") != std::string::npos);
}

TEST_CASE("a CodeFree that ends at another record each time is not believed") {
  CodefreePeer peer = codefree_with_four();
  int sessions = 0, fetches = 0;
  peer.tamper = [&](std::size_t now, std::string& answer) {
    const bool begins = peer.heard[now - 1] == answering;
    sessions += begins ? 1 : 0;
    fetches = begins ? 0 : fetches + 1;
    if (fetches == 4 - sessions % 2) answer = peer.bye;
  };
  const auto read = peer.meter()->read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::protocol);
  CHECK_FALSE(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 2);
}

TEST_CASE("a CodeFree with more records than it said is not believed") {
  CodefreePeer peer = codefree_with_four();
  peer.count = "00 03";
  peer.count_check = "99";
  const auto read = peer.meter()->read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::protocol);
  CHECK_FALSE(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 3);
}

TEST_CASE("a CodeFree's record that cannot be read is kept when its packet came whole") {
  CodefreePeer peer = codefree_with_four();
  peer.records[1] = "53 20 13 20 13 1a 02 1e 0c 1e 02 59 20 53 49 4d 00 00 00 01 0a aa";
  const auto read = peer.meter()->read();
  CHECK(read.downloaded.complete);
  REQUIRE(read.downloaded.entries.size() == 4);
  CHECK(read.downloaded.entries[1].content == core::Content(core::UnreadRecord{}));
  CHECK(read.downloaded.entries[1].origin == "1a 02 1e 0c 1e 02 59 20");
}

TEST_CASE("a CodeFree's clock is set in a session of its own, once, at once, to the nearest minute") {
  CodefreePeer peer = codefree_with_four();
  auto bench = peer.meter();
  auto start = *core::make_local(2026, 11, 18, 21, 9, 40);
  const device::WallClock clock = [&] {
    return start + std::chrono::floor<std::chrono::seconds>(bench->elapsed());
  };
  const std::string set = "53 10 13 41 44 41 54 45 32 30 32 36 31 31 31 38 32 31 31 30 58 aa";
  SECTION("it is set") {
    bench->run(bench->meter->set_clock(clock));
    CHECK(peer.heard == std::vector<std::string>{answering, set, fetching});
    CHECK(peer.wishes.size() == 1);
    CHECK(bench->elapsed() < 5s);
  }
  SECTION("the minute that runs is nearer") {
    start = *core::make_local(2026, 11, 18, 21, 10, 20);
    bench->run(bench->meter->set_clock(clock));
    CHECK(peer.heard == std::vector<std::string>{answering, set, fetching});
  }
  SECTION("after a download") {
    bench->read();
    const std::size_t before = peer.heard.size();
    bench->run(bench->meter->set_clock(clock));
    CHECK(peer.heard.size() == before + 3);
  }
  SECTION("a session broken at its beginning is begun again") {
    peer.tamper = [](std::size_t now, std::string& said) {
      if (now == 1) said = "";
    };
    bench->run(bench->meter->set_clock(clock));
    CHECK(peer.wishes.size() == 2);
    CHECK(std::count(peer.heard.begin(), peer.heard.end(), set) <= 1);
  }
  SECTION("nobody knows") {
    peer.clock_answer = "";
    const core::Error error = failure_of([&] { bench->run(bench->meter->set_clock(clock)); });
    CHECK(error.kind == Errc::timeout);
    CHECK(error.what.find("did not say whether") != std::string::npos);
    CHECK(peer.heard == std::vector<std::string>{answering, set});
  }
}

TEST_CASE("what a CodeFree cannot do is said so") {
  CodefreePeer peer;
  auto bench = peer.meter();
  CHECK(failure_of([&] { bench->run(bench->meter->read_clock()); }).kind == Errc::unsupported);
  CHECK(failure_of([&] { bench->run(bench->meter->erase()); }).kind == Errc::unsupported);
  const auto late = [] { return *core::make_local(2100, 1, 1, 0, 0, 0); };
  CHECK(failure_of([&] { bench->run(bench->meter->set_clock(late)); }).kind == Errc::refused);
  CHECK(peer.heard.empty());
}
