#pragma once

#include "core/values/log_entry.hpp"

/// When the example reading of the pages was taken: 2026-11-18 21:03.
inline const core::LocalSeconds page_time = *core::make_local(2026, 11, 18, 21, 3, 0);

/// A reading as a simulated meter holds it; without a time it was taken before the clock was set.
inline core::LogEntry at(std::optional<core::LocalSeconds> time, core::Content content,
                         std::vector<std::string> tags = {}) {
  core::LogEntry entry;
  entry.time.local = time;
  entry.content = std::move(content);
  entry.tags = std::move(tags);
  return entry;
}
