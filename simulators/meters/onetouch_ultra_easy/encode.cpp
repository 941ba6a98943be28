#include "simulators/meters/onetouch_ultra_easy/encode.hpp"

namespace simulators::onetouch_ultra_easy {
namespace {

constexpr std::int32_t lowest = 20;
constexpr std::int32_t highest = 600;
constexpr std::uint32_t low_value = 0xfffe;
constexpr std::uint32_t high_value = 0xffff;
constexpr std::uint32_t unset_time = 180;  ///< the page: below 600
constexpr core::LocalSeconds first_impossible =
    date::local_days{date::year{2100} / date::January / 1} + std::chrono::seconds(0);

std::uint32_t encode_value(const core::Glucose& glucose) {
  if (glucose.reach == core::Reach::hi) return high_value;
  if (glucose.reach == core::Reach::lo) return low_value;
  const std::int32_t shown = core::converted(glucose, core::GlucoseUnit::mg_dl).digits;
  if (shown > highest) return high_value;
  return shown < lowest ? low_value : static_cast<std::uint32_t>(shown);
}

std::uint32_t encode_time(core::LocalSeconds time) {
  return static_cast<std::uint32_t>(time.time_since_epoch().count());
}

core::Bytes record(std::uint32_t time, std::uint32_t value) {
  core::Bytes bytes;
  core::ByteWriter out(bytes);
  out.u32_le(time);
  out.u32_le(value);
  return bytes;
}

core::Bytes answer(std::uint8_t status, core::ByteView data) {
  core::Bytes message;
  core::ByteWriter out(message);
  out.u8(0x05);
  out.u8(status);
  out.bytes(data);
  return message;
}

}  // namespace

bool is_storable(core::LocalSeconds time) {
  return time >= core::LocalSeconds{} && time < first_impossible;
}

std::optional<core::Bytes> encode_record(const core::LogEntry& entry) {
  if (std::holds_alternative<core::UnreadRecord>(entry.content))
    return record(encode_time(first_impossible), 100);
  const auto* reading = std::get_if<core::BloodGlucose>(&entry.content);
  if (!reading || (entry.time.local && !is_storable(*entry.time.local))) return std::nullopt;
  return record(entry.time.local ? encode_time(*entry.time.local) : unset_time, encode_value(reading->value));
}

core::Bytes encode_done(core::ByteView data) {
  return answer(0x06, data);
}

core::Bytes encode_refusal() {
  return answer(0x09, {});
}

core::Bytes encode_version() {
  return encode_done(core::as_bytes("\x11P00.02.0025/05/07"));  // 17 characters
}

core::Bytes encode_serial(std::string_view serial) {
  return encode_done(core::as_bytes(serial));
}

core::Bytes encode_clock(core::LocalSeconds time) {
  core::Bytes data;
  core::ByteWriter(data).u32_le(encode_time(time));
  return encode_done(data);
}

core::Bytes encode_unit(core::GlucoseUnit unit) {
  core::Bytes data;
  core::ByteWriter(data).u32_le(unit == core::GlucoseUnit::mmol_l ? 1 : 0);
  return encode_done(data);
}

core::Bytes encode_count(std::size_t count) {
  core::Bytes data;
  core::ByteWriter(data).u16_le(static_cast<std::uint16_t>(count));
  return answer(0x0f, data);
}

}  // namespace simulators::onetouch_ultra_easy
