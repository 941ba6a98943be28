#include "device/meters/codefree/annotate.hpp"

#include <algorithm>

#include "core/io/checksum.hpp"
#include "device/annotation.hpp"
#include "device/meters/codefree/packet.hpp"
#include "device/meters/codefree/records.hpp"
#include "device/text_form.hpp"

namespace device::codefree {
namespace {

constexpr std::size_t set_clock_size = 17;

/// Of the host.
FrameLook look_at_question(core::ByteView received) {
  using State = FrameLook::State;
  if (received.size() < head_size + tail_size) return {State::incomplete};
  const std::size_t size = head_size + received[2];
  if (size < head_size + tail_size || received.size() < size) return {State::damaged};
  const core::Bytes right = encode_packet(received.subspan(head_size, size - head_size - tail_size));
  if (!std::equal(right.begin(), right.end(), received.begin())) return {State::damaged};
  return {State::complete, size};
}

core::Bytes make_xor(core::ByteView message, std::size_t place) {
  return {core::xor8(message.subspan(head_size, place - head_size))};
}

/// "202611182110"
std::optional<core::Bytes> encode_day(core::LocalSeconds time) {
  if (!is_in_this_century(time)) return std::nullopt;
  const core::Bytes message = set_clock(time);
  return core::Bytes(message.begin() + 5, message.end());
}

std::optional<core::Bytes> encode_record_day(core::LocalSeconds time) {
  const auto text = encode_day(time);
  if (!text) return std::nullopt;
  core::Bytes day;
  for (std::size_t at = 2; at < text->size(); at += 2)
    day.push_back(static_cast<std::uint8_t>(digits_at(core::as_text(*text), at, 2)));
  return day;
}

void take_message(core::ByteView message, core::Cutter& cut) {
  const std::string_view text = core::as_text(message);
  if (is_challenge(message)) return cut.take(2, "message", "the meter is on");
  if (is_bye(message)) return cut.take(2, "message", "bye");
  if (is_clock_set(message)) return cut.take(2, "message", "the clock is set");
  if (text == core::as_text(answer())) return cut.take(2, "message", "the host is there");
  if (text == core::as_text(fetch())) return cut.take(2, "message", "fetch, or end");
  if (const auto count = decode_count(message)) {
    cut.take(1, "message", "count");
    cut.take(2, "count", std::to_string(*count));
    return cut.take(message.size() - 3, "filler");
  }
  if (text.substr(0, 5) == "ADATE" && fits(text.substr(5), "dddddddddddd")) {
    const auto time = core::make_local(digits_at(text, 5, 4), digits_at(text, 9, 2), digits_at(text, 11, 2),
                                       digits_at(text, 13, 2), digits_at(text, 15, 2), 0);
    if (!time) return;
    cut.text(5, "message");
    return take_day(cut, 12, "time", *time, encode_day);
  }
  const auto record = decode_record(message);
  if (!record) return;
  cut.take(2, "unknown", "", core::Blank{});
  take_record_day(cut, 5, record->entry, encode_record_day);
  cut.take(2, "value", meaning_of(record->entry.content));
  cut.take(1, "meal");
  // So that readings of a shared recording never pass for a person's.
  cut.take(7, record->simulated ? "serial number" : "unknown", record->simulated ? "simulated" : "",
           core::Serial{{'S', 'I', 'M', 0, 0, 0, 0}});
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  const bool is_to_meter = run.direction == core::Direction::to_meter;
  if (!is_to_meter && !cut.rest().empty() && cut.rest()[0] == 0) {
    cut.take(1, "pulse", "the meter wakes");
    cut.end_message();
  }
  cut_frames(cut, is_to_meter ? look_at_question : look_at_packet, [&](core::ByteView packet) {
    cut.take(1, "packet begins");
    cut.take(1, "sender", is_to_meter ? "host" : "meter");
    cut.take(1, "length", std::to_string(packet[2]));
    const std::size_t after = cut.rest().size() - (packet.size() - head_size - tail_size);
    take_message(packet.subspan(head_size, packet.size() - head_size - tail_size), cut);
    cut.take(cut.rest().size() - std::min(cut.rest().size(), after), "unknown", "", core::Blank{});
    cut.take(1, "checksum", "", core::Derived{make_xor});
    cut.take(1, "packet ends");
  });
}

}  // namespace device::codefree
