#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time/meter_time.hpp"

namespace core {

/// The identities (time and origin) of a meter's newest records, newest first, at the last complete
/// download. Enough of them to be found again: two, and further until two differ.
struct Bookmark {
  struct Identity {
    MeterTime time;
    std::string origin;
    bool operator==(const Identity&) const = default;
  };
  std::vector<Identity> newest;
  /// The memory was erased then, when the meter's clock showed this or more; nothing is in `newest`.
  std::optional<LocalSeconds> erased = {};
  bool operator==(const Bookmark&) const = default;
};

}  // namespace core
