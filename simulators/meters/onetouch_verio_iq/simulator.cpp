#include <algorithm>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/lifescan_frame.hpp"
#include "simulators/meters/onetouch_verio_iq/encode.hpp"
#include "simulators/partial_message.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::onetouch_verio_iq {
namespace {

constexpr std::chrono::milliseconds longest_gap{200};
constexpr std::uint8_t prefix = 0x03;
constexpr std::uint8_t other_prefix = 0x04;

constexpr SimulatedModel models[] = {{"onetouch-verio-iq", "OneTouch Verio IQ", 750, 38400}};

/// A Verio IQ as docs/protocols/onetouch_verio_iq.md tells it.
class Simulator : public SimulatedMeter {
 public:
  Simulator(MeterState state, bool strict) : SimulatedMeter(std::move(state)), strict_(strict) {}

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  std::string refusal() const override {
    return std::string(core::as_text(encode_lifescan_frame(0, encode_refusal(prefix))));
  }
  void replug(const Moment&) override { received_.clear(); }

 private:
  /// What follows the status in the answer to a question without its prefix; nothing where that is to be
  /// refused.
  std::optional<core::Bytes> answer(core::ByteView question, const Moment& now);
  std::optional<core::Bytes> record(std::uint16_t index) const;
  std::optional<core::Bytes> set_clock(std::uint32_t seconds, const Moment& now);

  bool strict_;
  PartialMessage received_{longest_gap};
};

bool is_record_question(core::ByteView question) {
  return question.size() == 3 && question[0] == 0x21;
}

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  core::Bytes said;
  received_.append(bytes, now);
  while (const auto frame = take_lifescan_frame(received_.bytes())) {
    const core::ByteView message = frame->message;
    if (frame->link != 0 || message.size() < 2 || (message[0] != prefix && message[0] != other_prefix))
      continue;
    const bool is_known = message[0] == prefix || !strict_;
    const core::ByteView question = message.subspan(1);
    const auto found = is_known ? answer(question, now) : std::nullopt;
    const core::Bytes sent =
        encode_lifescan_frame(0, found ? encode_done(message[0], *found) : encode_refusal(message[0]));
    if (found && is_record_question(question)) note_record(said.size(), said.size() + sent.size());
    core::ByteWriter(said).bytes(sent);
  }
  return said;
}

std::optional<core::Bytes> Simulator::answer(core::ByteView question, const Moment& now) {
  const std::string text = core::format_hex(question);
  if (text == "06") return encode_model();
  if (text == "0b0102" || (text == "0b0002" && !strict_)) return encode_serial(state_.serial);
  if (text == "0d01") return encode_version();
  if (text == "2002") return encode_clock(now.wall_clock + state_.clock_difference);
  if (text.starts_with("2001") && question.size() == 6)
    return set_clock(core::ByteReader(question.last(4)).u32_le(), now);
  if (text == "090202") return encode_unit(state_.display_unit);
  if (text == "2700") return encode_count(state_.memory.size());
  if (is_record_question(question)) return record(core::ByteReader(question.last(2)).u16_le());
  if (text == "1a") {
    state_.memory.clear();
    return core::Bytes();
  }
  // What these say is in the published log; what they mean is not.
  if (text == "2701") return core::Bytes(2);
  if (text == "2902") return core::parse_hex("013c009600");
  if (text.starts_with("11") && question.size() == 5) return core::Bytes();
  for (const std::string_view setting : {"090200", "090201", "09021a", "09021b", "0a0200", "0a0201"})
    if (text == setting) return core::Bytes(4);
  return std::nullopt;
}

std::optional<core::Bytes> Simulator::record(std::uint16_t index) const {
  if (index >= state_.memory.size()) return std::nullopt;
  return encode_record(state_.memory[state_.memory.size() - 1 - index]);
}

std::optional<core::Bytes> Simulator::set_clock(std::uint32_t seconds, const Moment& now) {
  const core::LocalSeconds time = first_time() + std::chrono::seconds(seconds);
  if (time >= first_impossible_time()) return std::nullopt;
  state_.clock_difference = time - now.wall_clock;
  return core::Bytes();
}

std::string make_serial(const SimulatedModel&, std::uint64_t n) {
  return fmt::format("SIM{:06}", n % 1'000'000);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return serial.size() == 9 && serial.starts_with("SIM") &&
         serial.substr(3).find_first_not_of("0123456789") == std::string_view::npos;
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  if (!manners.options.empty())
    throw core::Failure(
        {core::Errc::usage, "this simulated meter has no options", manners.options.front(), ""});
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model,
              [](const core::LogEntry& entry) { return encode_record(entry).has_value(); });
  return std::make_unique<Simulator>(std::move(state), manners.strict);
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"onetouch_verio_iq", models, make_serial, is_serial, make};

}  // namespace simulators::onetouch_verio_iq
