#include <algorithm>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/meters/contour/command_mode.hpp"
#include "simulators/meters/contour/encode.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::contour {
namespace {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

constexpr auto longest_silence = 15s;  ///< of the host, for a strict meter
constexpr unsigned most_refusals = 7;  ///< NAKs for one frame

constexpr SimulatedModel models[] = {{"contour", "Bayer Contour 7150", 480, 9600},
                                     {"contour-7220", "Bayer Contour 7220", 480, 9600},
                                     {"contour-next-ez", "Bayer Contour Next EZ", 480, 9600}};

/// The number in MODEL and in the serial number.
std::string_view number_of(const SimulatedModel& model) {
  if (model.name == "contour-7220") return "7220";
  return model.name == "contour-next-ez" ? "7160" : "7150";
}

/// A serial Contour as docs/protocols/contour.md tells it: the sender of ASTM E1381, with four states.
class Simulator : public SimulatedMeter {
 public:
  Simulator(const SimulatedModel& model, MeterState state, bool is_strict, bool speaks_first)
      : SimulatedMeter(std::move(state)),
        model_(model),
        is_strict_(is_strict),
        speaks_first_(speaks_first),
        command_mode_(!is_strict) {
    if (speaks_first_) speech_ = Milliseconds{0};
  }

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  std::string refusal() const override { return {nak}; }
  void replug(const Moment& now) override;
  std::optional<Milliseconds> next_speech() const override { return speech_; }
  core::Bytes speak(const Moment& now) override;

 private:
  enum class State { idle, offered, sending, command };
  /// The text of a record, as it was when the dump began: what is measured meanwhile is in the next one.
  struct Record {
    std::string text;
    bool is_reading;
  };

  std::string take(char byte, core::LocalSeconds wall_clock);
  std::string take_while_sending(char byte);
  std::string take_command(char byte, core::LocalSeconds wall_clock);
  std::string go(State state, char answer) {
    state_now_ = state;
    return {answer};
  }
  std::string say_what_is_due(const Moment& now);
  void gather(core::LocalSeconds clock);
  std::string frame() const;

  const SimulatedModel& model_;
  bool is_strict_;
  bool speaks_first_;
  State state_now_ = State::idle;
  std::optional<Milliseconds> speech_;  ///< when the next ENQ or EOT is due that nobody asked for
  CommandMode command_mode_;
  std::vector<Record> records_;
  std::size_t sent_ = 0;  ///< which of them, from 0
  unsigned refusals_ = 0;
};

void Simulator::replug(const Moment& now) {
  state_now_ = State::idle;
  speech_.reset();
  if (speaks_first_) speech_ = now.elapsed;
}

core::Bytes Simulator::speak(const Moment& now) {
  const std::string said = say_what_is_due(now);
  const core::ByteView view = core::as_bytes(said);
  return {view.begin(), view.end()};
}

std::string Simulator::say_what_is_due(const Moment& now) {
  if (!speech_ || now.elapsed < *speech_) return "";
  speech_.reset();
  if (state_now_ != State::idle) return go(State::idle, eot);
  if (is_strict_) speech_ = now.elapsed + longest_silence;
  return go(State::offered, enq);
}

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  std::string answers = say_what_is_due(now);
  for (const char byte : core::as_text(bytes)) {
    const std::size_t begin = answers.size();
    answers += take(byte, now.wall_clock);
    const bool is_frame = state_now_ == State::sending && answers.size() > begin;
    if (is_frame && records_[sent_].is_reading) note_record(begin, answers.size());
  }
  speech_.reset();
  if (is_strict_ && state_now_ != State::idle) speech_ = now.elapsed + longest_silence;
  const core::ByteView view = core::as_bytes(answers);
  return {view.begin(), view.end()};
}

/// What is not in the page's table of states is passed over in silence.
std::string Simulator::take(char byte, core::LocalSeconds wall_clock) {
  switch (state_now_) {
    case State::idle:
      if (byte == eot || byte == nak) return go(State::offered, enq);
      if (byte != enq) return "";
      command_mode_ = CommandMode(!is_strict_);
      return go(State::command, ack);
    case State::offered:
      if (byte == nak) return go(State::idle, eot);
      if (byte == eot) return go(State::offered, enq);
      if (byte != ack) return "";
      gather(wall_clock + state_.clock_difference);
      state_now_ = State::sending;
      return frame();
    case State::sending:
      return take_while_sending(byte);
    case State::command:
      return take_command(byte, wall_clock);
  }
  return "";
}

std::string Simulator::take_while_sending(char byte) {
  if (byte == ack) {
    refusals_ = 0;
    return ++sent_ == records_.size() ? go(State::idle, eot) : frame();
  }
  if (byte == nak) return ++refusals_ == most_refusals ? go(State::idle, eot) : frame();
  return byte == eot ? go(State::idle, eot) : "";
}

std::string Simulator::take_command(char byte, core::LocalSeconds wall_clock) {
  if (byte == eot) return go(State::offered, enq);
  if (byte == enq || byte == ack || byte == nak) return "";
  core::LocalSeconds clock = wall_clock + state_.clock_difference;
  std::string answer = command_mode_.take(byte, clock);
  state_.clock_difference = clock - wall_clock;
  return answer;
}

void Simulator::gather(core::LocalSeconds clock) {
  const core::GlucoseUnit unit = state_.display_unit;
  std::vector<Record> results;
  std::for_each(state_.memory.rbegin(), state_.memory.rend(), [&](const core::LogEntry& entry) {
    if (auto text = encode_reading(entry, unit, results.size() + 2)) results.push_back({*text, true});
  });

  records_.clear();
  records_.push_back({encode_header({number_of(model_), state_.serial, unit, results.size(), clock}), false});
  records_.push_back({"P|1", false});
  if (!results.empty()) records_.push_back({encode_average(state_.memory, unit, clock), false});
  records_.insert(records_.end(), results.begin(), results.end());
  records_.push_back({"L|1||N", false});
  sent_ = 0;
  refusals_ = 0;
}

std::string Simulator::frame() const {
  return encode_frame((sent_ + 1) % 8, records_[sent_].text, sent_ + 1 == records_.size());
}

bool parse_speaks_first(std::span<const std::string> options) {
  for (const std::string& option : options)
    if (option != "speak=first")
      throw core::Failure({core::Errc::usage, "this simulated meter has no such option", option,
                           "It takes speak=first (it says by itself that it has data)."});
  return !options.empty();
}

std::string make_serial(const SimulatedModel& model, std::uint64_t n) {
  return fmt::format("{}-SIM{:04}", number_of(model), n % 10'000);
}

bool is_serial(const SimulatedModel& model, std::string_view serial) {
  const std::string head = fmt::format("{}-SIM", number_of(model));
  return serial.size() == head.size() + 4 && serial.starts_with(head) &&
         std::all_of(serial.end() - 4, serial.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model, [](const core::LogEntry& entry) {
    return encode_reading(entry, core::GlucoseUnit::mg_dl, 2).has_value();
  });
  const bool speaks_first = parse_speaks_first(manners.options);
  return std::make_unique<Simulator>(model, std::move(state), manners.strict, speaks_first);
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{.family = "contour",
                             .models = models,
                             .make_serial = make_serial,
                             .is_serial = is_serial,
                             .make = make,
                             .openings = "\x04\x15"};  // EOT, NAK: ENQ comes

}  // namespace simulators::contour
