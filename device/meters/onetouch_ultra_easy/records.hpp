#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

/// The messages of an Ultra Easy (docs/protocols/onetouch_ultra_easy.md). Every function takes one whole
/// message, without its frame, and checks every field; what is off is Errc::protocol.
namespace device::onetouch_ultra_easy {

/// The moment that the meter counts seconds from.
inline constexpr core::LocalSeconds epoch{date::local_days{date::year{1970} / 1 / 1}};

/// 05 09: no such record, or no such question.
bool is_refused(core::ByteView message);

[[nodiscard]] core::Result<std::string> decode_version(core::ByteView message);
/// Nine printable characters.
[[nodiscard]] core::Result<std::string> decode_serial(core::ByteView message);
bool is_simulated(std::string_view serial);
/// Years 1970 to 2099. The answer to set_clock, too.
[[nodiscard]] core::Result<core::LocalSeconds> decode_clock(core::ByteView message);
[[nodiscard]] core::Result<core::GlucoseUnit> decode_unit(core::ByteView message);
/// At most 501.
[[nodiscard]] core::Result<std::size_t> decode_count(core::ByteView message);
/// The answer to erase.
[[nodiscard]] core::Result<bool> decode_done(core::ByteView message);

/// One record, 05 06 and two u32:
///
/// | field | becomes |
/// |-------|---------|
/// | time  | the time; below 600: unset, and " at TIME" goes into the origin |
/// | value | mg/dL; below 20 and 65534: LO, other values above 600: HI, with the limits 20 and 600 |
///
/// A time after 2099 or a value above 65535 makes an UnreadRecord. origin is the value as a decimal number,
/// raw the eight bytes in hex.
[[nodiscard]] core::Result<core::LogEntry> decode_record(core::ByteView message);

core::Bytes encode_read_version();
core::Bytes encode_read_serial();
core::Bytes encode_read_clock();
/// Years 1970 to 2099.
core::Bytes encode_set_clock(core::LocalSeconds time);
core::Bytes encode_read_unit();
core::Bytes encode_read_count();
core::Bytes encode_read_record(std::size_t index);
core::Bytes encode_erase();

}  // namespace device::onetouch_ultra_easy
