#pragma once

#include <optional>

#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

namespace simulators::codefree {

/// The message that says how many records there are.
core::Bytes encode_count(std::size_t count);

/// The message of one record from the simulated meter of this number (docs/protocols/codefree.md, "The
/// record"):
///
/// | field | here |
/// |---|---|
/// | date, time | seconds cut off; an unset time is 1 January 2000, 00:03 |
/// | value | whole mg/dL, mmol/L converted; 601 for HI and above 600, 19 for LO and below 20 |
/// | meal | before and after, of whatever meal |
/// | bytes 10-16 | "SIM" and the meter's number |
///
/// An unread record is one of 30 February. Nothing for what this meter cannot hold: other kinds of entry,
/// years outside 2000-2099.
std::optional<core::Bytes> encode_record(const core::LogEntry& entry, std::uint32_t meter);

/// The message "ADATEYYYYMMDDHHMM": the time to be set, seconds 00, the year's first two digits ignored.
/// Nothing for any other.
std::optional<core::LocalSeconds> decode_set_clock(core::ByteView message);

}  // namespace simulators::codefree
