#pragma once

#include <string_view>

#include "device/freestyle_dump.hpp"

/// What a FreeStyle Lite, Freedom Lite or Mini says (docs/protocols/freestyle_lite.md).
namespace device::freestyle_lite {

/// One record, `VVV  MMMM DD YYYY HH:MM PP 0xFF`:
///
/// | field | becomes |
/// |-------|---------|
/// | VVV   | mg/dL; HI and above 500 is HI, LO and below 20 is LO |
/// | MMMM… | the time, also with seconds; 2000-01-01 before 00:10: unset, and as written into the origin |
/// | PP    | nothing: its meaning is unknown |
/// | FF    | its second digit 1: ControlResult instead of BloodGlucose, and " c" in the origin |
///
/// origin is VVV without its blank, raw is the line. UnreadRecord where a field is impossible, and for a line
/// of another length, with its time where that is one; Errc::protocol for what has not this form.
[[nodiscard]] core::Result<core::LogEntry> decode_record(std::string_view line);

/// The whole answer to `$mem`.
[[nodiscard]] core::Result<FreestyleDump> decode_dump(std::string_view answer);

/// Whether what was heard holds a serial number, version and clock as these meters say them, and an empty
/// memory or the beginning of their records: unlike a FreeStyle Optium's they follow a lone line feed.
bool is_dump_begun(std::string_view heard);

}  // namespace device::freestyle_lite
