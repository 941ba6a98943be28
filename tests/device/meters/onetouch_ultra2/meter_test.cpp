#include "device/download.hpp"
#include "device/meters/onetouch_ultra2/models.hpp"
#include "tests/catch.hpp"
#include "tests/device/slow_meter.hpp"
#include "tests/device/text_peer.hpp"
#include "tests/failure_of.hpp"

using namespace core::literals;
using namespace std::chrono_literals;
using core::Errc;
using device::Passes;

namespace {

const std::string version = "\x11\rDM?", serial = "\x11\rDM@", unit = "\x11\rDMSU?", clock_now = "\x11\rDMF",
                  dump = "\x11\rDMP", erase = "\x11\rDMZ", set = "\x11\rDMT11/18/26 21:10:00\r";

const std::string header = "P 004,\"SIM00001Y\",\"MG/DL \" 058A\r\n";
const std::string empty = "P 000,\"SIM00001Y\",\"MG/DL \" 0586\r\n";
const std::vector<std::string> records{
    "P \"WED\",\"11/18/26\",\"21:03:00   \",\"  104 \",\"B\",\"00\", 00 0992\r\n",
    "P \"WED\",\"11/18/26\",\"12:30:00   \",\" HIGH \",\"N\",\"00\", 00 0A09\r\n",
    "P \"WED\",\"11/18/26\",\"08:00:00   \",\" LOW  \",\"N\",\"08\", 00 0A05\r\n",
    "P \"SAT\",\"01/01/00\",\"00:03:00   \",\"  101 \",\"N\",\"00\", 00 098F\r\n"};
const std::string whole = header + records[0] + records[1] + records[2] + records[3];

TextPeer ultra2() {
  TextPeer peer;
  peer.answers = {{version, "?P02.00.00 30/08/06 03BC\r\n"},
                  {serial, "@ \"SIM00001Y\" 02D7\r\n"},
                  {unit, "SU?,\"MMOL/L\" 0307\r\n"},
                  {clock_now, "F \"TUE\",\"08/12/14\",\"15:40:16   \" 060B\r\n"},
                  {dump, whole},
                  {set, "T \"WED\",\"11/18/26\",\"21:10:00   \" 0601\r\n"},
                  {erase, "Z 005A\r\n"}};
  return peer;
}

/// The text with one character flipped, found by what stands there.
std::string flipped(std::string text, const std::string& at) {
  text[text.find(at)] ^= 1;
  return text;
}

/// Gives these answers to DMP, the last again and again.
void answer_dumps(TextPeer& peer, std::vector<std::string> dumps) {
  peer.tamper = [dumps = std::move(dumps)](const std::string& question, int times, std::string& answer) {
    if (question == dump) answer = dumps.at(std::min(dumps.size(), static_cast<std::size_t>(times)) - 1);
  };
}

device::WallClock at(int year, int month, int day, int hour, int minute) {
  return [=] { return *core::make_local(year, month, day, hour, minute, 0); };
}

std::vector<std::string> origins(const device::Downloaded& read) {
  std::vector<std::string> all;
  for (const core::LogEntry& entry : read.entries) all.push_back(entry.origin);
  return all;
}

const std::vector<std::string> all_origins{"104", "HIGH", "LOW", "101 at 01/01/00 00:03:00"};

}  // namespace

TEST_CASE("a OneTouch Ultra 2 is read in five exchanges, six when every dump is read twice") {
  for (const Passes passes : {Passes::usual, Passes::once, Passes::twice}) {
    TextPeer peer = ultra2();
    TextBench bench("onetouch-ultra2", peer);
    device::ReadOptions options;
    options.passes = passes;
    const device::MeterRead read = bench.run(device::read_meter(*bench.meter, options));
    CHECK_FALSE(read.broken);
    CHECK(read.identity.model == "OneTouch Ultra 2");
    CHECK(read.identity.serial == "SIM00001Y");
    CHECK(read.identity.display_unit == core::GlucoseUnit::mmol_l);
    CHECK(read.identity.simulated);
    REQUIRE(read.clock);
    CHECK(read.clock->meter == *core::make_local(2014, 8, 12, 15, 40, 16));
    CHECK(read.downloaded.complete);
    CHECK(origins(read.downloaded) == all_origins);
    for (const core::LogEntry& entry : read.downloaded.entries) CHECK_FALSE(entry.read_once);
    CHECK(read.exchanges == (passes == Passes::twice ? 6 : 5));
    CHECK(bench.meter->exchanges() == peer.asked.size());
  }
}

