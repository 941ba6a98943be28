#pragma once

#include "simulators/simulated_meter.hpp"

namespace simulators::accuchek_mobile {

/// One line of the report, with its CR LF (docs/protocols/accuchek_mobile.md, "The report"). Values in
/// `unit`, HI above 600 mg/dl or 33.3 mmol/l, LO below 10 mg/dl or 0.6 mmol/l; an unset time is 1 January
/// 2000, 00:03. Nothing for what this meter cannot hold: other kinds of entry, years outside 1970-2099.
std::optional<std::string> encode_record(const core::LogEntry& entry, core::GlucoseUnit unit);

/// The whole report as the meter makes it at this moment of the person's wall clock, and where it lies.
MeterFile make_report(const MeterState& state, core::LocalSeconds wall_clock);

}  // namespace simulators::accuchek_mobile
