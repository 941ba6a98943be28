#include <algorithm>

#include <fmt/format.h>

#include "core/error.hpp"
#include "simulators/lifescan_frame.hpp"
#include "simulators/meters/onetouch_ultra_easy/encode.hpp"
#include "simulators/meters/onetouch_ultra_easy/link.hpp"
#include "simulators/partial_message.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators::onetouch_ultra_easy {
namespace {

constexpr std::chrono::milliseconds longest_gap{200};

constexpr SimulatedModel models[] = {{"onetouch-ultra-easy", "OneTouch Ultra Easy", 500, 9600},
                                     {"onetouch-ultra-mini", "OneTouch Ultra Mini", 500, 9600}};

struct Answer {
  core::Bytes message;
  bool is_record = false;
};

/// An Ultra Easy or Ultra Mini as docs/protocols/onetouch_ultra_easy.md tells it.
class Simulator : public SimulatedMeter {
 public:
  Simulator(MeterState state, bool strict, bool short_count)
      : SimulatedMeter(std::move(state)), strict_(strict), short_count_(short_count) {}

  core::Bytes receive(core::ByteView bytes, const Moment& now) override;
  void replug(const Moment&) override {
    received_.clear();
    link_ = Link(strict_);
    last_ = {};
  }

 private:
  /// What goes on the wire for a command, and where a record's frame begins in it.
  struct Reply {
    core::Bytes bytes;
    std::optional<std::size_t> record;
  };
  Reply reply(core::ByteView message, const Moment& now);
  Answer answer(core::ByteView message, const Moment& now);
  Answer get(std::uint16_t index);
  core::Bytes set_clock(std::uint32_t seconds, const Moment& now);
  core::Bytes clock(const Moment& now) const {
    return encode_clock(now.wall_clock + state_.clock_difference);
  }

  bool strict_;
  bool short_count_;
  PartialMessage received_{longest_gap};
  Link link_{strict_};
  Reply last_;
};

core::Bytes Simulator::receive(core::ByteView bytes, const Moment& now) {
  core::Bytes said;
  received_.append(bytes, now);
  while (const auto frame = take_lifescan_frame(received_.bytes())) {
    const Link::Step step = link_.take(frame->link, !frame->message.empty());
    core::ByteWriter out(said);
    if (step == Link::Step::reset) {
      last_ = {};
      out.bytes(encode_lifescan_frame(Link::disconnect_and_ack, {}));
    }
    if (step == Link::Step::command) last_ = reply(frame->message, now);
    if (step == Link::Step::command || step == Link::Step::repeat) {
      if (last_.record) note_record(said.size() + *last_.record, said.size() + last_.bytes.size());
      out.bytes(last_.bytes);
    }
  }
  return said;
}

Simulator::Reply Simulator::reply(core::ByteView message, const Moment& now) {
  const Answer said = answer(message, now);
  Reply made{encode_lifescan_frame(link_.ack(), {}), std::nullopt};
  if (said.is_record) made.record = made.bytes.size();
  core::ByteWriter(made.bytes).bytes(encode_lifescan_frame(link_.answer(), said.message));
  return made;
}

Answer Simulator::answer(core::ByteView message, const Moment& now) {
  const std::string text = core::format_hex(message);
  core::ByteReader number(message.subspan(std::min<std::size_t>(message.size(), 3)));
  if (text == "050d02") return {encode_version()};
  if (text.starts_with("050b02") && message.size() == 12) return {encode_serial(state_.serial)};
  if (text == "05200200000000") return {clock(now)};
  if (text.starts_with("052001") && message.size() == 7) return {set_clock(number.u32_le(), now)};
  if (text == "0509020900000000") return {encode_unit(state_.display_unit)};
  if (text == "0508020000000000") return {encode_done(core::Bytes(4))};
  if (text.starts_with("051f") && message.size() == 4) return get(core::ByteReader(message.last(2)).u16_le());
  if (text == "051a") {
    state_.memory.clear();
    return {encode_done()};
  }
  return {encode_refusal()};
}

Answer Simulator::get(std::uint16_t index) {
  constexpr std::uint16_t for_the_count = 501;
  if (index == for_the_count) {
    core::Bytes count = encode_count(state_.memory.size());
    if (short_count_) count.erase(count.begin());
    return {count};
  }
  if (index >= state_.memory.size()) return {encode_refusal()};
  const auto record = encode_record(state_.memory[state_.memory.size() - 1 - index]);
  return record ? Answer{encode_done(*record), true} : Answer{encode_refusal()};
}

core::Bytes Simulator::set_clock(std::uint32_t seconds, const Moment& now) {
  const core::LocalSeconds time{std::chrono::seconds(seconds)};
  if (!is_storable(time)) return encode_refusal();
  state_.clock_difference = time - now.wall_clock;
  return clock(now);
}

std::string make_serial(const SimulatedModel& model, std::uint64_t n) {
  return fmt::format("SIM{}{:04}X", &model - std::begin(models), n % 10'000);
}

bool is_serial(const SimulatedModel&, std::string_view serial) {
  return serial.size() == 9 && serial.starts_with("SIM") && serial.ends_with('X') &&
         serial.substr(3, 5).find_first_not_of("0123456789") == std::string_view::npos;
}

std::unique_ptr<SimulatedMeter> make(const SimulatedModel& model, MeterState state, const Manners& manners) {
  bool short_count = false;
  for (const std::string_view option : manners.options) {
    if (option != "count=short")
      throw core::Failure({core::Errc::usage, "this simulated meter has no such option", std::string(option),
                           "It takes count=short (the count is answered without its 05)."});
    short_count = true;
  }
  if (state.serial.empty()) state.serial = make_serial(model, 1);
  state = fit(std::move(state), model,
              [](const core::LogEntry& entry) { return encode_record(entry).has_value(); });
  return std::make_unique<Simulator>(std::move(state), manners.strict, short_count);
}

}  // namespace

extern const SimulatedFamily family;  // the registry looks for it
const SimulatedFamily family{"onetouch_ultra_easy", models, make_serial, is_serial, make, std::nullopt, 1970};

}  // namespace simulators::onetouch_ultra_easy
