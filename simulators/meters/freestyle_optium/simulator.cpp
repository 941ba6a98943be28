#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/freestyle.hpp"
#include "simulators/meters/freestyle_optium/encode.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::freestyle_optium {
namespace {

constexpr std::string_view version = "0.22";
constexpr std::string_view done = "CMD OK\r\n";

constexpr SimulatedModel models[] = {{"freestyle-optium", "FreeStyle Optium", 450, 19200},
                                     {"precision-xtra", "Precision Xtra", 450, 19200},
                                     {"precision-xceed", "Precision Xceed", 450, 19200}};

/// What becomes of the first command after plugging in.
enum class First { answered, lost, echoed };

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// A FreeStyle Optium, Precision Xtra or Xceed as docs/protocols/freestyle_optium.md tells it.
class Simulator : public SimulatedMeter {
 public:
  Simulator(MeterState state, bool strict, First first)
      : SimulatedMeter(std::move(state)), strict_(strict), first_(first), next_(first), lines_(strict) {}

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  std::string refusal() const override { return "CMD Fail!\r\n"; }
  void replug(const Moment&) override {
    lines_.clear();
    next_ = first_;
    is_off_ = false;
  }

 private:
  /// Appends the answer to a line.
  void answer(const std::string& line, core::LocalSeconds wall_clock, std::string& answers);
  std::string describe(core::LocalSeconds wall_clock) const;
  void answer_dump(core::LocalSeconds wall_clock, std::string& answers);

  bool strict_;
  First first_;
  First next_;  ///< what becomes of the next command
  bool is_off_ = false;
  freestyle::Lines lines_;
};

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  std::string answers;
  for (const char c : core::as_text(bytes))
    if (const auto line = lines_.take(c); line && !line->empty() && !is_off_)
      answer(*line, now.wall_clock, answers);
  const core::ByteView view = core::as_bytes(answers);
  return {view.begin(), view.end()};
}

void Simulator::answer(const std::string& line, core::LocalSeconds wall_clock, std::string& answers) {
  const First how = std::exchange(next_, First::answered);
  if (how == First::echoed) answers += line + "\r\n";
  if (how != First::answered) return;

  const std::string command = strict_ ? line : lower(line);
  const std::optional<core::LocalSeconds> time = freestyle::parse_set_clock(command);
  if (time) state_.clock_difference = *time - wall_clock;
  is_off_ = strict_ && command == "$coly";

  constexpr std::string_view only_taken[] = {"$coly", "$cksm", "$dtim", "$vrom", "$xlog,1"};
  if (command == "$xmem")
    answer_dump(wall_clock, answers);
  else if (command == "$colq")
    answers += describe(wall_clock);
  else if (command == "$temp")
    answers += fmt::format("Temperature =  23.00 *C /  73.40 *F\r\n{}", done);
  else if (time || std::find(std::begin(only_taken), std::end(only_taken), command) != std::end(only_taken))
    answers += done;
  else
    answers += "CMD Fail!\r\n";
}

std::string Simulator::describe(core::LocalSeconds wall_clock) const {
  const bool is_mmol = state_.display_unit == core::GlucoseUnit::mmol_l;
  // Here June and July are as short as the other months.
  std::string clock = freestyle::encode_clock(wall_clock + state_.clock_difference);
  clock[3] = ' ';
  clock[12] = '\t';
  return fmt::format(
      "S/N:\t{}\r\nVer:\t{}\t{}\r\nClock:\t{}\r\nMarket:\t1\t1\r\nROM:\t1\t0\t0\t4\r\nUsage:\t{}\r\n{}",
      state_.serial, version, is_mmol ? "MMOL" : "MGDL", clock, state_.memory.size(), done);
}

void Simulator::answer_dump(core::LocalSeconds wall_clock, std::string& answers) {
  const std::size_t begin = answers.size();
  const Readings newest_first(state_.memory.rbegin(), state_.memory.rend());
  answers += freestyle::encode_head(state_.serial, version, wall_clock + state_.clock_difference);
  answers += fmt::format("{:03}\r\n", newest_first.size());
  for (const core::LogEntry& entry : newest_first) {
    const std::size_t start = answers.size();
    answers += encode_record(entry).value() + "\r\n";
    note_record(start, answers.size());
  }
  answers += freestyle::encode_end(std::string_view(answers).substr(begin));
}

std::string make_serial(const SimulatedModel& model, std::uint64_t n) {
  return fmt::format("SIM{}{:03}-SIM{:02}", &model - std::begin(models), n / 100 % 1000, n % 100);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return freestyle::fits(serial, "SIM0000-SIM00");
}

First parse_options(const Manners& manners) {
  First first = manners.strict ? First::lost : First::answered;
  for (const std::string& option : manners.options) {
    if (option != "first=echo")
      throw core::Failure({core::Errc::usage, "this simulated meter has no such option", option,
                           "It takes first=echo: the first command comes back instead of an answer."});
    first = First::echoed;
  }
  return first;
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model,
              [](const core::LogEntry& entry) { return encode_record(entry).has_value(); });
  return std::make_unique<Simulator>(std::move(state), manners.strict, parse_options(manners));
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"freestyle_optium", models, make_serial, is_serial, make};

}  // namespace simulators::freestyle_optium
