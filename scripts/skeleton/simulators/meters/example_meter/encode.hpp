#pragma once

#include <optional>

#include "core/io/bytes.hpp"
#include "core/values/log_entry.hpp"

namespace simulators::example_meter {

/// One record as the meter writes it (docs/protocols/example_meter.md); nothing for what it cannot hold. Not
/// written yet: it holds nothing.
std::optional<core::Bytes> encode_record(const core::LogEntry& entry);

}  // namespace simulators::example_meter
