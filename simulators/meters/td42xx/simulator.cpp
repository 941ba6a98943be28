#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/io/checksum.hpp"
#include "simulators/meters/td42xx/encode.hpp"
#include "simulators/partial_message.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::td42xx {
namespace {

constexpr std::chrono::milliseconds longest_gap{200};
constexpr std::size_t packet_size = 8;
constexpr std::string_view simulated = "53494D53494D";  ///< "SIMSIM"

namespace command {
constexpr std::uint8_t connect = 0x22;
constexpr std::uint8_t read_clock = 0x23;
constexpr std::uint8_t model = 0x24;
constexpr std::uint8_t record_time = 0x25;
constexpr std::uint8_t record_value = 0x26;
constexpr std::uint8_t serial_1 = 0x27;
constexpr std::uint8_t serial_2 = 0x28;
constexpr std::uint8_t count = 0x2b;
constexpr std::uint8_t set_clock = 0x33;
constexpr std::uint8_t erase = 0x52;
constexpr std::uint8_t notice = 0x54;  ///< from the meter: it is now in communication mode
}  // namespace command

constexpr SimulatedModel models[] = {{"td-4277", "TaiDoc TD-4277", 1000, 19200},
                                     {"glucorx-nexus", "GlucoRx Nexus", 1000, 19200},
                                     {"glucomen-nexus", "Menarini GlucoMen Nexus", 1000, 19200},
                                     {"td-4235b", "TaiDoc TD-4235B", 450, 19200},
                                     {"glucorx-hct", "GlucoRx HCT", 1000, 19200}};

std::uint16_t number_of(const SimulatedModel& model) {
  if (model.name == "td-4235b") return 0x4235;
  return model.name == "glucorx-hct" ? 0x4279 : 0x4277;
}

struct Options {
  unsigned notice_every = 0;  ///< a notice before every n-th answer; 0: none
  std::uint8_t connected = command::connect;
};

struct Question {
  std::uint8_t command = 0;
  Data data{};
};

/// Takes the first whole question off the front of what came, and what lies before it and is none.
std::optional<Question> take_question(core::Bytes& received) {
  const auto is_question = [](core::ByteView packet) {
    return packet[6] == 0xa3 && packet[7] == core::sum8(packet.first(packet_size - 1));
  };
  auto first = received.begin();
  std::optional<Question> question;
  while (!question) {
    first = std::find(first, received.end(), 0x51);
    if (received.end() - first < static_cast<std::ptrdiff_t>(packet_size)) break;
    const core::ByteView packet(first, packet_size);
    if (is_question(packet)) question = Question{packet[1], {packet[2], packet[3], packet[4], packet[5]}};
    first += question ? packet_size : 1;
  }
  received.erase(received.begin(), first);
  return question;
}

bool asks_for_record(const Question& question) {
  return question.command == command::record_time || question.command == command::record_value;
}

/// Whether the data are 0 where the page says so.
bool has_the_pages_data(const Question& question) {
  const Data& data = question.data;
  if (question.command == command::set_clock) return true;
  return data[2] == 0 && data[3] == 0 && (asks_for_record(question) || (data[0] == 0 && data[1] == 0));
}

/// A TaiDoc meter as docs/protocols/td42xx.md tells it.
class Simulator : public SimulatedMeter {
 public:
  Simulator(const SimulatedModel& model, MeterState state, bool strict, Options options)
      : SimulatedMeter(std::move(state)), model_(model), strict_(strict), options_(options) {}

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  void replug(const Moment&) override { received_.clear(); }

 private:
  bool is_answered(const Question& question) const;
  bool is_notice_due();
  core::Bytes answer(const Question& question, const Moment& now);
  Data answer_data(const Question& question, const Moment& now);
  void set_clock(const Data& time, const Moment& now);
  std::optional<Record> record(const Question& question) const;

