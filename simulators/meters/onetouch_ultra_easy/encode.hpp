#pragma once

#include <optional>
#include <string_view>

#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

// The messages of the meter (docs/protocols/onetouch_ultra_easy.md, "Messages"), without their frame.
namespace simulators::onetouch_ultra_easy {

/// Whether the meter's clock can show this time: the years 1970 to 2099.
bool is_storable(core::LocalSeconds time);

/// What the meter keeps of a measurement, numbers with their low byte first:
///
/// | bytes | field | here |
/// |---|---|---|
/// | 0–3 | time | seconds of the wall clock since 1970; 180 for an unset time |
/// | 4–7 | value | whole mg/dL, mmol/L converted; ffff for HI and above 600, fffe for LO and below 20 |
///
/// A record that cannot be read is written with a time of the year 2100 and the value 100. Nothing for what
/// this meter cannot hold: everything but blood glucose, and times outside 1970–2099.
std::optional<core::Bytes> encode_record(const core::LogEntry& entry);

core::Bytes encode_done(core::ByteView data = {});
core::Bytes encode_refusal();
core::Bytes encode_version();
core::Bytes encode_serial(std::string_view serial);  ///< nine characters
core::Bytes encode_clock(core::LocalSeconds time);
core::Bytes encode_unit(core::GlucoseUnit unit);
core::Bytes encode_count(std::size_t count);

}  // namespace simulators::onetouch_ultra_easy
