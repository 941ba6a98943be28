#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/meters/onetouch_ultra2/encode.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::onetouch_ultra2 {
namespace {

constexpr SimulatedModel models[] = {{"onetouch-ultra2", "OneTouch Ultra 2", 500, 9600},
                                     {"onetouch-ultra", "OneTouch Ultra", 150, 9600}};

/// What may follow 11 0D; 0 stands for a digit.
constexpr std::string_view commands[] = {
    "DM?", "DM@", "DMF", "DMT00/00/00 00:00:00\r", "DMT\r", "DMP", "DMSU?", "DMST?", "DMS\r", "DMZ"};

/// Whether `text` is the beginning of such a command, or all of it.
bool begins(std::string_view command, std::string_view text) {
  if (text.size() > command.size()) return false;
  return std::equal(text.begin(), text.end(), command.begin(),
                    [](char c, char form) { return form == '0' ? c >= '0' && c <= '9' : c == form; });
}

int two_digits(std::string_view text, std::size_t place) {
  return 10 * (text[place] - '0') + (text[place + 1] - '0');
}

/// "MM/DD/YY HH:MM:SS", if there is such a time.
std::optional<core::LocalSeconds> parse_time(std::string_view text) {
  return core::make_local(2000 + two_digits(text, 6), two_digits(text, 0), two_digits(text, 3),
                          two_digits(text, 9), two_digits(text, 12), two_digits(text, 15));
}

std::string_view unit_word(core::GlucoseUnit unit) {
  return unit == core::GlucoseUnit::mg_dl ? "MG/DL " : "MMOL/L";
}

struct Options {
  OutOfRange out_of_range = OutOfRange::words;
  bool is_loose = false;    ///< answers 00 only, as one that is not quite in the cable
  std::size_t doubted = 0;  ///< the newest record is 1; 0: none
};
/// Of a record's text, where `?` says that the meter doubts its memory.
constexpr std::size_t doubt_place = 39;

/// A OneTouch Ultra or Ultra 2 as docs/protocols/onetouch_ultra2.md tells it. A command acts at its last
/// byte; what cannot become one is passed over.
class Simulator : public SimulatedMeter {
 public:
  Simulator(MeterState state, Layout layout, bool strict, Options options)
      : SimulatedMeter(std::move(state)), layout_(layout), strict_(strict), options_(options) {
    start_over();
  }

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  void replug(const Moment&) override { start_over(); }

 private:
  enum class Call { none, begun, complete };  ///< 11 0D, of which nothing, 11, or all has come

  void start_over() {
    command_.clear();
    call_ = strict_ ? Call::none : Call::complete;
  }
  void take(char c);
  bool goes_on() const {
    return std::any_of(std::begin(commands), std::end(commands),
                       [&](std::string_view command) { return begins(command, command_); });
  }
  bool is_whole() const {
    return std::any_of(std::begin(commands), std::end(commands), [&](std::string_view command) {
      return command.size() == command_.size() && begins(command, command_);
    });
  }
  /// Appends what a whole command is answered.
  void answer(core::LocalSeconds wall_clock, std::string& answers);
  void answer_dump(std::string& answers);

  Layout layout_;
  bool strict_;
  Options options_;
  Call call_ = Call::none;
  std::string command_;  ///< always the beginning of a command
};

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  std::string answers;
  for (const char c : core::as_text(bytes)) {
    take(c);
    if (!is_whole()) continue;
    answer(now.wall_clock, answers);
    start_over();
  }
  const core::ByteView view = core::as_bytes(answers);
  return {view.begin(), view.end()};
}

void Simulator::take(char c) {
  if (c == '\x11') {
    command_.clear();
    call_ = Call::begun;
    return;
  }
  if (call_ == Call::begun) {
    call_ = c == '\r' ? Call::complete : Call::none;
    if (c == '\r') return;
  }
  if (!strict_) call_ = Call::complete;
  if (call_ != Call::complete) return;
  command_ += c;
  if (goes_on()) return;
  start_over();
  if (!strict_ && c == 'D') command_ = "D";
}