  const SimulatedModel& model_;
  bool strict_;
  Options options_;
  PartialMessage received_{longest_gap};
  std::uint64_t answers_ = 0;
  bool noticed_ = false;  ///< the notice before the next answer has been given
};

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  core::Bytes said;
  received_.append(bytes, now);
  while (const auto question = take_question(received_.bytes())) {
    if (!is_answered(*question)) continue;
    const bool forgets = is_notice_due();
    const core::Bytes packet = forgets ? encode_packet(command::notice, {}) : answer(*question, now);
    if (!forgets && question->command == command::record_value)
      note_record(said.size(), said.size() + packet.size());
    core::ByteWriter(said).bytes(packet);
  }
  return said;
}

bool Simulator::is_answered(const Question& question) const {
  if (strict_ && !has_the_pages_data(question)) return false;
  if (asks_for_record(question)) return record(question).has_value();
  constexpr std::uint8_t others[] = {command::connect,   command::read_clock, command::model,
                                     command::serial_1,  command::serial_2,   command::count,
                                     command::set_clock, command::erase};
  return std::find(std::begin(others), std::end(others), question.command) != std::end(others);
}

bool Simulator::is_notice_due() {
  noticed_ = !noticed_ && options_.notice_every > 0 && (answers_ + 1) % options_.notice_every == 0;
  if (!noticed_) ++answers_;
  return noticed_;
}

core::Bytes Simulator::answer(const Question& question, const Moment& now) {
  if (question.command == command::connect) return encode_packet(options_.connected, {});
  if (question.command == command::set_clock) set_clock(question.data, now);
  if (question.command == command::erase) state_.memory.clear();
  return encode_packet(question.command, answer_data(question, now));
}

Data Simulator::answer_data(const Question& question, const Moment& now) {
  switch (question.command) {
    case command::model:
      return encode_model(number_of(model_));
    case command::serial_1:
      return encode_serial(state_.serial, 1);
    case command::serial_2:
      return encode_serial(state_.serial, 2);
    case command::read_clock:
    case command::set_clock:
      return encode_time(now.wall_clock + state_.clock_difference);
    case command::count:
      return encode_count(state_.memory.size());
    case command::record_time:
      return record(question)->time;
    case command::record_value:
      return record(question)->value;
    default:
      return {};
  }
}

void Simulator::set_clock(const Data& time, const Moment& now) {
  if (const auto local = decode_time(time)) state_.clock_difference = *local - now.wall_clock;
}

std::optional<Record> Simulator::record(const Question& question) const {
  const std::size_t index = core::ByteReader(question.data).u16_le();
  if (index >= state_.memory.size()) return std::nullopt;
  return encode_record(state_.memory[state_.memory.size() - 1 - index]);
}

Options parse_options(std::span<const std::string> words) {
  constexpr std::string_view notice = "notice=";
  Options options;
  for (const std::string_view word : words) {
    const std::string_view number = word.substr(std::min(notice.size(), word.size()));
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), options.notice_every);
    const bool is_notice = word.starts_with(notice) && error == std::errc() &&
                           end == number.data() + number.size() && options.notice_every > 0;
    if (word == "connect=54") options.connected = command::notice;
    if (word != "connect=54" && !is_notice)
      throw core::Failure(
          {core::Errc::usage, "this simulated meter has no such option", std::string(word),
           "It takes connect=54 (how it answers the first question) and notice=N (before every "
           "N-th answer it says that it is ready and forgets the question)."});
  }
  return options;
}

std::string make_serial(const SimulatedModel& model, std::uint64_t n) {
  return fmt::format("{}{:X}{:03X}", simulated, &model - std::begin(models), n % 0x1000);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return serial.size() == 16 && serial.starts_with(simulated) &&
         serial.substr(simulated.size()).find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

bool holds(const core::LogEntry& entry) {
  return encode_record(entry).has_value();
}

bool holds_without_hematocrit(const core::LogEntry& entry) {
  return holds(entry) && !std::holds_alternative<core::OtherMeasurement>(entry.content);
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  const bool measures_hematocrit = model.name == "glucorx-hct";
  state = fit(std::move(state), model, measures_hematocrit ? holds : holds_without_hematocrit);
  return std::make_unique<Simulator>(model, std::move(state), manners.strict, parse_options(manners.options));
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"td42xx", models, make_serial, is_serial, make};

}  // namespace simulators::td42xx
