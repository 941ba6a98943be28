// What a Verio IQ's answer is taken for is what its bytes say: nothing is rounded, repaired or made up.
// covers: device/lifescan_frame.cpp device/meters/onetouch_verio_iq/frame.cpp
// covers: device/meters/onetouch_verio_iq/records.cpp
// plant: device/meters/onetouch_verio_iq/records.cpp s/value < lowest/value <= lowest/
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/io/bytes.hpp"
#include "device/meters/onetouch_verio_iq/frame.hpp"
#include "device/meters/onetouch_verio_iq/records.hpp"

namespace {

using namespace device;
using namespace device::onetouch_verio_iq;

constexpr std::int64_t year_2000 = 946'684'800;         // seconds since 1970
constexpr std::uint32_t first_of_2100 = 3'155'760'000;  // since 2000

void require(bool holds) {
  if (!holds) std::abort();
}

void check_frames(core::ByteView received) {
  const FrameLook look = look_at_frame(received);
  if (look.state == FrameLook::State::incomplete) require(received.size() < 255);
  if (look.state != FrameLook::State::complete) return;
  require(look.size >= 8 && look.size <= received.size() && look.size == received[1] && received[2] == 0);
  const core::ByteView frame = received.first(look.size);
  require(lifescan::encode_frame(0, lifescan::message_of(frame)) == core::Bytes(frame.begin(), frame.end()));
  for (std::size_t size = 0; size < look.size; ++size)
    require(look_at_frame(frame.first(size)).state == FrameLook::State::incomplete);
}

void check_value(const core::Glucose& glucose, int value) {
  if (glucose.reach == core::Reach::hi)
    require(glucose.digits == 600 && value > 600);
  else if (glucose.reach == core::Reach::lo)
    require(glucose.digits == 20 && value < 20);
  else
    require(glucose == core::mg_dl(value) && value >= 20 && value <= 600);
}

void check_record(core::ByteView message) {
  const auto record = decode_record(message);
  if (!record) return require(record.error().kind == core::Errc::protocol && !record.error().what.empty());
  require(message.size() == 12 && message[0] == 3 && message[1] == 6);
  core::ByteReader in(message.subspan(2));
  const std::uint32_t time = in.u32_le();
  const int value = in.u16_le(), control = in.u8();
  require(record->raw == core::format_hex(message.subspan(2, 7), " "));
  if (std::holds_alternative<core::UnreadRecord>(record->content)) {
    require(time >= first_of_2100 || control > 1);
    require(record->time.local.has_value() == (time >= 600 && time < first_of_2100));
    return require(record->origin == record->raw);
  }
  std::string origin = std::to_string(value);
  if (const auto* blood = std::get_if<core::BloodGlucose>(&record->content)) {
    require(control == 0 && blood->meal == core::MealMarker::none);
    check_value(blood->value, value);
  } else {
    require(control == 1);
    check_value(std::get<core::ControlResult>(record->content).value, value);
    origin += " c";
  }
  if (record->time.local)
    require(time >= 600 && record->time.local->time_since_epoch().count() == time + year_2000);
  else
    origin += " at " + std::to_string(time);
  require(record->origin == origin && (record->time.local || time < 600));
}

void check_answers(core::ByteView message) {
  check_record(message);
  if (const auto time = decode_clock(message)) {
    core::Bytes set = encode_set_clock(*time);
    set[1] = 0x06;
    set.erase(set.begin() + 2);
    require(core::as_text(set) == core::as_text(message));
  }
  if (const auto count = decode_count(message)) require(message.size() == 4 && message[2] == *count % 256);
  if (const auto unit = decode_unit(message))
    require(message.size() == 6 && message[2] == (*unit == core::GlucoseUnit::mmol_l ? 1 : 0));
  if (const auto serial = decode_serial(message)) {
    require(!serial->empty() && serial->size() <= 32 && message.size() == serial->size() + 3);
    require(core::as_text(message).substr(2, serial->size()) == *serial);
    for (const char c : *serial) require(std::isalnum(static_cast<unsigned char>(c)) != 0);
  }
  if (const auto model = decode_model(message)) {
    require(!model->empty() && core::as_text(message).substr(2, model->size()) == *model);
    for (const char c : *model) require(c >= ' ' && c <= 'z');
  }
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
      core::Bytes message{0x03, 0x06};
      message.insert(message.end(), rest.begin(), rest.end());
      check_answers(message);
      break;
    }
    case 1:
      check_answers(rest);
      break;
    case 2:
      if (!rest.empty()) check_frames(lifescan::encode_frame(rest[0] % 2, rest.subspan(1)));
      break;
    default:
      check_frames({data + 1, size - 1});
  }
  return 0;
}
