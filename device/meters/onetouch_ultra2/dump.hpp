#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/values/log_entry.hpp"

namespace device::onetouch_ultra2 {

/// One line of a dump, at its place.
struct Place {
  std::string line;                     ///< empty where its sum is wrong
  std::optional<core::LogEntry> entry;  ///< nothing: a gap, which another dump may fill
};

Place read_place(std::string_view line);

/// Fills the gaps of `kept` from another dump of as many places. A line that decode_record refuses is kept
/// unread once both bring it alike. False, and `kept` as it was, where two lines without a gap differ: they
/// are not of the same memory.
bool fill_gaps(std::vector<Place>& kept, const std::vector<Place>& fresh);

/// The records without the gaps.
std::vector<core::LogEntry> entries_of(const std::vector<Place>& places);

}  // namespace device::onetouch_ultra2
