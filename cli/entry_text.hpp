#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/json.hpp"
#include "core/logbook/stored.hpp"
#include "core/time/timeline.hpp"

namespace cli {

/// What a person types after `log add`: "6.4 before_lunch", "114 mg/dL", "HI", "insulin 9 rapid", "carbs 45",
/// "ketone 0.6", "meal more", "exercise less", "symptom hypo", "hba1c 7.1", "event".
core::Result<core::Content> parse_entry_words(const std::vector<std::string>& words,
                                              std::optional<core::GlucoseUnit> own_unit);

/// "6.4 mmol/L before_lunch", "insulin 9 rapid": glucose in the unit to show.
std::string format_content(const core::Content& content, core::GlucoseUnit unit);

/// One object of `log list --json` (docs/json.md). Glucose stands as it was transmitted.
void write_entry(JsonWriter& json, const core::StoredEntry& entry, const core::Source& source,
                 const core::PlacedTime& placed);

}  // namespace cli
