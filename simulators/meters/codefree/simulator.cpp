#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/meters/codefree/encode.hpp"
#include "simulators/meters/codefree/packet.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::codefree {
namespace {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

constexpr auto longest_wait = 1s;      ///< of a strict meter for the answer to its challenge
constexpr auto longest_gap = 200ms;    ///< between two bytes of a packet
constexpr auto longest_session = 30s;  ///< without a word of the host
constexpr auto rest = 2s;              ///< of a lenient meter, which then turns itself on

constexpr std::uint8_t challenge[] = {0x10, 0x30};
constexpr std::uint8_t answer[] = {0x10, 0x40};
constexpr std::uint8_t fetch[] = {0x10, 0x60};
constexpr std::uint8_t bye[] = {0x10, 0x70};
constexpr std::uint8_t clock_set[] = {0x10, 0x10};

constexpr SimulatedModel models[] = {{"codefree", "SD Biosensor CodeFree", 1000, 38400}};

bool is(core::ByteView message, core::ByteView expected) {
  return std::equal(message.begin(), message.end(), expected.begin(), expected.end());
}

/// The number in the serial number, "SIM" and eight hex digits in lower case.
std::optional<std::uint32_t> number_of(std::string_view serial) {
  if (serial.size() != 11 || !serial.starts_with("SIM")) return std::nullopt;
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!std::all_of(serial.begin() + 3, serial.end(), is_hex)) return std::nullopt;
  std::uint32_t number = 0;
  std::from_chars(serial.data() + 3, serial.data() + serial.size(), number, 16);
  return number;
}

/// A CodeFree as docs/protocols/codefree.md tells it: it speaks first, and shows E-5 to whoever says a wrong
/// word. A lenient one turns itself on again; a strict one has to be plugged in.
class Simulator : public SimulatedMeter {
 public:
  Simulator(MeterState state, bool is_strict, bool says_null)
      : SimulatedMeter(std::move(state)), is_strict_(is_strict), says_null_(says_null) {}

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  void replug(const Moment& now) override;
  std::optional<Milliseconds> next_speech() const override { return challenge_at_; }
  core::Bytes speak(const Moment& now) override;

 private:
  enum class Mode { deaf, challenging, connected };

  bool is_too_late(const Moment& now) const;
  void take(core::ByteView message, core::Bytes& answers, const Moment& now);
  bool take_command(core::ByteView message, core::Bytes& answers, const Moment& now);
  void be_deaf(const Moment& now);
  void turn_on_after(Milliseconds pause, const Moment& now) {
    if (!is_strict_) challenge_at_ = now.elapsed + pause;
  }
  void gather();

  bool is_strict_;
  bool says_null_;
  Mode mode_ = Mode::deaf;
  std::optional<Milliseconds> challenge_at_ = Milliseconds{0};
  Milliseconds last_word_{0};  ///< the challenge, or what the host said last
  Milliseconds last_byte_{0};
  core::Bytes begun_;  ///< a packet of the host's that is not complete
  /// The messages to be fetched, newest first, as they were when the session began.
  std::vector<core::Bytes> records_;
  std::size_t fetched_ = 0;
  bool may_set_clock_ = false;
};

void Simulator::replug(const Moment& now) {
  mode_ = Mode::deaf;
  challenge_at_ = now.elapsed;
}

core::Bytes Simulator::speak(const Moment& now) {
  if (!challenge_at_ || now.elapsed < *challenge_at_) return {};
  mode_ = Mode::challenging;
  begun_.clear();
  last_word_ = now.elapsed;
  challenge_at_.reset();
  turn_on_after(rest, now);
  core::Bytes said = encode_packet(challenge);
  if (says_null_) said.insert(said.begin(), 0x00);
  return said;
}

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  core::Bytes answers;
  if (is_too_late(now)) be_deaf(now);
  for (const std::uint8_t byte : bytes) {
    if (mode_ == Mode::deaf) return answers;
    begun_.push_back(byte);
    const HostPacket packet = look_at_packet(begun_);
    if (packet.state == HostPacket::State::damaged) be_deaf(now);
    if (packet.state != HostPacket::State::complete) continue;
    take(packet.message, answers, now);
    begun_.clear();
  }
  last_byte_ = now.elapsed;
  if (!begun_.empty() && mode_ != Mode::deaf) turn_on_after(longest_gap + rest, now);
  return answers;
}

bool Simulator::is_too_late(const Moment& now) const {
  if (mode_ == Mode::deaf) return false;
  if (!begun_.empty() && now.elapsed - last_byte_ > longest_gap) return true;
  const Milliseconds silence = now.elapsed - last_word_;
  return mode_ == Mode::connected ? silence > longest_session : is_strict_ && silence > longest_wait;
}

void Simulator::be_deaf(const Moment& now) {
  mode_ = Mode::deaf;
  turn_on_after(rest, now);
}

void Simulator::take(core::ByteView message, core::Bytes& answers, const Moment& now) {
  last_word_ = now.elapsed;
  turn_on_after(longest_session + rest, now);
  if (!take_command(message, answers, now)) be_deaf(now);
}

/// False for what a host must not say here.
bool Simulator::take_command(core::ByteView message, core::Bytes& answers, const Moment& now) {
  const auto say = [&](core::ByteView words) {
    const core::Bytes packet = encode_packet(words);
    answers.insert(answers.end(), packet.begin(), packet.end());
    return true;
  };
  if (mode_ == Mode::challenging) {
    if (!is(message, answer)) return false;
    gather();
    mode_ = Mode::connected;
    may_set_clock_ = true;
    return say(encode_count(records_.size()));
  }
  const bool may_set_clock = std::exchange(may_set_clock_, false);
  if (is(message, fetch) && fetched_ < records_.size()) {
    const std::size_t begin = answers.size();
    say(records_[fetched_++]);
    note_record(begin, answers.size());
    return true;
  }
  if (is(message, fetch)) {
    be_deaf(now);
    return say(bye);
  }
  const auto time = decode_set_clock(message);
  if (!time || !may_set_clock) return false;
  state_.clock_difference = *time - now.wall_clock;
  fetched_ = records_.size();  // only the bye may follow
  return say(clock_set);
}

void Simulator::gather() {
  const std::uint32_t number = number_of(state_.serial).value_or(0);
  records_.clear();
  fetched_ = 0;
  std::for_each(state_.memory.rbegin(), state_.memory.rend(), [&](const core::LogEntry& entry) {
    if (auto record = encode_record(entry, number)) records_.push_back(std::move(*record));
  });
}

bool parse_says_null(std::span<const std::string> options) {
  for (const std::string& option : options)
    if (option != "null=1" && option != "null=0")
      throw core::Failure({core::Errc::usage, "this simulated meter has no such option", option,
                           "It takes null=1 (a 00 before each challenge)."});
  return !options.empty() && options.back() == "null=1";
}

std::string make_serial(const SimulatedModel&, std::uint64_t n) {
  return fmt::format("SIM{:08x}", n & 0xffff'ffff);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return number_of(serial).has_value();
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model,
              [](const core::LogEntry& entry) { return encode_record(entry, 0).has_value(); });
  return std::make_unique<Simulator>(std::move(state), manners.strict, parse_says_null(manners.options));
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"codefree", models, make_serial, is_serial, make};

}  // namespace simulators::codefree
