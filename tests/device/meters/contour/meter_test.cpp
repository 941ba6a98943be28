#include "tests/catch.hpp"
#include "tests/device/meters/contour/contour_peer.hpp"
#include "tests/failure_of.hpp"

using namespace std::chrono_literals;
using core::Errc;
using device::Passes;

namespace {

const std::string impossible = "R|3|^^^Glucose|100|mg/dL^P|||||||202602302103";

std::vector<core::LogEntry> example_entries() {
  ContourPeer peer;
  return peer.meter().read().downloaded.entries;
}

/// A dump of the serial form with an average and so many readings.
std::vector<std::string> long_dump(int readings, const std::string& said) {
  std::vector<std::string> frames = contour_example();
  std::string header = frames[0].substr(1, frames[0].find('\r') - 1);
  header.replace(header.find("|4|"), 3, "|" + said + "|");
  std::vector<std::string> texts{header.substr(1), "P|1"};
  for (int i = 0; i <= readings; ++i)
    texts.push_back(fmt::format("R|{}|^^^Glucose|{}|mg/dL^P|||||||2026111821{:02}", i + 1, 100 + i, i % 60));
  texts.push_back("L|1||N");
  frames.clear();
  for (std::size_t i = 0; i < texts.size(); ++i)
    frames.push_back(
        contour_frame(fmt::format("{}{}", (i + 1) % 8, texts[i]), texts[i][0] == 'L' ? 3 : 0x17));
  return frames;
}

}  // namespace

TEST_CASE("the family contour has three models and a clock that can be set") {
  const device::Driver* driver = device::find_driver("contour-next-ez");
  REQUIRE(driver != nullptr);
  CHECK(driver == device::find_driver("contour"));
  CHECK(driver->models.size() == 3);
  CHECK(driver->models[0].memory == 480);
  const device::SerialLink& link = device::serial_link(*driver);
  CHECK(link.settings == device::SerialSettings{9600, 8, device::Parity::none, 1});
  CHECK(link.usb.size() == 2);
  CHECK(link.usb[0].vendor == 0x1a79);
  CHECK(link.probe.question == "\x15");
  CHECK(driver->can_set_clock);
  CHECK_FALSE(driver->can_erase);
}

TEST_CASE("a Contour with four readings is read in ten exchanges, its average left out") {
  ContourPeer peer;
  auto bench = peer.meter();
  const auto read = bench.read();
  CHECK(read.identity.model == "Contour 7150");
  CHECK(read.identity.serial == "7150-SIM0001");
  CHECK(read.identity.simulated);
  CHECK(read.identity.display_unit == core::GlucoseUnit::mg_dl);
  REQUIRE(read.clock);
  CHECK(read.clock->meter == core::make_local(2026, 11, 18, 21, 5, 0));
  CHECK(read.clock->resolution == 60s);
  CHECK_FALSE(read.broken);
  CHECK(read.downloaded.complete);
  CHECK(read.exchanges == 4 + 6);
  REQUIRE(read.downloaded.entries.size() == 4);
  CHECK(read.downloaded.entries[0].origin == "104 mg/dL");
  CHECK(read.downloaded.entries[3].origin == "101 mg/dL 200001010003");
  for (const auto& entry : read.downloaded.entries) CHECK_FALSE(entry.read_once);

  ContourPeer again;
  CHECK(again.meter().read(Passes::twice).exchanges == 2 * (4 + 6));
}

TEST_CASE("an empty Contour is read in five exchanges") {
  ContourPeer peer;
  peer.frames = long_dump(-1, "0");
  const auto read = peer.meter().read();
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.empty());
  CHECK(read.exchanges == 5);
}

TEST_CASE("the results of a USB model are all readings") {
  ContourPeer peer;
  peer.frames = {contour_example()[0], contour_frame("2R|1|^^^Glucose|133|mg/dL^P||B/X||201202052034"),
                 contour_frame("3R|2|^^^Glucose|93|mg/dL^P||A/M0/T1||201505261150"),
                 contour_frame("4L|1||N", '\x03')};
  const auto read = peer.meter().read();
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 2);
}

