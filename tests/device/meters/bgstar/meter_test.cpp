#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/device/meters/bgstar/bgstar_bench.hpp"
#include "tests/failure_of.hpp"

using core::Errc;

TEST_CASE("the family bgstar has three models, two with a cable, and a clock that can be set") {
  const device::Driver* driver = device::find_driver("mystar-extra");
  REQUIRE(driver != nullptr);
  CHECK(driver == device::find_driver("bgstar"));
  CHECK(driver == device::find_driver("ibgstar"));
  CHECK(driver->models.size() == 3);
  CHECK(driver->models[0].memory == 1865);
  CHECK(driver->models[1].memory == 500);
  CHECK(driver->models[2].memory == 300);
  CHECK(driver->models[0].cable == driver->models[1].cable);
  CHECK(driver->models[2].cable == "none");
  const device::SerialLink& link = device::serial_link(*driver);
  CHECK(link.usb[0].vendor == 0x17f4);
  CHECK(link.usb[0].product == 0xaaaa);
  CHECK(link.settings.baud == 115200);
  CHECK(driver->can_set_clock);
}

TEST_CASE("a BGStar is asked who it is in five questions") {
  BgstarPeer peer;
  BgstarBench bench(peer);
  const device::Identity identity = bench.identify();
  CHECK(identity.model == "BGStar");
  CHECK(identity.serial == "ABCD1234567890");
  CHECK(identity.display_unit == core::GlucoseUnit::mg_dl);
  CHECK_FALSE(identity.simulated);
  CHECK(peer.asked ==
        std::vector<std::string>{"hello", "get serial", "get serial", "get sysinfo all", "get gluunit"});
  CHECK(bench.meter->exchanges() == 5);
}

TEST_CASE("a serial number that begins with SIM is a simulated meter's") {
  BgstarPeer peer;
  peer.answers["get serial"] = "200 serial SIM00000000001";
  peer.answers["get gluunit"] = "200 gluunit mmol/L";
  BgstarBench bench(peer);
  const device::Identity identity = bench.identify();
  CHECK(identity.simulated);
  CHECK(identity.display_unit == core::GlucoseUnit::mmol_l);
}

TEST_CASE("a BGStar's strange word for its unit is mmol/L where it comes twice alike") {
  BgstarPeer peer;
  peer.answers["get gluunit"] = "200 gluunit mmol";
  BgstarBench bench(peer);
  CHECK(bench.identify().display_unit == core::GlucoseUnit::mmol_l);
  CHECK(bench.meter->exchanges() == 6);

  BgstarPeer disturbed;
  disturbed.tamper = [](std::size_t now, std::string& answer) {
    if (now == 5) answer = "200 gluunit mg/dM\r\n";
  };
  BgstarBench other(disturbed);
  CHECK(other.identify().display_unit == core::GlucoseUnit::mg_dl);
}

TEST_CASE("a BGStar that does not tell its unit, its model or its clock is read all the same") {
  for (const char* question : {"get gluunit", "get sysinfo all", "get datetime"})
    for (const char* said :
         {"silence", "400", "200 sysinfo all", "100 model JAZZESC-EN\r\n200 sysinfo all"}) {
      BgstarPeer peer = peer_with_two_records();
      peer.answers[question] = said;
      peer.tamper = [](std::size_t, std::string& answer) {
        if (answer == "silence\r\n") answer.clear();
      };
      BgstarBench bench(peer);
      const device::MeterRead read = bench.read();
      INFO(question << ": " << said);
      CHECK_FALSE(read.broken);
      CHECK(read.identity.serial == "ABCD1234567890");
      CHECK(read.identity.display_unit.has_value() == (question != std::string("get gluunit")));
      CHECK(read.identity.model ==
            (question == std::string("get sysinfo all") ? "BGStar / MyStar Extra" : "BGStar"));
      CHECK(read.clock.has_value() == (question != std::string("get datetime")));
      CHECK(read.downloaded.complete);
      CHECK(read.downloaded.entries.size() == 2);
    }
}

TEST_CASE("a BGStar's serial number and its count have to be told") {
  for (const char* question : {"get serial", "get glucount"}) {
    BgstarPeer peer = peer_with_two_records();
    peer.tamper = [&](std::size_t, std::string& answer) {
      if (peer.asked.back() == question) answer = "400\r\n";
    };
    BgstarBench bench(peer);
    CHECK(failure_of([&] {
            bench.identify();
            bench.download();
          }).kind == Errc::protocol);
  }
}

TEST_CASE("one wrong letter in a serial number makes no new meter") {
  for (std::size_t number : {2u, 3u}) {
    BgstarPeer peer;
    peer.tamper = [number](std::size_t now, std::string& answer) {
      if (now == number) answer = "200 serial ABCD1234567891\r\n";
    };
    BgstarBench bench(peer);
    CHECK(bench.identify().serial == "ABCD1234567890");
  }
}

