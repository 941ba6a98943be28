// What a TaiDoc's answer is taken for is what its bytes say: nothing is rounded, repaired or made up.
// covers: device/meters/td42xx/packet.cpp device/meters/td42xx/records.cpp
// plant: device/meters/td42xx/records.cpp s/value > highest_ketone/value >= highest_ketone/
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/io/bytes.hpp"
#include "device/meters/td42xx/packet.hpp"
#include "device/meters/td42xx/records.hpp"

namespace {

using namespace device;
using namespace device::td42xx;

void require(bool holds) {
  if (!holds) std::abort();
}

int u16(const Data& data) {
  return data[0] + 256 * data[1];
}

Data take_data(core::ByteReader& in) {
  Data data{};
  for (std::uint8_t& byte : data) byte = in.u8();
  return data;
}

void check_packets(core::ByteView received) {
  const FrameLook look = look_at_packet(received);
  if (look.state == FrameLook::State::incomplete) require(received.size() < 8);
  if (look.state != FrameLook::State::complete) return;
  require(look.size == 8 && received.size() >= 8);
  const Packet packet = decode_packet(received.first(8));
  core::Bytes made = encode_packet(packet.command, packet.data);
  made[6] += 2;  // the meter's own mark, and its sum
  made[7] += 2;
  require(std::equal(made.begin(), made.end(), received.begin()));
  for (std::size_t size = 0; size < 8; ++size)
    require(look_at_packet(received.first(size)).state == FrameLook::State::incomplete);
}

void check_glucose(const core::Glucose& glucose, int value) {
  if (glucose.reach == core::Reach::hi)
    require(glucose.digits == 600 && value > 600);
  else if (glucose.reach == core::Reach::lo)
    require(glucose.digits == 20 && value < 20);
  else
    require(glucose == core::mg_dl(value) && value >= 20 && value <= 600);
}

void check_ketone(core::Decimal mmol_l, core::Reach reach, int value) {
  require(mmol_l.decimals == 1 && reach != core::Reach::lo);
  if (reach == core::Reach::hi) return require(value > 240 && mmol_l.digits == 80);
  require(value <= 240 && std::abs(3 * mmol_l.digits - value) <= 1);
}

void check_record(const Data& time, const Data& value_data) {
  const core::LogEntry record = decode_record(time, value_data);
  require(record.raw == core::format_hex(time, " ") + " " + core::format_hex(value_data, " "));
  const int value = u16(value_data), kind = value_data[3] / 4 % 16, mark = value_data[3] / 64;
  std::string origin;
  if (std::holds_alternative<core::UnreadRecord>(record.content)) {
    require(record.origin == record.raw);
    if (record.time.local) require(*record.time.local == decode_clock(time).value());
    const std::string known = "06789bcd";
    return require(decode_clock(time).has_error() || known.find("0123456789abcdef"[kind]) == known.npos);
  }
  if (const auto* blood = std::get_if<core::BloodGlucose>(&record.content)) {
    require(kind == 0 && mark != 3);
    require((mark == 1) == (blood->meal == core::MealMarker::before_meal));
    require((mark == 2) == (blood->meal == core::MealMarker::after_meal));
    check_glucose(blood->value, value);
  } else if (const auto* control = std::get_if<core::ControlResult>(&record.content)) {
    require(kind == 0 && mark == 3);
    check_glucose(control->value, value);
  } else if (const auto* ketone = std::get_if<core::Ketone>(&record.content)) {
    require(kind == 7 && mark != 3);
    check_ketone(ketone->mmol_l, ketone->reach, value);
    origin = "ketone ";
  } else if (const auto* solution = std::get_if<core::KetoneControl>(&record.content)) {
    require(kind == 7 && mark == 3);
    check_ketone(solution->mmol_l, solution->reach, value);
    origin = "ketone ";
  } else {
    const auto& other = std::get<core::OtherMeasurement>(record.content);
    require(kind != 0 && kind != 7 && other.value == core::Decimal{value, 0});
    require((kind == 6) == (other.analyte == core::Analyte::hematocrit));
    origin = std::string(core::name(other.analyte)) + " ";
  }
  origin += std::to_string(value);
  if (mark == 3) origin += " c";
  if (record.time.local) {
    require(encode_time(*record.time.local) == time);
  } else {
    require(u16(time) == 0x21 && time[2] < 10 && time[3] == 0);
    origin += " at 00:0" + std::to_string(time[2]);
  }
  require(record.origin == origin);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The first byte chooses what the others are: the data of a record, a packet whose end is written here, so
  // that every input gets past its sum, or what comes over the wire.
  const core::ByteView rest(data + 1, size - 1);
  core::ByteReader in(rest);
  switch (data[0] % 4) {
    case 0: {
      const Data time = take_data(in);
      check_record(time, take_data(in));
      break;
    }
    case 1: {
      const Data first = take_data(in), second = take_data(in);
      if (const auto time = decode_clock(first)) require(encode_time(*time) == first);
      if (const auto model = decode_model(first))
        for (const char c : *model) require(c >= '0' && c <= '9');
      const Data index = encode_index(decode_count(first));
      require(index[0] == first[0] && index[1] == first[1] && index[2] == 0 && index[3] == 0);
      require(decode_serial(first, second).size() == 16);
      break;
    }
    case 2: {
      const auto command = static_cast<Command>(in.u8());
      core::Bytes packet = encode_packet(command, take_data(in));
      packet[6] += 2;
      packet[7] += 2;
      check_packets(packet);
      break;
    }
    default:
      check_packets(rest);
  }
  return 0;
}
