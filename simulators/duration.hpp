#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace simulators {

/// "+1h", "-30m", "2d12h", "90s": a sign if any, then numbers with d, h, m or s; at most 100 years.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);
/// "+1h", "-2d12h", "+0s".
std::string format_duration(std::chrono::seconds duration);

}  // namespace simulators