TEST_CASE("a model nobody knows is asked for again before it is believed") {
  BgstarPeer peer;
  peer.tamper = [](std::size_t now, std::string& answer) {
    if (now == 4) answer = "100 product BGSuar\r\n200 sysinfo all\r\n";
  };
  BgstarBench bench(peer);
  CHECK(bench.identify().model == "BGStar");
}

TEST_CASE("lines may end with CR LF, CR or LF") {
  for (const char* end : {"\r\n", "\r", "\n"}) {
    BgstarPeer peer = peer_with_two_records();
    peer.line_end = end;
    BgstarBench bench(peer);
    bench.identify();
    CHECK(bench.download().entries.size() == 2);
    CHECK(bench.meter->exchanges() == 5 + 1 + 4 + 2);
  }
}

TEST_CASE("a flood of lines without an end to the answer is left, and the model then not known") {
  BgstarPeer peer;
  std::string flood;
  for (int i = 0; i < 10000; ++i) flood += "100 comm F\r\n";
  peer.answers["get sysinfo all"] = flood;
  BgstarBench bench(peer);
  CHECK(bench.identify().model == "BGStar / MyStar Extra");
  CHECK(bench.elapsed() < std::chrono::seconds(10));
}

TEST_CASE("a busy meter is asked again after 200 ms, for ten seconds at most") {
  BgstarPeer peer = peer_with_two_records();
  std::size_t busy_until = 10;
  peer.tamper = [&busy_until](std::size_t now, std::string& answer) {
    if (now > 5 && now <= busy_until) answer = "503 busy\r\n";
  };
  BgstarBench bench(peer);
  bench.identify();
  const core::Deadline begin = bench.wire.now();
  SECTION("it finishes") {
    CHECK(bench.download().entries.size() == 2);
    CHECK(bench.wire.now() - begin == std::chrono::seconds(1));
  }
  SECTION("it stays busy") {
    busy_until = 100000;
    CHECK(failure_of([&] { bench.download(); }).kind == Errc::busy);
    CHECK(bench.wire.now() - begin == std::chrono::seconds(10));
  }
}

TEST_CASE("a count beyond the memory is not believed") {
  BgstarPeer peer = peer_with_two_records();
  SECTION("once: the next answer counts") {
    peer.tamper = [](std::size_t now, std::string& answer) {
      if (now == 6) answer = "200 glucount 1866\r\n";
    };
    BgstarBench bench(peer);
    bench.identify();
    CHECK(bench.download().entries.size() == 2);
  }
  SECTION("always: the sentence says both numbers") {
    peer.answers["get sysinfo all"] = "100 product MyStar Extra\r\n200 sysinfo all";
    peer.records.assign(1866, "0 0 113 1 2020 2 13 8 34 18");
    BgstarBench bench(peer);
    bench.identify();
    const core::Error error = failure_of([&] { bench.download(); });
    CHECK(error.kind == Errc::protocol);
    CHECK(error.what == "the MyStar Extra says it holds 1866 readings, its memory has room for 1865");
  }
  SECTION("600 readings of a MyStar Extra are believed") {
    peer.answers["get sysinfo all"] = "100 product MyStar Extra\r\n200 sysinfo all";
    for (int i = 2; i < 600; ++i)
      peer.records.push_back(
          fmt::format("0 0 113 1 {} {} {} 8 34 18", 2019 - i / 300, 12 - i % 300 / 28, 28 - i % 28));
    BgstarBench bench(peer);
    bench.identify();
    CHECK(bench.download().entries.size() == 600);
  }
}

TEST_CASE("a garbled, missing, cut or foreign answer at any place changes nothing") {
  const BgstarPeer good = peer_with_two_records();
  BgstarPeer quiet = good;
  BgstarBench reference(quiet);
  reference.identify();
  const auto expected = reference.download().entries;
  REQUIRE(expected.size() == 2);

  for (const char* wrong :
       {"", "2", "\x81\xff\r\n", "200\r\n", "400\r\n", "404 glurec\r\n", "200 glurec 0 0 113\r\n",
        "200 glurec 0 0 113 1 2020 2 13 8 34 19\r\n", "200 glurec 0 0 114 1 2020 2 13 8 34 18\r\n"})
    for (std::size_t at = 1; at <= 12; ++at) {
      BgstarPeer peer = good;
      peer.tamper = [at, wrong](std::size_t now, std::string& answer) {
        if (now == at) answer = wrong;
      };
      BgstarBench bench(peer);
      INFO("answer " << at << " is '" << wrong << "'");
      CHECK(bench.identify().serial == "ABCD1234567890");
      const auto result = bench.download();
      CHECK(result.complete);
      CHECK(result.entries == expected);
    }
}

