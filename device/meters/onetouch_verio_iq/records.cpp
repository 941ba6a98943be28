#include "device/meters/onetouch_verio_iq/records.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace device::onetouch_verio_iq {
namespace {

constexpr std::uint8_t prefix = 0x03;
constexpr std::uint8_t done = 0x06, refused = 0x09;
constexpr int lowest = 20, highest = 600;   // mg/dL
constexpr std::uint32_t unset_until = 600;  // seconds since the clock began
constexpr std::size_t kept = 7;             // bytes of a record; what the others say may change
constexpr std::size_t longest_serial = 32, longest_model = 32;
constexpr core::LocalSeconds no_more{date::local_days{date::year{2100} / 1 / 1}};

core::Error misfit(std::string what, core::ByteView message) {
  return {core::Errc::protocol, std::move(what), core::format_hex(message, " "),
          "The line may be disturbed: try another cable or port."};
}

/// What follows the status; nothing where the prefix or the status is another one.
std::optional<core::ByteView> content_of(core::ByteView message, std::uint8_t status = done) {
  if (message.size() < 2 || message[0] != prefix || message[1] != status) return std::nullopt;
  return message.subspan(2);
}

std::optional<core::ByteView> content_of_size(core::ByteView message, std::size_t size) {
  const auto content = content_of(message);
  return content && content->size() == size ? content : std::nullopt;
}

std::optional<core::LocalSeconds> time_of(std::uint32_t seconds) {
  const core::LocalSeconds time = epoch + std::chrono::seconds{seconds};
  if (time >= no_more) return std::nullopt;
  return time;
}

core::Glucose glucose_of(int value) {
  if (value < lowest) return core::below_range(core::mg_dl(lowest));
  if (value > highest) return core::above_range(core::mg_dl(highest));
  return core::mg_dl(value);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

bool is_refused(core::ByteView message) {
  const auto content = content_of(message, refused);
  return content && content->empty();
}

core::Result<std::string> decode_model(core::ByteView message) {
  const std::string_view text = core::as_text(content_of(message).value_or(core::ByteView{}));
  const std::size_t end = text.find('\0');
  const std::string name(text.substr(0, end));
  const auto fits = [](char c) { return is_letter_or_digit(c) || c == ' '; };
  if (end == std::string_view::npos || name.empty() || name.size() > longest_model ||
      !std::all_of(name.begin(), name.end(), fits) || decode_serial(message).has_value())
    return misfit("the meter does not say which model it is", message);
  return name;
}

core::Result<std::string> decode_serial(core::ByteView message) {
  std::string serial(core::as_text(content_of(message).value_or(core::ByteView{})));
  const bool is_ended = !serial.empty() && serial.back() == '\0';
  if (is_ended) serial.pop_back();
  if (!is_ended || serial.empty() || serial.size() > longest_serial ||
      !std::all_of(serial.begin(), serial.end(), is_letter_or_digit))
    return misfit("the meter's serial number is not one of a Verio IQ", message);
  return serial;
}

bool is_simulated(std::string_view serial) {
  return serial.size() == 9 && serial.substr(0, 3) == "SIM" &&
         std::all_of(serial.begin() + 3, serial.end(), is_digit);
}

core::Result<core::LocalSeconds> decode_clock(core::ByteView message) {
  const auto content = content_of_size(message, 4);
  const auto time = content ? time_of(core::ByteReader(*content).u32_le()) : std::nullopt;
  if (!time) return misfit("the meter's clock shows no calendar time", message);
  return *time;
}

core::Result<core::GlucoseUnit> decode_unit(core::ByteView message) {
  const auto content = content_of_size(message, 4);
  const std::uint32_t unit = content ? core::ByteReader(*content).u32_le() : 2;
  if (unit > 1) return misfit("the meter does not say which unit it shows", message);
  return unit == 0 ? core::GlucoseUnit::mg_dl : core::GlucoseUnit::mmol_l;
}

core::Result<std::size_t> decode_count(core::ByteView message) {
  const auto content = content_of_size(message, 2);
  if (!content) return misfit("the meter does not say how many readings it holds", message);
  return std::size_t{core::ByteReader(*content).u16_le()};
}

core::Result<bool> decode_done(core::ByteView message) {
  if (!content_of_size(message, 0)) return misfit("the meter does not say that it is done", message);
  return true;
}

core::Result<core::LogEntry> decode_record(core::ByteView message) {
  const auto content = content_of_size(message, 10);
  if (!content) return misfit("what came is not a Verio IQ's record", message);
  core::ByteReader in(*content);
  const std::uint32_t seconds = in.u32_le();
  const int value = in.u16_le();
  const std::uint8_t control = in.u8();
  const auto time = time_of(seconds);

  core::LogEntry entry;
  entry.raw = core::format_hex(content->first(kept), " ");
  if (!time || control > 1) {
    entry.content = core::UnreadRecord{};
    entry.origin = entry.raw;
    if (time && seconds >= unset_until) entry.time.local = *time;
    return entry;
  }
  entry.origin = std::to_string(value);
  if (control == 1) {
    entry.content = core::ControlResult{glucose_of(value)};
    entry.origin += " c";
  } else {
    entry.content = core::BloodGlucose{glucose_of(value)};
  }
  if (seconds < unset_until)
    entry.origin += fmt::format(" at {}", seconds);
  else
    entry.time.local = *time;
  return entry;
}

core::Bytes encode_read_model() {
  return {prefix, 0x06};
}
core::Bytes encode_read_serial() {
  return {prefix, 0x0b, 0x01, 0x02};
}
core::Bytes encode_read_clock() {
  return {prefix, 0x20, 0x02};
}
core::Bytes encode_set_clock(core::LocalSeconds time) {
  core::Bytes message{prefix, 0x20, 0x01};
  core::ByteWriter(message).u32_le(static_cast<std::uint32_t>((time - epoch).count()));
  return message;
}
core::Bytes encode_read_unit() {
  return {prefix, 0x09, 0x02, 0x02};
}
core::Bytes encode_read_count() {
  return {prefix, 0x27, 0x00};
}
core::Bytes encode_read_record(std::size_t index) {
  core::Bytes message{prefix, 0x21};
  core::ByteWriter(message).u16_le(static_cast<std::uint16_t>(index));
  return message;
}
core::Bytes encode_erase() {
  return {prefix, 0x1a};
}

}  // namespace device::onetouch_verio_iq
