#include "device/probe.hpp"

#include "device/language.hpp"
#include "device/meter.hpp"
#include "device/registry.hpp"
#include "tests/catch.hpp"
#include "tests/device/slow_meter.hpp"
#include "tests/device/wire_of_pieces.hpp"
#include "tests/failure_of.hpp"

namespace {

std::unique_ptr<device::Meter> no_meter(core::ByteStream&) {
  return nullptr;
}

void explain_nothing(const core::Run&, core::Cutter&) {}

template <char Letter>
bool speaks(core::ByteView heard) {
  return core::as_text(heard).find(Letter) != std::string_view::npos;
}

/// Three families of this test's own: two that are asked at one speed, one that speaks first at another.
const device::SerialSettings slow{9600, 8, device::Parity::none, 1};
const device::SerialSettings fast{38400, 8, device::Parity::none, 1};
const device::Driver first{
    .family = "first",
    .models = {},
    .link = device::SerialLink{slow, {}, no_meter, speaks<'1'>, {20, "one?", 3, 1s}, {explain_nothing}}};
const device::Driver second{
    .family = "second",
    .models = {},
    .link =
        device::SerialLink{slow, {}, no_meter, speaks<'2'>, {30, "two?", 2, 1s, "bye"}, {explain_nothing}}};
const device::Driver speaker{
    .family = "speaker",
    .models = {},
    .link = device::SerialLink{fast, {}, no_meter, speaks<'!'>, {10, "", 1, 2500ms}, {explain_nothing}}};

/// A port whose other end is a function of speed and words; remembers what was said at which speed.
struct FakePort {
  std::function<std::string(std::uint32_t baud, std::string_view words)> answer =
      [](std::uint32_t, std::string_view) { return std::string(); };
  std::string unasked;  ///< comes half a second after opening, at 38400 baud
  std::vector<std::string> said;
  std::chrono::nanoseconds time{0};
  std::weak_ptr<core::ByteStream> open_now;

  std::shared_ptr<core::ByteStream> open(const device::SerialSettings& settings) {
    CHECK(open_now.expired());
    const std::uint32_t baud = settings.baud;
    said.push_back(std::to_string(baud));
    auto pending = std::make_shared<std::string>(baud == 38400 ? unasked : "");
    std::shared_ptr<core::MemoryStream> wire(
        new core::MemoryStream(
            [this, baud](core::ByteView bytes, core::Deadline) {
              said.emplace_back(core::as_text(bytes));
              const std::string text = answer(baud, core::as_text(bytes));
              return core::MemoryStream::Answer{{text.begin(), text.end()}, false};
            },
            [pending](core::Deadline until) -> std::optional<core::MemoryStream::Unasked> {
              if (pending->empty() || until < core::Deadline{} + 500ms) return std::nullopt;
              const std::string text = std::exchange(*pending, "");
              return core::MemoryStream::Unasked{core::Deadline{} + 500ms,
                                                 {{text.begin(), text.end()}, false}};
            }),
        [this](core::MemoryStream* gone) {
          time += gone->now() - core::Deadline{};
          delete gone;
        });
    open_now = wire;
    return wire;
  }
};

device::Probed probe(FakePort& port, const device::ProbeOptions& options = {}) {
  boost::asio::io_context io;
  return core::run(io, device::probe_families(
                           {&second, &first, &speaker},
                           [&](const device::SerialSettings& s) { return port.open(s); }, options));
}

using Said = std::vector<std::string>;

}  // namespace

TEST_CASE("a meter that speaks first is listened for before a byte is sent") {
  FakePort port;
  port.unasked = "!";
  CHECK(probe(port).driver == &speaker);
  CHECK(port.said == Said{"38400"});
}

TEST_CASE("a meter that is awake is found in the short round, and left as it was") {
  FakePort port;
  port.answer = [](std::uint32_t, std::string_view words) { return words == "two?" ? "xx2" : ""; };
  CHECK(probe(port).driver == &second);
  CHECK(port.said == Said{"38400", "9600", "one?", "9600", "two?", "bye"});
  CHECK(port.time < 3500ms);
}

TEST_CASE("the rest of an answer that shows early whose it is does not get in the way of the next question") {
  SlowMeter meter{[](const std::string&) { return "3" + std::string(100, 'x'); }};
  const device::Driver third{
      .family = "third",
      .models = {},
      .link = device::SerialLink{
          slow, {}, no_meter, speaks<'3'>, {20, "three?", 3, 1s, {}, 30s}, {explain_nothing}}};
  const auto open = [&](const device::SerialSettings&) {
    return std::make_shared<core::MemoryStream>(
        [&](core::ByteView bytes, core::Deadline now) { return meter.hear(bytes, now); },
        [&](core::Deadline until) { return meter.say(until); });
  };
  boost::asio::io_context io;
  CHECK(core::run(io, device::probe_families({&third}, open, {})).driver == &third);
  CHECK(meter.said == meter.saying.size());
}

