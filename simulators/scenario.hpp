#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/values/log_entry.hpp"
#include "simulators/simulated_meter.hpp"

namespace simulators {

/// A line of a scenario that cannot be.
struct RejectedLine {
  std::size_t line = 0;  ///< from 1
  std::string text;
  std::string reason;

  bool operator==(const RejectedLine&) const = default;
};

/// What a file says a meter holds, in the file's order: the first line is the oldest record, whatever its
/// time.
struct Scenario {
  Readings readings;
  std::vector<RejectedLine> rejected;
};

/// A measurement as a person writes it: "113 mg/dL before_breakfast", "6.4", "HI after_lunch",
/// "control 98 mg/dL", "ketone 1.5", "ketone HI", "control ketone 0.6", "hematocrit 42", "error 3";
/// "unreadable" is a record with an impossible field. A number without a unit follows the house's rule
/// (core::parse_glucose).
[[nodiscard]] core::Result<core::Content> parse_measurement(std::string_view text);

/// The same with the record's tags behind it, "7.1 after_dinner #mild_exercise": what a line says behind its
/// time. An entry without a time.
[[nodiscard]] core::Result<core::LogEntry> parse_record(std::string_view text);

/// Readings one a line, "2020-02-13 08:34:18 113 mg/dL before_breakfast" (seconds may be left out; "time
/// unknown" where the clock was never set), words that begin with # at the end being its tags; empty lines
/// and those that begin with # are skipped, as is a byte order mark. Or, told apart by its first line, the
/// UCI logbook: MM-DD-YYYY, H:MM, code and value with tabs between.
Scenario parse_scenario(std::string_view text);

/// At most 256 MiB. Throws Failure when the file cannot be read.
Scenario read_scenario(const std::filesystem::path& path);

}  // namespace simulators
