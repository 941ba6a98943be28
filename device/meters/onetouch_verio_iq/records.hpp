#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

/// The messages of a Verio IQ (docs/protocols/onetouch_verio_iq.md). Every function takes one whole message,
/// without its frame, and checks every field; what is off is Errc::protocol.
namespace device::onetouch_verio_iq {

/// The moment that the meter counts seconds from.
inline constexpr core::LocalSeconds epoch{date::local_days{date::year{2000} / 1 / 1}};

inline constexpr std::string_view model_name = "VerioIQ";

/// Status 09: no such record, or no such question.
bool is_refused(core::ByteView message);

/// The model's name: letters, digits and spaces, up to a 00.
[[nodiscard]] core::Result<std::string> decode_model(core::ByteView message);
/// 1 to 32 letters or digits.
[[nodiscard]] core::Result<std::string> decode_serial(core::ByteView message);
bool is_simulated(std::string_view serial);
/// Years 2000 to 2099.
[[nodiscard]] core::Result<core::LocalSeconds> decode_clock(core::ByteView message);
[[nodiscard]] core::Result<core::GlucoseUnit> decode_unit(core::ByteView message);
[[nodiscard]] core::Result<std::size_t> decode_count(core::ByteView message);
/// The answer to what asks for nothing.
[[nodiscard]] core::Result<bool> decode_done(core::ByteView message);

/// One record, ten bytes after the status:
///
/// | bytes | becomes |
/// |-------|---------|
/// | 0–3   | the time; below 600: unset, and " at TIME" goes into the origin |
/// | 4–5   | mg/dL; below 20 LO, above 600 HI |
/// | 6     | 01: ControlResult instead of BloodGlucose, and " c" in the origin |
/// | 7     | nothing: this meter marks no meals, whatever it says |
/// | 8–9   | nothing: unknown |
///
/// A time after 2099 or a control byte above 1 makes an UnreadRecord. origin is the value as a decimal
/// number, raw the first seven bytes in hex: the same record may come with other meal and unknown bytes.
[[nodiscard]] core::Result<core::LogEntry> decode_record(core::ByteView message);

core::Bytes encode_read_model();
core::Bytes encode_read_serial();
core::Bytes encode_read_clock();
/// Years 2000 to 2099.
core::Bytes encode_set_clock(core::LocalSeconds time);
core::Bytes encode_read_unit();
core::Bytes encode_read_count();
core::Bytes encode_read_record(std::size_t index);
core::Bytes encode_erase();

}  // namespace device::onetouch_verio_iq