TEST_CASE("a meter whose number nobody knows is called by it") {
  ContourPeer peer;
  peer.frames[0] = contour_frame("1H|\\^&||x1|Bayer7999^1^AB-1|U=1");
  const auto read = peer.meter().read();
  CHECK(read.identity.model == "Contour 7999");
  CHECK(read.identity.display_unit == core::GlucoseUnit::mmol_l);
  CHECK_FALSE(read.identity.simulated);
}

TEST_CASE("where the header says little, the clock is found elsewhere, and the unit in each result") {
  ContourPeer peer;
  peer.frames[0] = contour_frame("1H|\\^&||x1|Bayer7160^1^AB-1");
  peer.frames[3] = contour_frame("4R|2|^^^Glucose|5.8|mmol/L^P|||B||||202611182103");
  const auto read = peer.meter().read();
  CHECK(read.identity.model == "Contour Next EZ 7160");
  CHECK_FALSE(read.identity.display_unit);
  REQUIRE(read.clock);
  CHECK(read.clock->meter == core::make_local(2026, 11, 18, 21, 5, 0));
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 4);
}

TEST_CASE("of a Contour with a short header what came before a break is kept") {
  ContourPeer peer;
  peer.frames[0] = contour_frame("1H|\\^&||x1|Bayer7160^1^AB-1");
  peer.tamper = [&](std::size_t, std::string& answer) {
    if (answer.find("R|4|") != std::string::npos) answer = "cut";
  };
  const auto read = peer.meter().read();
  CHECK(read.broken);
  CHECK(read.downloaded.entries.size() == 2);
}

TEST_CASE("a Contour whose comments do not end is given up") {
  ContourPeer peer;
  peer.frames.erase(peer.frames.begin() + 3, peer.frames.end());
  int number = 2;
  peer.tamper = [&](std::size_t, std::string& answer) {
    if (answer.empty() || answer == "\x04") {
      number = (number + 1) % 8;
      answer = contour_frame(std::to_string(number) + "C|1|I|comment");
    }
  };
  auto bench = peer.meter();
  const auto read = bench.read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::protocol);
}

TEST_CASE("a Contour whose clock shows no time is read all the same") {
  ContourPeer peer;
  std::string header = contour_example()[0].substr(1);
  header.replace(header.find("202611182105"), 12, "199813011200");
  peer.frames[0] = contour_frame(header.substr(0, header.find('\r')));
  peer.date = "981301";
  const auto read = peer.meter().read();
  CHECK_FALSE(read.broken);
  CHECK_FALSE(read.clock);
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries == example_entries());
}

TEST_CASE("a Contour's result with a mark that nobody knows is a reading") {
  ContourPeer peer;
  peer.frames[3] = contour_frame("4R|2|^^^Glucose|104|mg/dL^P|||W||||202611182103");
  const auto read = peer.meter().read();
  CHECK(read.downloaded.complete);
  REQUIRE(read.downloaded.entries.size() == 4);
  CHECK(read.downloaded.entries[0].origin == "104 mg/dL");
}

TEST_CASE("records that are no results are passed over") {
  ContourPeer peer;
  peer.frames = long_dump(0, "0");
  peer.frames[1] = contour_frame("2O|1|anything");
  CHECK(peer.meter().read().downloaded.complete);
}

TEST_CASE("the result behind an order for control solution is none of blood, the next one is") {
  ContourPeer peer;
  peer.frames = long_dump(2, "2");
  peer.frames = {peer.frames[0],
                 peer.frames[1],
                 peer.frames[2],
                 contour_frame("4O|1||||||||||Q"),
                 contour_frame("5R|2|^^^Glucose|98|mg/dL^P|||||||202611182101"),
                 contour_frame("6R|3|^^^Glucose|104|mg/dL^P|||||||202611182100"),
                 contour_frame("7L|1||N", '\x03')};
  const auto read = peer.meter().read();
  REQUIRE(read.downloaded.entries.size() == 2);
  CHECK(read.downloaded.entries[0].origin == "98 mg/dL control");
  CHECK(read.downloaded.entries[1].origin == "104 mg/dL");
}

