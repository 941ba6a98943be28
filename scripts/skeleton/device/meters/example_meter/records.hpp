#pragma once

#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

/// What the meter says, decoded (docs/protocols/example_meter.md): pure functions, every field checked.
namespace device::example_meter {

/// One record as it came. Errc::unsupported: not written yet.
[[nodiscard]] core::Result<core::LogEntry> decode_record(core::ByteView record);

/// Whether what was heard holds an answer of such a meter, whole and undamaged. Not written yet: never.
bool is_answer(core::ByteView heard);

}  // namespace device::example_meter
