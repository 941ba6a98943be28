#include "device/meters/td42xx/annotate.hpp"

#include <algorithm>

#include "core/io/checksum.hpp"
#include "device/annotation.hpp"
#include "device/meters/td42xx/records.hpp"

namespace device::td42xx {
namespace {

/// Of the host.
FrameLook look_at_question(core::ByteView received) {
  if (received.size() < packet_size) return {FrameLook::State::incomplete};
  const Packet packet = decode_packet(received);
  const core::Bytes right = encode_packet(packet.command, packet.data);
  if (!std::equal(right.begin(), right.end(), received.begin())) return {FrameLook::State::damaged};
  return {FrameLook::State::complete, packet_size};
}

core::Bytes make_sum(core::ByteView message, std::size_t place) {
  return {core::sum8(message.first(place))};
}

std::optional<core::Bytes> encode_day(core::LocalSeconds time) {
  if (!is_in_this_century(time)) return std::nullopt;
  const Data data = encode_time(time);
  return core::Bytes(data.begin(), data.end());
}

std::string name_of(Command command) {
  switch (command) {
    case Command::connect:
      return "connect";
    case Command::clock:
      return "clock";
    case Command::model:
      return "model";
    case Command::record_time:
      return "time of a record";
    case Command::record_value:
      return "value of a record";
    case Command::serial_end:
      return "serial number, part 1";
    case Command::serial_begin:
      return "serial number, part 2";
    case Command::count:
      return "count";
    case Command::set_clock:
      return "set clock";
    case Command::erase:
      return "erase";
    case Command::notice:
      return "notice";
  }
  return "";
}

void take_time(Data data, core::Cutter& cut) {
  constexpr Data no_value{};
  take_record_day(cut, 4, decode_record(data, no_value), encode_day);
}

void take_question(const Packet& packet, core::Cutter& cut) {
  if (packet.command == Command::set_clock) return take_time(packet.data, cut);
  const bool has_index = packet.command == Command::record_time || packet.command == Command::record_value;
  if (has_index) cut.take(2, "index", std::to_string(decode_count(packet.data)));
  cut.take(has_index ? 2 : 4, "nothing", "", core::Blank{});
}

void take_answer(const Packet& packet, core::Cutter& cut) {
  switch (packet.command) {
    case Command::clock:
    case Command::set_clock:
    case Command::record_time:
      return take_time(packet.data, cut);
    case Command::record_value: {
      const Data any_time = encode_time(*core::make_local(2020, 1, 1, 0, 0, 0));
      cut.take(2, "value", meaning_of(decode_record(any_time, packet.data).content));
      cut.take(1, "unknown", "", core::Blank{});
      return cut.take(1, "mark and kind");
    }
    case Command::serial_begin:
      return cut.take(4, "serial number", core::format_hex(packet.data), core::Serial{{'S', 'M', 'I', 'S'}});
    case Command::serial_end:
      return cut.take(4, "serial number", core::format_hex(packet.data), core::Serial{{0, 0, 'M', 'I'}});
    case Command::model:
      cut.take(2, "model", core::format_hex(std::array{packet.data[1], packet.data[0]}));
      return cut.take(2, "unknown", "", core::Blank{});
    case Command::count:
      cut.take(2, "count", std::to_string(decode_count(packet.data)));
      return cut.take(2, "unknown", "", core::Blank{});
    default:
      return cut.take(4, "nothing", "", core::Blank{});
  }
}

}  // namespace

void annotate(const core::Run& run, core::Cutter& cut) {
  const bool is_to_meter = run.direction == core::Direction::to_meter;
  cut_frames(cut, is_to_meter ? look_at_question : look_at_packet, [&](core::ByteView bytes) {
    const Packet packet = decode_packet(bytes);
    const std::string name = name_of(packet.command);
    cut.take(1, "packet begins");
    cut.take(1, "command", name);
    if (name.empty())
      cut.take(4, "unknown", "", core::Blank{});
    else
      (is_to_meter ? take_question : take_answer)(packet, cut);
    cut.take(1, "sender", is_to_meter ? "host" : "meter");
    cut.take(1, "checksum", "", core::Derived{make_sum});
  });
}

}  // namespace device::td42xx
