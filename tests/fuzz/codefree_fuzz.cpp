// What a CodeFree's packet is taken for is what it says: nothing is rounded, repaired or made up.
// covers: device/meters/codefree/packet.cpp device/meters/codefree/records.cpp
// plant: device/meters/codefree/records.cpp s/value > highest/value > highest + 1/
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/io/bytes.hpp"
#include "core/io/checksum.hpp"
#include "device/meters/codefree/packet.hpp"
#include "device/meters/codefree/records.hpp"

namespace {

using namespace device;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_record(core::ByteView message) {
  const auto record = codefree::decode_record(message);
  if (!record) return require(message.size() != 17 && record.error().kind == core::Errc::protocol);
  const core::LogEntry& entry = record->entry;
  require(core::parse_hex(entry.raw) == core::Bytes(message.begin() + 2, message.begin() + 10));
  require(record->simulated.has_value() == (core::as_text(message.subspan(10, 3)) == "SIM"));
  if (record->simulated) require((*record->simulated & 0xff) == message[16]);
  const auto* const blood = std::get_if<core::BloodGlucose>(&entry.content);
  if (!blood) return require(entry.origin == entry.raw && !entry.time.local);
  const int value = message[7] * 256 + message[8];
  require(entry.origin.substr(0, std::to_string(value).size()) == std::to_string(value));
  require(blood->value.unit == core::GlucoseUnit::mg_dl && blood->value.decimals == 0);
  if (blood->value.reach == core::Reach::hi)
    require(value > 600 && blood->value.digits == 600);
  else if (blood->value.reach == core::Reach::lo)
    require(value < 20 && blood->value.digits == 20);
  else
    require(blood->value.digits == value && value >= 20 && value <= 600);
  require((blood->meal == core::MealMarker::before_meal) == (message[9] == 0x10));
  require((blood->meal == core::MealMarker::after_meal) == (message[9] == 0x20));
  if (entry.time.local) {
    const core::Bytes words = codefree::set_clock(*entry.time.local);
    for (std::size_t i = 0; i < 5; ++i)
      require((words[7 + 2 * i] - '0') * 10 + (words[8 + 2 * i] - '0') == message[2 + i]);
  } else {
    require(message[2] == 0 && message[3] == 1 && message[4] == 1 && message[5] == 0 && message[6] < 10);
  }
}

void check_message(core::ByteView message) {
  check_record(message);
  const auto count = codefree::decode_count(message);
  if (count)
    require(message.size() == 22 && *count == static_cast<std::size_t>(message[1] * 256 + message[2]));
  require(codefree::is_challenge(message) + codefree::is_bye(message) + codefree::is_clock_set(message) <= 1);
}

void check_packet(core::ByteView packet) {
  const FrameLook look = codefree::look_at_packet(packet);
  require((look.state == FrameLook::State::complete) == (look.size > 0) && look.size <= packet.size());
  require(look.state != FrameLook::State::incomplete || packet.size() < 0x18 + 3);
  const auto message = codefree::decode_packet(packet);
  if (!message) return require(message.error().kind == core::Errc::protocol);
  require(look.size == packet.size() && message->size() + 5 == packet.size());
  core::Bytes again = codefree::encode_packet(*message);
  again[1] = 0x20;
  require(again == core::Bytes(packet.begin(), packet.end()));
  check_message(*message);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const core::ByteView rest(data + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      check_message(rest);
      break;
    case 1: {  // with the frame that belongs to the message
      core::Bytes packet = codefree::encode_packet(rest.first(std::min<std::size_t>(rest.size(), 253)));
      packet[1] = 0x20;
      check_packet(packet);
      break;
    }
    default:  // nothing is repaired
      check_packet(rest);
  }
  return 0;
}