void Simulator::answer(core::LocalSeconds wall_clock, std::string& answers) {
  const auto shown = [&] { return encode_time(wall_clock + state_.clock_difference); };
  std::string text;
  if (options_.is_loose) {
    answers += '\0';
    return;
  }
  if (command_ == "DMP") return answer_dump(answers);
  if (command_ == "DM?") text = layout_ == Layout::ultra2 ? "?P02.00.00 30/08/06" : "?P02.00.01   /  /  ";
  if (command_ == "DM@") text = fmt::format("@ \"{}\"", state_.serial);
  if (command_ == "DMF") text = "F " + shown();
  if (command_ == "DMSU?") text = fmt::format("SU?,\"{}\"", unit_word(state_.display_unit));
  if (command_ == "DMST?") text = "ST?,\"24:00\"";
  if (command_ == "DMS\r") text = "S";
  if (command_ == "DMT\r") text = "T";
  if (command_.starts_with("DMT") && command_.size() > 4) {
    const std::optional<core::LocalSeconds> time = parse_time(std::string_view(command_).substr(3));
    if (!time) return;
    state_.clock_difference = *time - wall_clock;
    text = "T " + shown();
  }
  if (command_ == "DMZ") {
    state_.memory.clear();
    text = "Z";
  }
  answers += encode_line(text);
}

void Simulator::answer_dump(std::string& answers) {
  const Readings newest_first(state_.memory.rbegin(), state_.memory.rend());
  answers += encode_line(fmt::format(R"(P {:03},"{}","{}")", newest_first.size(), state_.serial,
                                     unit_word(state_.display_unit)));
  for (std::size_t i = 0; i < newest_first.size(); ++i) {
    const std::size_t begin = answers.size();
    std::string record = encode_record(newest_first[i], layout_, options_.out_of_range).value();
    if (i + 1 == options_.doubted) record.at(doubt_place) = '?';
    answers += encode_line(record);
    note_record(begin, answers.size());
  }
}

/// "doubt=3"; 0 for another word.
std::size_t parse_doubt(std::string_view word) {
  constexpr std::string_view name = "doubt=";
  std::size_t number = 0;
  if (!word.starts_with(name)) return 0;
  const auto [end, error] = std::from_chars(word.data() + name.size(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size() ? number : 0;
}

Options parse_options(std::span<const std::string> words) {
  Options options;
  for (const std::string& word : words) {
    if (word == "range=numbers")
      options.out_of_range = OutOfRange::numbers;
    else if (word == "answer=00")
      options.is_loose = true;
    else if (const std::size_t doubted = parse_doubt(word); doubted > 0)
      options.doubted = doubted;
    else
      throw core::Failure(
          {core::Errc::usage, "this simulated meter has no such option", word,
           "It takes range=numbers (HI and LO as numbers outside the range), doubt=N (it doubts "
           "its N-th newest record) and answer=00 (it is not quite in the cable)."});
  }
  return options;
}

Layout layout_of(const SimulatedModel& model) {
  return model.name == "onetouch-ultra2" ? Layout::ultra2 : Layout::ultra;
}

char last_letter(const SimulatedModel& model) {
  return layout_of(model) == Layout::ultra2 ? 'Y' : 'T';
}

std::string make_serial(const SimulatedModel& model, std::uint64_t n) {
  return fmt::format("SIM{:05}{}", n % 100'000, last_letter(model));
}

bool is_serial(const SimulatedModel& model, std::string_view text) {
  return text.size() == 9 && text.starts_with("SIM") && text.back() == last_letter(model) &&
         std::all_of(text.begin() + 3, text.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model, [](const core::LogEntry& entry) {
    return encode_record(entry, Layout::ultra2, OutOfRange::words).has_value();
  });
  return std::make_unique<Simulator>(std::move(state), layout_of(model), manners.strict,
                                     parse_options(manners.options));
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"onetouch_ultra2", models, make_serial, is_serial, make};

}  // namespace simulators::onetouch_ultra2