TEST_CASE("a serial number that does not end in Y is a OneTouch Ultra's") {
  TextPeer peer = ultra2();
  peer.answers[serial] = "@ \"SIM00001T\" 02D2\r\n";
  TextBench bench("onetouch_ultra2", peer);
  CHECK(bench.identify().model == "OneTouch Ultra");
  CHECK(device::onetouch_ultra2::is_simulated("SIM00001Y"));
  for (const char* real : {"GMF600DCY", "SIM0001AY", "SIM00001X", "SIM000011Y"})
    CHECK_FALSE(device::onetouch_ultra2::is_simulated(real));
}

TEST_CASE("a OneTouch that sleeps is woken by the first question, asked five times in five seconds") {
  TextPeer peer = ultra2();
  peer.tamper = [](const std::string& question, int times, std::string& answer) {
    if (question == version && times < 5) answer.clear();
  };
  TextBench bench("onetouch_ultra2", peer);
  CHECK(bench.identify().serial == "SIM00001Y");
  CHECK(peer.times(version) == 5);

  TextPeer silent;
  TextBench nobody("onetouch_ultra2", silent);
  const core::Error error = failure_of([&] { nobody.identify(); });
  CHECK(error.kind == Errc::timeout);
  CHECK(error.what == "the OneTouch does not answer its first question (DM?)");
  CHECK(silent.asked.size() == 5);
  CHECK(nobody.elapsed() < 7s);
}

TEST_CASE("a single zero byte says that the meter is not in the cable, and nothing further is asked") {
  TextPeer peer;
  peer.answers[version] = std::string(1, '\0');
  TextBench bench("onetouch_ultra2", peer);
  CHECK(failure_of([&] { bench.identify(); }).what == "the OneTouch is not in the cable, or it was not off");
  CHECK(peer.asked.size() == 1);
}

TEST_CASE("a OneTouch that still sends a full memory is waited for") {
  TextPeer peer = ultra2();
  SlowMeter busy{[&](const std::string& question) {
    const core::Bytes answer = peer(core::as_bytes(question)).bytes;
    return std::string(answer.begin(), answer.end());
  }};
  for (int i = 0; i < 450; ++i) busy.saying += records[0];
  busy.piece = 60;
  busy.per_byte = 2ms;
  ScriptedMeter bench = busy.bench("onetouch_ultra2");
  const device::MeterRead read = bench.read();
  CHECK(origins(read.downloaded) == all_origins);
  CHECK(bench.elapsed() > 50s);
}

TEST_CASE("another family's answer is no OneTouch Ultra's") {
  for (const char* answer :
       {"\x02\x06\x07\x03\xfc\x72", "200 hello JAZZESC-EN\r\n", "CMD Fail!\r\n", "\x15"}) {
    TextPeer peer;
    peer.answers[version] = answer;
    TextBench bench("onetouch_ultra2", peer);
    const core::Error error = failure_of([&] { bench.identify(); });
    CHECK(error.kind == Errc::protocol);
    CHECK(error.advice.find("--meter") != std::string::npos);
  }
}

TEST_CASE("a OneTouch's lost or damaged answer is asked for again, three times at most") {
  for (const std::string& question : {serial, unit}) {
    TextPeer peer = ultra2();
    peer.tamper = [&](const std::string& now, int times, std::string& answer) {
      if (now != question) return;
      if (times == 1) answer.clear();
      if (times == 2) answer = flipped(answer, "M");
    };
    TextBench bench("onetouch_ultra2", peer);
    CHECK(bench.identify().display_unit == core::GlucoseUnit::mmol_l);
    CHECK(peer.times(question) == 3);

    peer.tamper = [&](const std::string& now, int, std::string& answer) {
      if (now == question) answer = flipped(answer, "M");
    };
    if (question == serial)
      CHECK(failure_of([&] { bench.identify(); }).kind == Errc::protocol);
    else
      CHECK_FALSE(bench.identify().display_unit);
    CHECK(peer.times(question) == 6);
  }
}

TEST_CASE("a OneTouch that does not tell its unit or its clock is read all the same") {
  for (const std::string& question : {unit, clock_now}) {
    TextPeer peer = ultra2();
    peer.answers.erase(question);
    TextBench bench("onetouch_ultra2", peer);
    const device::MeterRead read = bench.run(device::read_meter(*bench.meter, {}));
    CHECK_FALSE(read.broken);
    CHECK(read.identity.display_unit.has_value() == (question != unit));
    CHECK(read.clock.has_value() == (question != clock_now));
    CHECK(read.downloaded.complete);
    CHECK(origins(read.downloaded) == all_origins);
    CHECK(peer.times(question) == 3);
  }
}