TEST_CASE("a Contour whose frames all end alike is read to its L") {
  for (const char end : {'\x03', '\x17'}) {
    ContourPeer peer;
    for (std::string& frame : peer.frames) frame = contour_frame(frame.substr(1, frame.find('\r') - 1), end);
    const auto read = peer.meter().read();
    CHECK(read.downloaded.complete);
    CHECK(read.exchanges == 4 + 6);
    CHECK(read.downloaded.entries == example_entries());
  }
}

TEST_CASE("a Contour without an L is read when all results came that its header says") {
  ContourPeer peer;
  peer.frames.pop_back();
  const auto read = peer.meter().read();
  CHECK_FALSE(read.broken);
  CHECK(read.downloaded.entries == example_entries());
  peer.frames.pop_back();
  CHECK(peer.meter().read().broken);
}

TEST_CASE("a Contour that ends before it offers its data is read at once") {
  ContourPeer peer;
  SECTION("with EOT") {
    peer.tamper = [](std::size_t now, std::string& answer) {
      if (now == 1) answer = "\x04\x05";
    };
  }
  SECTION("with EOT and a frame") {
    peer.tamper = [](std::size_t now, std::string& answer) {
      if (now == 1) answer = "\x04" + contour_example()[0] + "\x05";
    };
  }
  auto bench = peer.meter();
  const auto read = bench.read();
  CHECK(read.downloaded.entries == example_entries());
  CHECK(read.exchanges == 4 + 6);
}

TEST_CASE("a Contour that comes oldest first has its newest reading in front") {
  ContourPeer peer;
  std::swap(peer.frames[3], peer.frames[5]);
  peer.frames[3] = contour_frame("4R|2|^^^Glucose|98|mg/dL^P||||E|||202611180800");
  peer.frames[5] = contour_frame("6R|4|^^^Glucose|104|mg/dL^P|||B||||202611182103");
  const auto read = peer.meter().read();
  REQUIRE(read.downloaded.entries.size() == 4);
  CHECK(read.downloaded.entries[1].origin == "104 mg/dL");
  CHECK(read.downloaded.entries[3].origin == "98 mg/dL control");
}

TEST_CASE("a damaged, lost, repeated or wrongly numbered answer of a Contour at any place changes nothing") {
  const auto expected = example_entries();
  REQUIRE(expected.size() == 4);
  for (const std::string& wrong :
       {std::string(), std::string("\x02"), std::string("xyz"), std::string("\x06"),
        contour_frame("5X|what is this"), contour_frame("4R|2|^^^Glucose|104|mg/dL^P|||B||||202602302103"),
        contour_example()[3].substr(0, 20), contour_example()[3].substr(1)})
    for (std::size_t at = 1; at <= 9; ++at) {
      ContourPeer peer;
      peer.tamper = [&](std::size_t now, std::string& answer) {
        if (now == at) answer = wrong;
      };
      INFO("answer " << at << " is '" << wrong << "'");
      const auto read = peer.meter().read();
      CHECK(read.identity.serial == "7150-SIM0001");
      CHECK(read.downloaded.complete);
      CHECK(read.downloaded.entries == expected);
    }
}

TEST_CASE("a word of the host that is lost at any place changes nothing for a Contour's readings") {
  const auto expected = example_entries();
  for (std::size_t lost = 1; lost <= 10; ++lost) {
    ContourPeer peer;
    std::size_t words = 0;
    ScriptedMeter bench("contour", [&](core::ByteView bytes, core::Deadline) {
      return ++words == lost ? core::MemoryStream::Answer{} : peer(bytes);
    });
    INFO("word " << lost);
    const auto read = bench.read();
    CHECK(read.downloaded.complete);
    CHECK(read.downloaded.entries == expected);
  }
}

TEST_CASE("a Contour that has said everything may end without a goodbye") {
  ContourPeer peer;
  peer.tamper = [](std::size_t now, std::string& answer) {
    if (now == 10) answer.clear();
  };
  const auto read = peer.meter().read();
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 4);
}

TEST_CASE("a Contour that greets unasked is read") {
  ContourPeer peer;
  SECTION("before the host says a word") {
    auto bench = peer.meter();
    bench.wire.push(core::as_bytes("\x05"));
    CHECK(bench.read().downloaded.entries.size() == 4);
  }
  SECTION("while the host says its first") {
    peer.tamper = [](std::size_t now, std::string& answer) {
      if (now == 1) answer = "\x05\x05";
    };
    CHECK(peer.meter().read().downloaded.entries.size() == 4);
  }
}

