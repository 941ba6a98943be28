#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/meters/bgstar/encode.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::bgstar {
namespace {

constexpr std::size_t longest_line = 128;
constexpr std::string_view firmware_name = "JAZZESC-EN";

constexpr SimulatedModel models[] = {{"bgstar", "Sanofi BGStar", 1865, 115200},
                                     {"mystar-extra", "Sanofi MyStar Extra", 500, 115200},
                                     {"ibgstar", "iBGStar-style (this project's own)", 300, 115200}};

std::string_view product(std::string_view model) {
  if (model == "mystar-extra") return "MyStar Extra";
  return model == "ibgstar" ? "iBGStar" : "BGStar";
}

struct Options {
  std::string line_end = "\r\n";
  unsigned battery = 87;    ///< percent
  unsigned busy_every = 0;  ///< every n-th command is answered 503; 0: none
};

/// A number as the page writes it: digits only, no leading zero.
std::optional<unsigned> parse_number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return value;
}

/// The words between single spaces; two spaces in a row make an empty word, which fits no command.
std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t space = line.find(' ');
    words.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return words;
    line.remove_prefix(space + 1);
  }
}

/// Year, month, day, hour, minute, second, years 1970-2099.
std::optional<core::LocalSeconds> parse_time(std::span<const std::string_view> words) {
  int fields[6];
  for (std::size_t i = 0; i < 6; ++i) {
    const std::optional<unsigned> number = parse_number(words[i]);
    if (!number || *number > 9999) return std::nullopt;
    fields[i] = static_cast<int>(*number);
  }
  if (fields[0] < 1970 || fields[0] > 2099) return std::nullopt;
  return core::make_local(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
}

/// A BGStar, MyStar Extra or iBGStar-style meter as docs/protocols/bgstar.md tells it. It sleeps until
/// `hello`, is strict about what it takes (single spaces, no leading zeros), and answers everything else with
/// 400. Lenient, it takes a line feed for the end of a line as well.
class Simulator : public SimulatedMeter {
 public:
  Simulator(const SimulatedModel& model, MeterState state, bool strict, Options options)
      : SimulatedMeter(std::move(state)), model_(model), strict_(strict), options_(std::move(options)) {}

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  std::string refusal() const override { return refusal("503"); }
  void replug(const Moment&) override {
    line_.clear();
    awake_ = false;
  }

 private:
  std::string answer(std::string_view line, core::LocalSeconds wall_clock);
  std::string get(std::span<const std::string_view> words, core::LocalSeconds wall_clock);
  std::string set(std::span<const std::string_view> words, core::LocalSeconds wall_clock);
  std::string get_record(std::string_view index);
  std::string system_information() const;
  std::string last(std::string_view text) const { return fmt::format("200 {}{}", text, options_.line_end); }
  std::string refusal(std::string_view text) const { return fmt::format("{}{}", text, options_.line_end); }
  std::string clock(core::LocalSeconds wall_clock) const {
    return last("datetime " + encode_time(wall_clock + state_.clock_difference));
  }
  bool has_extras() const { return model_.name == "ibgstar"; }

  const SimulatedModel& model_;
  bool strict_;
  Options options_;
  std::string line_;  ///< what came since the last line's end, at most longest_line + 1 characters
  bool awake_ = false;
  unsigned commands_ = 0;
  std::string clock_format_ = "24 DMY";
};

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  std::string answers;
  for (const char c : core::as_text(bytes)) {
    if (c != '\r' && (strict_ || c != '\n')) {
      if (line_.size() <= longest_line) line_ += c;
      continue;
    }
    const std::size_t begin = answers.size();
    answers += answer(line_, now.wall_clock);
    if (answers.compare(begin, 10, "200 glurec") == 0) note_record(begin, answers.size());
    line_.clear();
  }
  const core::ByteView view = core::as_bytes(answers);
  return {view.begin(), view.end()};
}

std::string Simulator::answer(std::string_view line, core::LocalSeconds wall_clock) {
  if (line == "hello") awake_ = true;
  if (!awake_ || line.empty()) return "";
  if (line.size() > longest_line) return refusal("400");
  if (options_.busy_every > 0 && ++commands_ % options_.busy_every == 0) return refusal("503");
  if (line == "hello") return last(fmt::format("hello {}", firmware_name));

  const std::vector<std::string_view> words = split(line);
  const std::span<const std::string_view> rest = std::span(words).subspan(1);
  std::string text;
  if (words[0] == "get") text = get(rest, wall_clock);
  if (words[0] == "set") text = set(rest, wall_clock);
  return text.empty() ? refusal("400") : text;
}

