#pragma once

#include <optional>
#include <string_view>

#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

// The answers of the meter (docs/protocols/onetouch_verio_iq.md, "Messages"): what follows prefix and status.
namespace simulators::onetouch_verio_iq {

/// The first moment the meter's clock can show, and the first one it cannot: the years are 2000 to 2099.
core::LocalSeconds first_time();
core::LocalSeconds first_impossible_time();

/// What the meter keeps of a measurement, numbers with their low byte first:
///
/// | bytes | field | here |
/// |---|---|---|
/// | 0–3 | time | seconds of the wall clock since 2000; 180 for an unset time |
/// | 4–5 | value | whole mg/dL, mmol/L converted; 601 for HI and above 600, 19 for LO and below 20 |
/// | 6 | control | 1 for control solution |
/// | 7 | meal | always 1, as the real meter writes it |
/// | 8–9 | unknown | always 0 |
///
/// A record that cannot be read is written with a time of the year 2100 and the value 100. Nothing for what
/// this meter cannot hold: everything but blood glucose and control results, and times outside 2000–2099.
std::optional<core::Bytes> encode_record(const core::LogEntry& entry);

core::Bytes encode_model();
core::Bytes encode_version();
core::Bytes encode_serial(std::string_view serial);
core::Bytes encode_clock(core::LocalSeconds time);  ///< a time before 2000 is shown as its start
core::Bytes encode_unit(core::GlucoseUnit unit);
core::Bytes encode_count(std::size_t count);

/// A whole message: prefix of the question, status, and what follows it.
core::Bytes encode_done(std::uint8_t prefix, core::ByteView answer = {});
core::Bytes encode_refusal(std::uint8_t prefix);

}  // namespace simulators::onetouch_verio_iq
