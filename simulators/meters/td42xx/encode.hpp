#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

// What the meter says (docs/protocols/td42xx.md): the four bytes of data, and the packet around them.
namespace simulators::td42xx {

using Data = std::array<std::uint8_t, 4>;

/// 51, command, data, a5, sum.
core::Bytes encode_packet(std::uint8_t command, const Data& data);

/// Year, month and day in bytes 0–1, minute in 2, hour in 3; seconds are not on the wire. A time before 2000
/// is shown as its start, for this clock has no earlier one.
Data encode_time(core::LocalSeconds time);
/// The host's form of the same; nothing where no such time exists, or after 2099.
std::optional<core::LocalSeconds> decode_time(const Data& data);

/// What is answered to the questions for one record:
///
/// | field | here |
/// |---|---|
/// | time | to the minute; an unset one is 1 January 2000, 00:03 |
/// | glucose | whole mg/dL, mmol/L converted; 601 for HI and above 600, 19 for LO and below 20 |
/// | ketone | mmol/L × 30; 241 for HI and above 240 |
/// | hematocrit | whole percent |
/// | bits 7–6 | 1 and 2 before and after a meal, 3 control solution |
/// | bits 5–2 | 0 glucose, 6 hematocrit, 7 ketone |
struct Record {
  Data time{};
  Data value{};
};
/// A record that cannot be read is written with the date 30 February 2026 and the value 100. Nothing for what
/// no meter of this family can hold: other kinds of entry, and times outside 2000–2099.
std::optional<Record> encode_record(const core::LogEntry& entry);

Data encode_count(std::size_t count);
/// The four decimal digits of a model, "4277".
Data encode_model(std::uint16_t digits_as_hex);
/// Part 1 (the last eight digits) and part 2 (the first eight) of a serial number of sixteen hex digits.
Data encode_serial(std::string_view serial, int part);

}  // namespace simulators::td42xx