/// Empty for a command this meter does not know.
std::string Simulator::get(std::span<const std::string_view> words, core::LocalSeconds wall_clock) {
  if (words.size() == 2 && words[0] == "glurec") return get_record(words[1]);
  if (words.size() == 2 && words[0] == "sysinfo" && words[1] == "all") return system_information();
  if (words.size() != 1) return "";
  if (words[0] == "serial") return last("serial " + state_.serial);
  if (words[0] == "datetime") return clock(wall_clock);
  if (words[0] == "glucount") return last(fmt::format("glucount {}", state_.memory.size()));
  if (words[0] == "gluunit") return last(fmt::format("gluunit {}", core::name(state_.display_unit)));
  if (words[0] == "battery" && has_extras()) return last(fmt::format("battery {}", options_.battery));
  if (words[0] == "clockfmt" && has_extras()) return last("clockfmt " + clock_format_);
  return "";
}

std::string Simulator::set(std::span<const std::string_view> words, core::LocalSeconds wall_clock) {
  if (words.size() == 7 && words[0] == "datetime") {
    const std::optional<core::LocalSeconds> time = parse_time(words.subspan(1));
    if (!time) return "";
    state_.clock_difference = *time - wall_clock;
    return clock(wall_clock);
  }
  if (words.size() == 3 && words[0] == "clockfmt" && has_extras() && (words[1] == "12" || words[1] == "24") &&
      (words[2] == "DMY" || words[2] == "MDY")) {
    clock_format_ = fmt::format("{} {}", words[1], words[2]);
    return last("clockfmt " + clock_format_);
  }
  return "";
}

std::string Simulator::get_record(std::string_view text) {
  const std::optional<unsigned> index = parse_number(text);
  if (!index) return "";
  if (*index >= state_.memory.size()) return refusal("404 glurec");
  const std::optional<std::string> record = encode_record(state_.memory[state_.memory.size() - 1 - *index]);
  return record ? last("glurec " + *record) : refusal("404 glurec");
}

std::string Simulator::system_information() const {
  const std::pair<std::string_view, std::string_view> lines[] = {
      {"model", firmware_name},
      {"product", product(model_.name)},
      {"comm", "F"},
      {"commmaster", "F"},
      {"co", "A"},
      {"firmware", "4.8.11.b1.34"},
      {"calcode", "840010042A"},
      {"compiler", "bgbingo"},
      {"compiletime", "simulated"},
      {"deviceid", "0xf449"},
      {"cpu", "MSP430F449"},
  };
  std::string text;
  for (const auto& [name, value] : lines) text += fmt::format("100 {} {}{}", name, value, options_.line_end);
  return text + last("sysinfo all");
}

Options parse_options(std::span<const std::string> words) {
  Options options;
  for (const std::string_view word : words) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view name = word.substr(0, equals);
    const std::string_view value = word.substr(std::min(equals + 1, word.size()));
    const std::optional<unsigned> number = parse_number(value);
    if (name == "eol" && (value == "cr" || value == "lf" || value == "crlf"))
      options.line_end = value == "cr" ? "\r" : value == "lf" ? "\n" : "\r\n";
    else if (name == "battery" && number && *number <= 100)
      options.battery = *number;
    else if (name == "busy" && number && *number >= 2)
      options.busy_every = *number;
    else
      throw core::Failure(
          {core::Errc::usage, "this simulated meter has no such option", std::string(word),
           "It takes eol=cr, eol=lf or eol=crlf, battery=0 to 100, and busy=N (every N-th command "
           "is answered \"busy\", N from 2)."});
  }
  return options;
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string make_serial(const SimulatedModel& model, std::uint64_t n) {
  return fmt::format("SIM{}{:010}", &model - std::begin(models), n % 10'000'000'000);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return serial.size() == 14 && serial.starts_with("SIM") &&
         std::all_of(serial.begin(), serial.end(), is_letter_or_digit);
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model,
              [](const core::LogEntry& entry) { return encode_record(entry).has_value(); });
  return std::make_unique<Simulator>(model, std::move(state), manners.strict, parse_options(manners.options));
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"bgstar", models, make_serial, is_serial, make};

}  // namespace simulators::bgstar