TEST_CASE("a meter that sleeps is asked as often as its family needs") {
  FakePort port;
  int asked = 0;
  port.answer = [&](std::uint32_t, std::string_view words) {
    return words == "one?" && ++asked == 4 ? "1" : "";
  };
  device::ProbeOptions options;
  std::chrono::seconds patience{0};
  options.patience = [&](std::chrono::seconds time) { patience = time; };
  CHECK(probe(port, options).driver == &first);
  CHECK(asked == 4);
  CHECK(patience == 5s);  // three tries of the first and two of the second, a second each
}

TEST_CASE("an answer in another family's language at the same speed is recognised, too") {
  FakePort port;
  port.answer = [](std::uint32_t, std::string_view) { return "2"; };
  CHECK(probe(port).driver == &second);
  CHECK(port.said == Said{"38400", "9600", "one?", "bye"});
}

TEST_CASE("silence and foreign words are no meter, and told apart") {
  FakePort silent;
  const auto nobody = probe(silent);
  CHECK(nobody.driver == nullptr);
  CHECK_FALSE(nobody.heard);
  FakePort foreign;
  foreign.answer = [](std::uint32_t, std::string_view) { return std::string(10'000, 'x'); };
  const auto somebody = probe(foreign);
  CHECK(somebody.driver == nullptr);
  CHECK(somebody.heard);
}

TEST_CASE("on a pseudo-terminal expected families are asked at once and listening comes later") {
  FakePort port;
  port.answer = [](std::uint32_t, std::string_view words) { return words == "two?" ? "2" : ""; };
  device::ProbeOptions options;
  options.is_pseudo_terminal = true;
  options.expected = [](const device::Driver& driver) { return driver.family == "second"; };
  CHECK(probe(port, options).driver == &second);
  CHECK(port.said == Said{"9600", "two?", "bye"});
}

TEST_CASE("every serial driver has a place of its own among the probes") {
  std::vector<int> places;
  for (const device::Driver* driver : device::drivers())
    if (const auto* link = std::get_if<device::SerialLink>(&driver->link))
      places.push_back(link->probe.place);
  std::sort(places.begin(), places.end());
  CHECK(std::adjacent_find(places.begin(), places.end()) == places.end());
}

TEST_CASE("what a meter once said in its own language is not forgotten for what comes after") {
  std::vector<std::string> answers{"200 hello JAZZESC-EN\r\n", std::string(5000, 'x')};
  core::MemoryStream wire([&](core::ByteView) {
    const std::string answer = answers.front();
    answers.erase(answers.begin());
    return core::MemoryStream::Answer{{answer.begin(), answer.end()}, false};
  });
  device::HeardStream heard(wire, *device::find_driver("bgstar"));
  const auto talk = [&]() -> boost::asio::awaitable<void> {
    std::array<std::uint8_t, 6000> into;
    for (int i = 0; i < 2; ++i) {
      const core::Bytes question{'?'};
      co_await heard.write(question, heard.now() + 1s);
      co_await heard.read_some(into, heard.now() + 1s);
    }
  };
  boost::asio::io_context io;
  CHECK_FALSE(heard.understood());
  core::run(io, talk());
  CHECK(heard.understood());
  CHECK(heard.heard().size() == device::HeardStream::most);
}

TEST_CASE("a meter that answers in another family's language is named; other faults stay as they are") {
  const device::Driver& bgstar = *device::find_driver("bgstar");
  const core::ByteView hello = core::as_bytes("xx200 hello JAZZESC-EN\r\n");
  const core::Error timeout{core::Errc::timeout, "nothing answers", "", ""};
  CHECK(device::name_stranger(timeout, bgstar, hello).what == timeout.what);
  CHECK(device::name_stranger(timeout, bgstar, {}).what == timeout.what);
  device::Driver other = first;
  std::get<device::SerialLink>(other.link).settings = device::serial_link(bgstar).settings;
  static constexpr device::Model model{"first", "First", "First", 10, "none"};
  other.models = std::span(&model, 1);
  const auto named = device::name_stranger(timeout, other, hello);
  CHECK(named.kind == core::Errc::protocol);
  CHECK(named.what == "what answers here speaks the language of the Sanofi BGStar, not of the First");
  CHECK(named.advice == "Try it without --meter, or with --meter bgstar.");
  const core::Error cut{core::Errc::disconnected, "the connection was lost", "", ""};
  CHECK(device::name_stranger(cut, other, hello).what == cut.what);
}
