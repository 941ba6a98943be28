#include "device/meters/onetouch_ultra_easy/records.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace device::onetouch_ultra_easy {
namespace {

constexpr std::uint8_t text_mark = 0x05;  // begins every message
constexpr std::uint8_t done = 0x06, refused = 0x09, counted = 0x0f;
constexpr int lowest = 20, highest = 600;  // mg/dL
constexpr std::uint32_t lo_code = 0xfffe, largest_code = 0xffff;
constexpr std::uint32_t unset_until = 600;  // seconds since the clock began
constexpr std::size_t serial_size = 9, longest_serial = 32;
constexpr std::uint16_t count_index = 501;  // asks for the count: no record can stand there
constexpr core::LocalSeconds no_more{date::local_days{date::year{2100} / 1 / 1}};

core::Error misfit(std::string what, core::ByteView message) {
  return {core::Errc::protocol, std::move(what), core::format_hex(message, " "),
          "The line may be disturbed: try another cable or port."};
}

/// What follows the status; nothing where the status or the size is another one.
std::optional<core::ByteView> content_of(core::ByteView message, std::uint8_t status, std::size_t size) {
  if (message.size() != size + 2 || message[0] != text_mark || message[1] != status) return std::nullopt;
  return message.subspan(2);
}

std::optional<core::LocalSeconds> time_of(std::uint32_t seconds) {
  const core::LocalSeconds time = epoch + std::chrono::seconds{seconds};
  if (time >= no_more) return std::nullopt;
  return time;
}

core::Glucose glucose_of(std::uint32_t code) {
  if (code < lowest || code == lo_code) return core::below_range(core::mg_dl(lowest));
  if (code > highest) return core::above_range(core::mg_dl(highest));
  return core::mg_dl(static_cast<std::int32_t>(code));
}

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

}  // namespace

bool is_refused(core::ByteView message) {
  return content_of(message, refused, 0).has_value();
}

core::Result<std::string> decode_version(core::ByteView message) {
  const std::size_t size = message.size() > 2 ? message[2] : 0;
  const auto content = content_of(message, done, size + 1);
  const std::string text(content ? core::as_text(content->subspan(1)) : "");
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_printable))
    return misfit("the meter does not say its version as an Ultra Easy does", message);
  return text;
}

core::Result<std::string> decode_serial(core::ByteView message) {
  const std::size_t size = message.size() - std::min<std::size_t>(message.size(), 2);
  const auto content = content_of(message, done, size);
  std::string text(content && size >= serial_size && size <= longest_serial ? core::as_text(*content) : "");
  text.resize(text.find_last_not_of('\0') + 1);
  if (text.empty() || text.size() > serial_size || !std::all_of(text.begin(), text.end(), is_printable))
    return misfit("the meter's serial number is not one of an Ultra Easy", message);
  return text;
}

bool is_simulated(std::string_view serial) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return serial.size() == serial_size && serial.substr(0, 3) == "SIM" && serial.back() == 'X' &&
         std::all_of(serial.begin() + 3, serial.end() - 1, is_digit);
}

core::Result<core::LocalSeconds> decode_clock(core::ByteView message) {
  const auto content = content_of(message, done, 4);
  const auto time = content ? time_of(core::ByteReader(*content).u32_le()) : std::nullopt;
  if (!time) return misfit("the meter's clock shows no calendar time", message);
  return *time;
}

core::Result<core::GlucoseUnit> decode_unit(core::ByteView message) {
  const auto content = content_of(message, done, 4);
  const std::uint32_t unit = content ? core::ByteReader(*content).u32_le() : 2;
  if (unit > 1) return misfit("the meter does not say which unit it shows", message);
  return unit == 0 ? core::GlucoseUnit::mg_dl : core::GlucoseUnit::mmol_l;
}

core::Result<std::size_t> decode_count(core::ByteView message) {
  const auto content = content_of(message, counted, 2);
  const std::size_t count = content ? core::ByteReader(*content).u16_le() : count_index + 1u;
  if (count > count_index) return misfit("the meter does not say how many readings it holds", message);
  return count;
}

core::Result<bool> decode_done(core::ByteView message) {
  if (!content_of(message, done, 0)) return misfit("the meter does not say that it is done", message);
  return true;
}

core::Result<core::LogEntry> decode_record(core::ByteView message) {
  const auto content = content_of(message, done, 8);
  if (!content) return misfit("what came is not an Ultra Easy's record", message);
  core::ByteReader in(*content);
  const std::uint32_t seconds = in.u32_le();
  const std::uint32_t value = in.u32_le();
  const auto time = time_of(seconds);

  core::LogEntry entry;
  entry.raw = core::format_hex(*content, " ");
  if (!time || value > largest_code) {
    entry.content = core::UnreadRecord{};
    entry.origin = entry.raw;
    if (time && seconds >= unset_until) entry.time.local = *time;
    return entry;
  }
  entry.content = core::BloodGlucose{glucose_of(value)};
  entry.origin = std::to_string(value);
  if (seconds < unset_until)
    entry.origin += fmt::format(" at {}", seconds);
  else
    entry.time.local = *time;
  return entry;
}

core::Bytes encode_read_version() {
  return {text_mark, 0x0d, 0x02};
}
core::Bytes encode_read_serial() {
  return {text_mark, 0x0b, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0};
}
core::Bytes encode_read_clock() {
  return {text_mark, 0x20, 0x02, 0, 0, 0, 0};
}
core::Bytes encode_set_clock(core::LocalSeconds time) {
  core::Bytes message{text_mark, 0x20, 0x01};
  core::ByteWriter(message).u32_le(static_cast<std::uint32_t>((time - epoch).count()));
  return message;
}
core::Bytes encode_read_unit() {
  return {text_mark, 0x09, 0x02, 0x09, 0, 0, 0, 0};
}
core::Bytes encode_read_count() {
  return encode_read_record(count_index);
}
core::Bytes encode_read_record(std::size_t index) {
  core::Bytes message{text_mark, 0x1f};
  core::ByteWriter(message).u16_le(static_cast<std::uint16_t>(index));
  return message;
}
core::Bytes encode_erase() {
  return {text_mark, 0x1a};
}

}  // namespace device::onetouch_ultra_easy
