#include <algorithm>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/freestyle.hpp"
#include "simulators/meters/freestyle_lite/encode.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::freestyle_lite {
namespace {

constexpr SimulatedModel models[] = {{"freestyle-lite", "FreeStyle Lite", 400, 19200},
                                     {"freestyle-freedom-lite", "FreeStyle Freedom Lite", 400, 19200},
                                     {"freestyle-mini", "FreeStyle Mini", 250, 19200}};

char first_letter(const SimulatedModel& model) {
  if (model.name == "freestyle-freedom-lite") return 'C';
  return model.name == "freestyle-mini" ? 'M' : 'D';
}

/// A FreeStyle Lite, Freedom Lite or Mini as docs/protocols/freestyle_lite.md tells it.
class Simulator : public SimulatedMeter {
 public:
  Simulator(MeterState state, bool strict, std::string_view before_records)
      : SimulatedMeter(std::move(state)), strict_(strict), before_records_(before_records), lines_(strict) {}

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  std::string refusal() const override { return "CMD Fail!\r\n"; }
  void replug(const Moment&) override { lines_.clear(); }

 private:
  /// Appends the answer to a line.
  void answer(std::string_view line, core::LocalSeconds wall_clock, std::string& answers);
  void answer_dump(core::LocalSeconds wall_clock, std::string& answers);

  bool strict_;
  std::string_view before_records_;  ///< the empty line that is a lone LF, or nothing
  freestyle::Lines lines_;
};

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  std::string answers;
  for (const char c : core::as_text(bytes)) {
    if (const auto line = lines_.take(c)) answer(*line, now.wall_clock, answers);
    if (!strict_ && (lines_.begun() == "mem" || lines_.begun() == "$mem")) {
      lines_.clear();
      answer_dump(now.wall_clock, answers);
    }
  }
  const core::ByteView view = core::as_bytes(answers);
  return {view.begin(), view.end()};
}

void Simulator::answer(std::string_view line, core::LocalSeconds wall_clock, std::string& answers) {
  if (line.empty()) return;
  if (line == "$mem") return answer_dump(wall_clock, answers);
  const std::optional<core::LocalSeconds> time = freestyle::parse_set_clock(line);
  if (time) state_.clock_difference = *time - wall_clock;
  answers += time ? "CMD OK\r\n" : "CMD Fail!\r\n";
}

void Simulator::answer_dump(core::LocalSeconds wall_clock, std::string& answers) {
  const Readings newest_first(state_.memory.rbegin(), state_.memory.rend());
  const std::size_t begin = answers.size();
  answers += freestyle::encode_head(state_.serial, "0.31-P", wall_clock + state_.clock_difference);
  if (newest_first.empty()) {
    answers += "Log Empty END\r\n";
    return;
  }
  answers += fmt::format("{:03}\r\n{}", newest_first.size(), before_records_);
  for (const core::LogEntry& entry : newest_first) {
    const std::size_t start = answers.size();
    answers += encode_record(entry).value() + "\r\n";
    note_record(start, answers.size());
  }
  answers += freestyle::encode_end(std::string_view(answers).substr(begin));
}

std::string make_serial(const SimulatedModel& model, std::uint64_t n) {
  return fmt::format("{}SIM{:03}-SIM{:02}", first_letter(model), n / 100 % 1000, n % 100);
}

bool is_serial(const SimulatedModel& model, std::string_view serial) {
  return freestyle::fits(serial, make_serial(model, 0));
}

std::string_view parse_options(std::span<const std::string> options) {
  std::string_view before_records = "\n";
  for (const std::string& option : options) {
    if (option != "blank=none")
      throw core::Failure({core::Errc::usage, "this simulated meter has no such option", option,
                           "It takes blank=none: no empty line before the records."});
    before_records = "";
  }
  return before_records;
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model,
              [](const core::LogEntry& entry) { return encode_record(entry).has_value(); });
  return std::make_unique<Simulator>(std::move(state), manners.strict, parse_options(manners.options));
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"freestyle_lite", models, make_serial, is_serial, make};

}  // namespace simulators::freestyle_lite
