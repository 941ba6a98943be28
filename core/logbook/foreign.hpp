#pragma once

// Inside the logbook room: what stands in a file and no version of this program writes.

#include <cstdint>
#include <string>

#include "core/error.hpp"

namespace core::rows {

/// The Failure (bad_data) for it. `what` is for a message: "state 7".
Failure foreign(const std::string& what);
/// A whole number as the file has it in a text; throws that Failure for anything else.
std::int64_t parse_whole(const std::string& text);

}  // namespace core::rows
