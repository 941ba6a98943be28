// What an Ultra Easy's answer is taken for is what its bytes say: nothing is rounded, repaired or made up.
// covers: device/lifescan_frame.cpp device/meters/onetouch_ultra_easy/frame.cpp
// covers: device/meters/onetouch_ultra_easy/records.cpp
// plant: device/meters/onetouch_ultra_easy/records.cpp s/code > highest/code >= highest/
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/io/bytes.hpp"
#include "device/meters/onetouch_ultra_easy/frame.hpp"
#include "device/meters/onetouch_ultra_easy/records.hpp"

namespace {

using namespace device;
using namespace device::onetouch_ultra_easy;

void require(bool holds) {
  if (!holds) std::abort();
}

std::uint32_t u32(core::ByteView bytes, std::size_t at) {
  return core::ByteReader(bytes.subspan(at)).u32_le();
}

std::int64_t seconds(core::LocalSeconds time) {
  return time.time_since_epoch().count();
}

void check_frames(core::ByteView received) {
  const FrameLook look = look_at_frame(received);
  if (look.state == FrameLook::State::incomplete) require(received.size() < 255);
  if (look.state != FrameLook::State::complete) return;
  require(look.size >= 6 && look.size <= received.size() && look.size == received[1]);
  const core::ByteView frame = received.first(look.size);
  require(received[2] < 0x10);
  require(lifescan::encode_frame(frame[2], lifescan::message_of(frame)) ==
          core::Bytes(frame.begin(), frame.end()));
  for (std::size_t size = 0; size < look.size; ++size)
    require(look_at_frame(frame.first(size)).state == FrameLook::State::incomplete);
}

void check_value(const core::Glucose& glucose, std::uint32_t value) {
  if (glucose.reach == core::Reach::hi)
    require(glucose.digits == 600 && value > 600 && value != 0xfffe);
  else if (glucose.reach == core::Reach::lo)
    require(glucose.digits == 20 && (value < 20 || value == 0xfffe));
  else
    require(glucose == core::mg_dl(static_cast<std::int32_t>(value)) && value >= 20 && value <= 600);
}

void check_record(core::ByteView message) {
  const auto record = decode_record(message);
  if (!record) return require(record.error().kind == core::Errc::protocol && !record.error().what.empty());
  require(message.size() == 10 && message[0] == 5 && message[1] == 6);
  const std::uint32_t time = u32(message, 2), value = u32(message, 6);
  require(record->raw == core::format_hex(message.subspan(2), " "));
  if (std::holds_alternative<core::UnreadRecord>(record->content)) {
    require(time >= 4'102'444'800 || value > 65535);
    require(record->time.local.has_value() == (time >= 600 && time < 4'102'444'800));
    return require(record->origin == record->raw);
  }
  check_value(std::get<core::BloodGlucose>(record->content).value, value);
  if (record->time.local) {
    require(time >= 600 && seconds(*record->time.local) == time);
    require(record->origin == std::to_string(value));
  } else {
    require(time < 600 && record->origin == std::to_string(value) + " at " + std::to_string(time));
  }
}

void check_answers(core::ByteView message) {
  check_record(message);
  if (const auto time = decode_clock(message)) {
    core::Bytes set = encode_set_clock(*time);
    set[1] = 0x06;
    set.erase(set.begin() + 2);
    require(core::as_text(set) == core::as_text(message));
  }
  if (const auto count = decode_count(message))
    require(*count <= 501 && message[1] == 0x0f && message[2] == *count % 256);
  if (const auto unit = decode_unit(message))
    require(u32(message, 2) == (*unit == core::GlucoseUnit::mmol_l ? 1 : 0));
  const auto serial = decode_serial(message);
  if (serial) {
    const std::string_view written = core::as_text(message.subspan(2));
    require(!serial->empty() && serial->size() <= 9 && written.substr(0, serial->size()) == *serial);
    require(written.find_first_not_of('\0', serial->size()) == written.npos);
  }
  const auto version = decode_version(message);
  if (version) require(*version == core::as_text(message.subspan(3)) && message[2] == version->size());
  for (const auto& text : {serial, version})
    for (const char c : text ? *text : std::string()) require(c >= ' ' && c <= '~');
  if (decode_done(message)) require(message.size() == 2 && message[1] == 0x06);
  if (is_refused(message)) require(message.size() == 2 && message[1] == 0x09);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The first byte chooses what the others are: a message with or without its beginning, a frame to be made,
  // or what comes over the wire. What would keep most inputs out, length and CRC, is written here.
  const core::ByteView rest(data + 1, std::min<std::size_t>(size - 1, 249));
  switch (data[0] % 4) {
    case 0: {
      core::Bytes message{0x05, 0x06};
      message.insert(message.end(), rest.begin(), rest.end());
      check_answers(message);
      break;
    }
    case 1:
      check_answers(rest);
      break;
    case 2:
      if (!rest.empty()) check_frames(lifescan::encode_frame(rest[0], rest.subspan(1)));
      break;
    default:
      check_frames({data + 1, size - 1});
  }
  return 0;
}
