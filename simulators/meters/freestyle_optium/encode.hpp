#pragma once

#include <optional>
#include <string>

#include "core/values/log_entry.hpp"

namespace simulators::freestyle_optium {

/// One record's line without its end (docs/protocols/freestyle_optium.md, "The dump"):
///
/// | field | here |
/// |---|---|
/// | VVV of G | whole mg/dL from 020 to 500, mmol/L converted; above "HI ", below "LO " |
/// | VVV of K | eighteen times the mmol/L in tenths, rounded down; "HI " above 10.0 |
/// | date and time | without the seconds; an unset time is written 1 January 2000, 00:03 |
/// | T | G glucose, K ketone |
/// | FF | bit 0 control solution, bit 1 an unset time |
///
/// An UnreadRecord is written as 100 mg/dL on 30 February of its year. Nothing for what this meter cannot
/// hold: other kinds of entry, years outside 2000-2099.
std::optional<std::string> encode_record(const core::LogEntry& entry);

}  // namespace simulators::freestyle_optium
