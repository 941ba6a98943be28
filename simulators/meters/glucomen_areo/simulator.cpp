#include <algorithm>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/meters/glucomen_areo/encode.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::glucomen_areo {
namespace {

constexpr std::uint8_t who_are_you = 0xa2;
constexpr std::uint8_t read_memory = 0x80;
constexpr std::string_view write_clock = "\xc2\xa1";
constexpr std::string_view block_end = "\r\n]\r\n";
constexpr std::size_t clock_block_size = 22;

constexpr SimulatedModel models[] = {{"glucomen-areo", "Menarini GlucoMen areo", 730, 9600, 11},
                                     {"glucomen-areo-gk", "Menarini GlucoMen areo GK", 730, 9600, 11}};

bool is_gk(const SimulatedModel& model) {
  return model.name == "glucomen-areo-gk";
}

/// A GlucoMen areo as docs/protocols/glucomen_areo.md tells it. A pseudo-terminal carries no parity bit, so
/// strict and lenient are the same here.
class Simulator : public SimulatedMeter {
 public:
  Simulator(const SimulatedModel& model, MeterState state)
      : SimulatedMeter(std::move(state)), model_(model) {}

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  std::string refusal() const override { return "F"; }
  void replug(const Moment&) override { command_.clear(); }

 private:
  bool continues_command(std::uint8_t byte) const;
  void send_memory(std::string& answers);
  std::string_view set_clock(core::LocalSeconds wall_clock);

  const SimulatedModel& model_;
  std::string command_;  ///< what has come of the one that is longer than a byte
};

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  std::string answers;
  for (const std::uint8_t byte : bytes) {
    if (!continues_command(byte)) command_.clear();
    if (byte == who_are_you) answers += encode_block(fmt::format("0,0,0,  {}, 1.00\r\n", state_.serial));
    if (byte == read_memory) send_memory(answers);
    if (continues_command(byte)) command_ += static_cast<char>(byte);
    if (command_.size() == write_clock.size() + clock_block_size || command_.ends_with(block_end))
      answers += set_clock(now.wall_clock);
  }
  const core::ByteView view = core::as_bytes(answers);
  return {view.begin(), view.end()};
}

/// The two questions stand in no block, however one of its bits flips: they are heard at any time.
bool Simulator::continues_command(std::uint8_t byte) const {
  const std::size_t length = command_.size();
  if (length < write_clock.size()) return byte == static_cast<std::uint8_t>(write_clock[length]);
  if (length == write_clock.size()) return byte == '[';
  return byte != who_are_you && byte != read_memory;
}

void Simulator::send_memory(std::string& answers) {
  const Style style{state_.display_unit, is_gk(model_)};
  std::string lines;
  std::for_each(state_.memory.rbegin(), state_.memory.rend(), [&](const core::LogEntry& entry) {
    const std::optional<std::string> record = encode_record(entry, style);
    if (!record) return;
    const std::size_t begin = answers.size() + block_head + lines.size();
    lines += *record + "\r\n";
    note_record(begin, begin + record->size());
  });
  answers += lines.empty() ? encode_empty() : encode_block(lines);
}

/// "P", or "F" for a block that is no time.
std::string_view Simulator::set_clock(core::LocalSeconds wall_clock) {
  const auto time = decode_set_clock(std::string_view(command_).substr(write_clock.size()));
  command_.clear();
  if (!time) return "F";
  state_.clock_difference = *time - wall_clock;
  return "P";
}

std::string make_serial(const SimulatedModel& model, std::uint64_t n) {
  return fmt::format("SIM{}{:06}", &model - std::begin(models), n % 1'000'000);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return serial.size() == 10 && serial.starts_with("SIM") &&
         std::all_of(serial.begin() + 3, serial.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (!manners.options.empty())
    throw core::Failure({core::Errc::usage, "this simulated meter has no such option",
                         manners.options.front(), "It takes none."});
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  using Holds = bool (*)(const core::LogEntry&);
  const Holds areo = [](const core::LogEntry& entry) { return encode_record(entry, {}).has_value(); };
  const Holds gk = [](const core::LogEntry& entry) {
    return encode_record(entry, {core::GlucoseUnit::mg_dl, true}).has_value();
  };
  state = fit(std::move(state), model, is_gk(model) ? gk : areo);
  return std::make_unique<Simulator>(model, std::move(state));
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"glucomen_areo", models, make_serial, is_serial, make};

}  // namespace simulators::glucomen_areo