TEST_CASE("a OneTouch's answer that came late is not taken for the next question's") {
  TextPeer peer = ultra2();
  peer.tamper = [&](const std::string& now, int times, std::string& answer) {
    if (now == serial && times == 1) answer = "?P02.00.00 30/08/06 03BC\r\n" + answer;
  };
  TextBench bench("onetouch_ultra2", peer);
  CHECK(bench.identify().serial == "SIM00001Y");
  CHECK(peer.times(serial) == 2);
}

TEST_CASE("lines of a OneTouch that are damaged in one dump are taken from the next") {
  for (const std::vector<std::string>& dumps : {
           std::vector<std::string>{flipped(whole, "104"), whole},
           {flipped(whole, "104"), flipped(whole, "101")},  // no dump was whole
           {flipped(flipped(whole, "104"), "HIGH"), flipped(whole, "104"), flipped(whole, "LOW")},
           {flipped(whole, "004"), whole},                          // the header
           {header + records[0] + records[1] + records[2], whole},  // a line short
           {whole + records[3], whole},                             // one too many
           {whole + records[3].substr(0, 9), whole},                // which has only begun
           {"P 004,\"SIM00001T\",\"MG/DL \" 0585\r\n" + whole.substr(header.size()),
            whole},  // another meter's
           {"", whole},
           {std::string(300, 'x'), whole},
       }) {
    TextPeer peer = ultra2();
    answer_dumps(peer, dumps);
    TextBench bench("onetouch_ultra2", peer);
    bench.identify();
    const device::Downloaded read = bench.download();
    CHECK(read.complete);
    CHECK(origins(read) == all_origins);
    CHECK(peer.times(dump) == static_cast<int>(dumps.size()));
  }
}

TEST_CASE("a OneTouch's dump is over soon after as many lines as its header says") {
  TextPeer peer = ultra2();
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  const core::Deadline begin = bench.wire.now();
  CHECK(bench.download().complete);
  CHECK(bench.wire.now() - begin <= std::chrono::milliseconds(30));
}

TEST_CASE("where a test was taken between two dumps of a OneTouch all starts over from the newer one") {
  const std::string newer =
      "P 004,\"SIM00001Y\",\"MG/DL \" 058A\r\n"
      "P \"WED\",\"11/18/26\",\"21:03:00   \",\"C 104 \",\"N\",\"00\", 00 09C1\r\n" +
      records[0] + records[1] + records[2];
  TextPeer peer = ultra2();
  answer_dumps(peer, {flipped(whole, "LOW"), newer});
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  CHECK(origins(bench.download()) == std::vector<std::string>{"C 104", "104", "HIGH", "LOW"});
  CHECK(peer.times(dump) == 2);
}

TEST_CASE(
    "a OneTouch's record with a right sum and an impossible date is kept unread when two dumps bring it "
    "alike") {
  const std::string odd = "P \"THU\",\"11/18/26\",\"21:03:00   \",\"  104 \",\"B\",\"00\", 00 09A3\r\n";
  const std::string with_odd = header + odd + records[1] + records[2] + records[3];
  TextPeer peer = ultra2();
  answer_dumps(peer, {with_odd});
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  const device::Downloaded read = bench.download();
  CHECK(read.complete);
  REQUIRE(read.entries.size() == 4);
  CHECK(read.entries[0].content == core::Content(core::UnreadRecord{}));
  CHECK(peer.times(dump) == 2);

  TextPeer damaged = ultra2();
  answer_dumps(damaged, {with_odd, whole});
  TextBench other("onetouch_ultra2", damaged);
  other.identify();
  CHECK(origins(other.download()) == all_origins);
}

TEST_CASE("a OneTouch's memory that does not come whole in five dumps keeps what came and is not complete") {
  TextPeer peer = ultra2();
  answer_dumps(peer, {flipped(whole, "HIGH")});
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  device::Downloaded read;
  CHECK(failure_of([&] { bench.download_into(read); }).kind == Errc::protocol);
  CHECK_FALSE(read.complete);
  CHECK(origins(read) == std::vector<std::string>{"104", "LOW", "101 at 01/01/00 00:03:00"});
  CHECK(peer.times(dump) == 5);

  answer_dumps(peer, {""});
  CHECK(failure_of([&] { bench.download(); }).kind == Errc::timeout);
}

TEST_CASE("a OneTouch's records that are intact when the line breaks are kept") {
  TextPeer peer = ultra2();
  answer_dumps(peer, {header + records[0] + flipped(records[1], "HIGH") + records[2] + "P \"SAcut"});
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  device::Downloaded read;
  CHECK(failure_of([&] { bench.download_into(read); }).kind == Errc::disconnected);
  CHECK_FALSE(read.complete);
  CHECK(origins(read) == std::vector<std::string>{"104", "LOW"});
}

