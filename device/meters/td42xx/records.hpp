#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/values/log_entry.hpp"
#include "device/meters/td42xx/packet.hpp"

/// What the data of a TaiDoc meter's answers say (docs/protocols/td42xx.md). What is off is Errc::protocol.
namespace device::td42xx {

/// "4277": four decimal digits.
[[nodiscard]] core::Result<std::string> decode_model(Data data);
/// From the answers to serial_begin and serial_end: sixteen hex digits, upper case.
std::string decode_serial(Data begin, Data end);
bool is_simulated(std::string_view serial);
/// To the minute; years 2000 to 2099. The answer to set_clock, too.
[[nodiscard]] core::Result<core::LocalSeconds> decode_clock(Data data);
std::size_t decode_count(Data data);

/// One record, from the answers to record_time and record_value:
///
/// | part             | becomes |
/// |------------------|---------|
/// | time             | the time; 1 January 2000 before 00:10: unset, and " at 00:03" goes into the origin |
/// | value            | mg/dL, below 20 LO, above 600 HI |
/// |                  | a ketone's: a third of a tenth of mmol/L, above 240 HI |
/// | kind             | the content, and for all but glucose a word in the origin: "ketone 45" |
/// | mark (bits 7–6)  | the meal, no part of the origin; 3 is a control test, and " c" in the origin |
/// | byte 2, bits 1–0 | nothing: unknown |
///
/// An impossible time or an unknown kind makes an UnreadRecord, its raw as origin. raw is the eight bytes in
/// hex.
core::LogEntry decode_record(Data time, Data value);
/// Blood glucose within the range, and 0 in all that is unknown.
bool is_usual(const core::LogEntry& record);

/// For record_time and record_value.
Data encode_index(std::size_t index);
/// To the minute; years 2000 to 2099.
Data encode_time(core::LocalSeconds time);

}  // namespace device::td42xx