TEST_CASE("a Contour that starts over, or ends, is read anew, three times at most") {
  ContourPeer peer;
  std::size_t until = 5;
  SECTION("it took a damaged ACK for EOT") {
    peer.tamper = [&](std::size_t now, std::string& answer) {
      if (now == 7) answer = peer.answer_to("\x04");
    };
    const auto read = peer.meter().read();
    CHECK(read.downloaded.complete);
    CHECK(read.downloaded.entries == example_entries());
  }
  peer.tamper = [&](std::size_t now, std::string& answer) {
    if (now >= 4 && now <= until && answer.substr(0, 1) == "\x02" && answer[1] == '4') answer = "\x05";
  };
  SECTION("once") {
    const auto read = peer.meter().read();
    CHECK(read.downloaded.complete);
    CHECK(read.downloaded.entries.size() == 4);
  }
  SECTION("always") {
    until = 1000;
    const auto read = peer.meter().read();
    REQUIRE(read.broken);
    CHECK(read.broken->kind == Errc::protocol);
    CHECK_FALSE(read.downloaded.complete);
  }
}

TEST_CASE("a Contour's record that cannot be read gets NAK once, and is kept when it comes alike") {
  ContourPeer peer;
  peer.frames[4] = contour_frame("5" + impossible);
  const auto read = peer.meter().read();
  CHECK(read.downloaded.complete);
  CHECK(read.exchanges == 4 + 6 + 1);
  REQUIRE(read.downloaded.entries.size() == 4);
  CHECK(read.downloaded.entries[1].content == core::Content(core::UnreadRecord{}));
  CHECK(read.downloaded.entries[1].raw == impossible.substr(4));
}

TEST_CASE("a result with another number than its place is doubted, and read when it comes alike") {
  ContourPeer peer;
  peer.frames[4] = contour_frame("5R|9|^^^Glucose|99|mg/dL^P|||||||202611181230");
  const auto read = peer.meter().read();
  CHECK(read.exchanges == 4 + 6 + 1);
  REQUIRE(read.downloaded.entries.size() == 4);
  CHECK(read.downloaded.entries[1].origin == "99 mg/dL");
}

TEST_CASE("a frame that comes damaged seven times ends the download, what came before is kept") {
  ContourPeer peer;
  peer.tamper = [](std::size_t, std::string& answer) {
    if (answer == contour_example()[5]) answer = contour_example()[5].substr(0, 30) + "\n";
  };
  const auto read = peer.meter().read();
  REQUIRE(read.broken);
  CHECK(read.broken->kind == Errc::protocol);
  CHECK_FALSE(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 2);
  CHECK(peer.heard.back() == "\x04");
}

TEST_CASE("a Contour that ends, falls silent or is unplugged in the middle leaves what came before") {
  for (const auto& [end, kind] :
       {std::pair{"\x04", Errc::protocol}, {"", Errc::timeout}, {"cut", Errc::disconnected}}) {
    ContourPeer peer;
    peer.tamper = [end = std::string(end)](std::size_t now, std::string& answer) {
      if (now >= 7) answer = end;
    };
    const auto read = peer.meter().read();
    REQUIRE(read.broken);
    CHECK(read.broken->kind == kind);
    CHECK_FALSE(read.downloaded.complete);
    CHECK(read.downloaded.entries.size() == 2);
  }
}

TEST_CASE("a dump with another number of results than the header says is read once more, then believed") {
  for (const auto& [said, dumps] : {std::pair{"4", 1}, {"5", 1}, {"3", 2}, {"7", 2}}) {
    ContourPeer peer;
    peer.frames = long_dump(4, said);
    const auto read = peer.meter().read();
    INFO(said);
    CHECK(read.downloaded.complete);
    CHECK(read.downloaded.entries.size() == 4);
    CHECK(read.exchanges == dumps * (4u + 6u));
  }
}

TEST_CASE("a full Contour is read") {
  ContourPeer peer;
  peer.frames = long_dump(480, "480");
  const auto read = peer.meter().read();
  CHECK(read.downloaded.complete);
  CHECK(read.downloaded.entries.size() == 480);
}