TEST_CASE("a OneTouch's dump that comes twice and breaks off leaves each record once") {
  TextPeer peer = ultra2();
  answer_dumps(peer, {whole + whole + "cut"});
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  device::Downloaded read;
  CHECK(failure_of([&] { bench.download_into(read); }).kind == Errc::disconnected);
  CHECK(origins(read) == all_origins);
}

TEST_CASE("a break in a OneTouch's second dump leaves what the first one gave") {
  TextPeer peer = ultra2();
  answer_dumps(peer, {flipped(whole, "104"), header + "cut"});
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  device::Downloaded read;
  CHECK(failure_of([&] { bench.download_into(read); }).kind == Errc::disconnected);
  CHECK(origins(read) == std::vector<std::string>{"HIGH", "LOW", "101 at 01/01/00 00:03:00"});
}

TEST_CASE("an empty OneTouch is read whole") {
  TextPeer peer = ultra2();
  peer.answers[dump] = empty;
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  const device::Downloaded read = bench.download();
  CHECK(read.complete);
  CHECK(read.entries.empty());
}

TEST_CASE("a OneTouch's clock is set when the answer shows the time that was sent") {
  TextPeer peer = ultra2();
  TextBench bench("onetouch_ultra2", peer);
  bench.identify();
  bench.run(bench.meter->set_clock(at(2026, 11, 18, 21, 10)));
  CHECK(peer.times(set) == 1);

  peer.tamper = [](const std::string& question, int times, std::string& answer) {
    if (question == set && times < 4)
      answer = times == 2 ? "T \"TUE\",\"08/12/14\",\"15:40:16   \" 0619\r\n" : "";
  };
  bench.run(bench.meter->set_clock(at(2026, 11, 18, 21, 10)));
  CHECK(peer.times(set) == 4);

  peer.tamper = [](const std::string& question, int, std::string& answer) {  // the clock goes on as before
    if (question == set) answer = "T 0054\r\n";
  };
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(at(2026, 11, 18, 21, 10))); }).kind ==
        Errc::protocol);
  CHECK(peer.times(set) == 7);
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(at(2100, 1, 1, 0, 0))); }).kind == Errc::refused);
  CHECK(failure_of([&] { bench.run(bench.meter->set_clock(at(1999, 12, 31, 23, 59))); }).kind ==
        Errc::refused);
}

TEST_CASE("a OneTouch's clock that was set without an answer that says so is looked at") {
  for (const char* said : {"", "T 0054\r\n"}) {
    TextPeer peer = ultra2();
    peer.answers[set] = said;
    peer.answers[clock_now] = "F \"WED\",\"11/18/26\",\"21:10:01   \" 05F4\r\n";
    TextBench bench("onetouch_ultra2", peer);
    bench.identify();
    bench.run(bench.meter->set_clock(at(2026, 11, 18, 21, 10)));
    CHECK(peer.times(set) == 1);
    CHECK(peer.times(clock_now) == 1);
  }
}

TEST_CASE("the command that erases a OneTouch is sent once, and the memory says whether it was heard") {
  for (const char* said : {"Z 005A\r\n", ""}) {
    TextPeer peer = ultra2();
    peer.answers[erase] = said;
    peer.answers[dump] = empty;
    TextBench bench("onetouch_ultra2", peer);
    bench.identify();
    bench.run(bench.meter->erase());
    CHECK(peer.times(erase) == 1);
    CHECK(peer.times(dump) == 1);
  }
  TextPeer full = ultra2();
  TextBench bench("onetouch_ultra2", full);
  bench.identify();
  CHECK(failure_of([&] { bench.run(bench.meter->erase()); }).kind == Errc::protocol);
  CHECK(full.times(erase) == 1);
}

TEST_CASE("the family onetouch_ultra2 is known by an undamaged version, and its probe changes nothing") {
  const device::Driver& driver = *device::find_driver("onetouch-ultra");
  const device::SerialLink& link = device::serial_link(driver);
  CHECK(link.settings == device::SerialSettings{9600, 8, device::Parity::none, 1});
  CHECK(link.probe.question == version);
  CHECK(driver.can_set_clock);
  CHECK(driver.can_erase);
  const auto speaks = [&](std::string_view heard) { return link.speaks(core::as_bytes(heard)); };
  CHECK(speaks("?P02.00.01   /  /   034C\r\n"));
  CHECK(speaks(std::string("x\r\n") + '\0' + "?P02.00.00 30/08/06 03BC\r\nmore"));
  CHECK_FALSE(speaks("?P02.00.01   /  /   034C"));
  CHECK_FALSE(speaks("?P02.00.01   /  /   034D\r\n"));
  CHECK_FALSE(speaks("S 0053\r\n"));
  CHECK_FALSE(speaks(""));
}
