#pragma once

#include <optional>
#include <string>

#include "core/values/log_entry.hpp"

namespace simulators::bgstar {

/// "2020 2 14 21 30 2": a wall-clock time as the meter writes it, numbers without leading zeros.
std::string encode_time(core::LocalSeconds time);

/// What follows "200 glurec " for one record (docs/protocols/bgstar.md, "The record"):
///
/// | field | here |
/// |---|---|
/// | a | always 0 |
/// | b | 1 for control solution |
/// | VALUE | whole mg/dL, mmol/L converted; 601 for HI and above 600, 19 for LO and below 20; E<code> |
/// | TAG | 1 to 6 for the meals the meter knows, else 0 |
/// | Y M D h m s | an unset time is written 2000 1 1 0 0 0 |
///
/// Nothing for what this meter cannot hold: other kinds of entry, error codes outside 1-99, years outside
/// 1970-2099.
std::optional<std::string> encode_record(const core::LogEntry& entry);

}  // namespace simulators::bgstar
