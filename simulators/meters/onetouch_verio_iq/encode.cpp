#include "simulators/meters/onetouch_verio_iq/encode.hpp"

#include <algorithm>

namespace simulators::onetouch_verio_iq {
namespace {

constexpr std::int32_t lowest = 20;
constexpr std::int32_t highest = 600;
constexpr std::uint32_t unset_time = 180;  ///< the page: below 600
constexpr std::uint8_t before_a_meal = 1;  ///< in every record of the real meter

struct Measured {
  std::uint16_t value = 0;
  std::uint8_t control = 0;
};

std::uint16_t encode_value(const core::Glucose& glucose) {
  if (glucose.reach == core::Reach::hi) return highest + 1;
  if (glucose.reach == core::Reach::lo) return lowest - 1;
  const std::int32_t shown = core::converted(glucose, core::GlucoseUnit::mg_dl).digits;
  return static_cast<std::uint16_t>(std::clamp(shown, lowest - 1, highest + 1));
}

std::optional<Measured> encode_content(const core::Content& content) {
  if (const auto* reading = std::get_if<core::BloodGlucose>(&content))
    return Measured{encode_value(reading->value), 0};
  if (const auto* control = std::get_if<core::ControlResult>(&content))
    return Measured{encode_value(control->value), 1};
  return std::nullopt;
}

std::uint32_t encode_time(core::LocalSeconds time) {
  return static_cast<std::uint32_t>((time - first_time()).count());
}

core::Bytes record(std::uint32_t time, const Measured& measured) {
  core::Bytes bytes;
  core::ByteWriter out(bytes);
  out.u32_le(time);
  out.u16_le(measured.value);
  out.u8(measured.control);
  out.u8(before_a_meal);
  out.u16_le(0);
  return bytes;
}

core::Bytes message(std::uint8_t prefix, std::uint8_t status, core::ByteView answer) {
  core::Bytes bytes;
  core::ByteWriter out(bytes);
  out.u8(prefix);
  out.u8(status);
  out.bytes(answer);
  return bytes;
}

core::Bytes u32(std::uint32_t number) {
  core::Bytes bytes;
  core::ByteWriter(bytes).u32_le(number);
  return bytes;
}

core::Bytes text(std::string_view characters) {
  core::Bytes bytes;
  core::ByteWriter out(bytes);
  out.bytes(core::as_bytes(characters));
  out.u8(0);
  return bytes;
}

}  // namespace

core::LocalSeconds first_time() {
  return date::local_days{date::year{2000} / date::January / 1};
}

core::LocalSeconds first_impossible_time() {
  return date::local_days{date::year{2100} / date::January / 1};
}

std::optional<core::Bytes> encode_record(const core::LogEntry& entry) {
  if (std::holds_alternative<core::UnreadRecord>(entry.content))
    return record(encode_time(first_impossible_time()), {100, 0});
  const std::optional<Measured> measured = encode_content(entry.content);
  if (!measured) return std::nullopt;
  if (!entry.time.local) return record(unset_time, *measured);
  if (*entry.time.local < first_time() || *entry.time.local >= first_impossible_time()) return std::nullopt;
  return record(encode_time(*entry.time.local), *measured);
}

core::Bytes encode_model() {
  constexpr std::uint8_t unknown[] = {0x00, 0xa6, 0xe7, 0x79, 0x0c, 0xee, 0xc6, 0x00, 0x94,
                                      0xb6, 0xfe, 0x7a, 0x58, 0xec, 0xc6, 0x00, 0x1a, 0x00};
  core::Bytes bytes = text("VerioIQ");
  core::ByteWriter(bytes).bytes(unknown);
  return bytes;
}

core::Bytes encode_version() {
  return text(
      "\x11"
      "01.10.00 03/15/13");  // 17 characters
}

core::Bytes encode_serial(std::string_view serial) {
  return text(serial);
}

core::Bytes encode_clock(core::LocalSeconds time) {
  return u32(encode_time(std::max(time, first_time())));
}

core::Bytes encode_unit(core::GlucoseUnit unit) {
  return u32(unit == core::GlucoseUnit::mmol_l ? 1 : 0);
}

core::Bytes encode_count(std::size_t count) {
  core::Bytes bytes;
  core::ByteWriter(bytes).u16_le(static_cast<std::uint16_t>(count));
  return bytes;
}

core::Bytes encode_done(std::uint8_t prefix, core::ByteView answer) {
  return message(prefix, 0x06, answer);
}

core::Bytes encode_refusal(std::uint8_t prefix) {
  return message(prefix, 0x09, {});
}

}  // namespace simulators::onetouch_verio_iq