TEST_CASE("two answers damaged alike are not believed when the end of their line was damaged, too") {
  BgstarPeer good = peer_with_two_records();
  BgstarPeer peer = good;
  peer.tamper = [](std::size_t now, std::string& answer) {
    if (now == 7 || now == 8) answer = "200 glurec 0 0 173 1 2020 2 13 8 34 18\r\x0e";
  };
  BgstarBench quiet(good), bench(peer);
  quiet.identify();
  bench.identify();
  const auto result = bench.download();
  CHECK(result.complete);
  CHECK(result.entries == quiet.download().entries);
  CHECK(bench.meter->exchanges() == 5 + 1 + (2 + 3) + 3 + 2);
}

TEST_CASE("an answer that comes late is not taken for the next question's") {
  // The answer to question 8 comes together with the one to its repetition, and one more with that.
  BgstarPeer peer;
  for (int i = 0; i < 9; ++i) peer.records.push_back("0 0 11" + std::to_string(i) + " 1 2020 2 13 8 34 18");
  std::string late;
  peer.tamper = [&late](std::size_t now, std::string& answer) {
    if (now == 8 || now == 9) {
      late += answer;
      answer.clear();
    } else {
      answer = late + answer;
      late.clear();
    }
  };
  BgstarBench bench(peer);
  bench.identify();
  const auto result = bench.download();
  REQUIRE(result.entries.size() == 9);
  for (int i = 0; i < 9; ++i)
    CHECK(result.entries[static_cast<std::size_t>(i)].origin == "11" + std::to_string(i));
}

TEST_CASE("every answer lagging two behind leads to no wrong reading") {
  BgstarPeer peer;
  for (int i = 0; i < 9; ++i) peer.records.push_back("0 0 11" + std::to_string(i) + " 1 2020 2 13 8 34 18");
  std::vector<std::string> under_way;
  peer.tamper = [&under_way](std::size_t now, std::string& answer) {
    if (now < 10) return;
    under_way.push_back(answer);
    answer.clear();
    if (under_way.size() > 2) {
      answer = under_way.front();
      under_way.erase(under_way.begin());
    }
  };
  BgstarBench bench(peer);
  bench.identify();
  device::Downloaded result;
  bench.run(bench.meter->download({}, result));
  CHECK(result.complete);
  REQUIRE(result.entries.size() == 9);
  for (std::size_t i = 0; i < result.entries.size(); ++i)
    CHECK(result.entries[i].origin == "11" + std::to_string(i));
}

TEST_CASE("a meter that falls silent is given up within five seconds a question, naming the step") {
  BgstarPeer peer = peer_with_two_records();
  peer.tamper = [](std::size_t now, std::string& answer) {
    if (now >= 9) answer.clear();
  };
  BgstarBench bench(peer);
  bench.identify();
  device::Downloaded result;
  const core::Deadline begin = bench.wire.now();
  const core::Error error = failure_of([&] { bench.run(bench.meter->download({}, result)); });
  CHECK(error.kind == Errc::timeout);
  CHECK(error.what.find("record 1") != std::string::npos);
  CHECK(bench.wire.now() - begin == std::chrono::milliseconds(150 + 4 * 1000));
  CHECK(result.entries.size() == 1);
}

TEST_CASE("a record that cannot be read is kept as it came, and those behind it are read") {
  for (const std::string unknown : {"0 0 113 1 2026 2 30 8 34 18",    // no such day
                                    "0 2 113 1 2026 2 13 8 34 18",    // b is unknown beyond 1
                                    "10 0 113 1 2026 2 13 8 34 18",   // so is a beyond 9
                                    "0 0 15 7 2026 2 13 8 34 18"}) {  // value and tag
    BgstarPeer peer = peer_with_two_records();
    peer.records.insert(peer.records.begin(), unknown);
    for (const bool fast : {false, true}) {
      BgstarBench bench(peer);
      bench.identify();
      device::DownloadOptions options;
      options.passes = fast ? device::Passes::once : device::Passes::usual;
      const auto result = bench.download(options);
      INFO(unknown << (fast ? ", fast" : ""));
      CHECK(result.complete);
      REQUIRE(result.entries.size() == 3);
      CHECK(result.entries[0].content == core::Content(core::UnreadRecord{}));
      CHECK(result.entries[0].raw == unknown);
      CHECK(result.entries[0].time.local ==
            core::make_local(2026, 2, unknown.find("30") < 20 ? 30 : 13, 8, 34, 18));
      CHECK(result.entries[2].origin == "98");
    }
  }
}

TEST_CASE("a record garbled once is not kept garbled, with --fast neither") {
  for (const bool fast : {false, true}) {
    BgstarPeer peer = peer_with_two_records();
    peer.tamper = [](std::size_t now, std::string& answer) {
      if (now == 8) answer = "200 glurec 0 0 113 1 2020 2 33 8 34 18\r\n";
    };
    BgstarBench bench(peer);
    bench.identify();
    device::DownloadOptions options;
    options.passes = fast ? device::Passes::once : device::Passes::usual;
    const auto result = bench.download(options);
    CHECK(result.complete);
    CHECK(result.entries.size() == 2);
    for (const auto& entry : result.entries) CHECK(std::holds_alternative<core::BloodGlucose>(entry.content));
  }
}
