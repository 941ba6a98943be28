#pragma once

#include <string>

#include "core/logbook/logbook.hpp"

namespace cli {

struct Context;

struct OwnerOptions {
  bool follow = false;  ///< another person's meter is theirs, not refused: where all meters found are read
  bool is_new_allowed = false;  ///< --new-meter: one that is new everywhere is the person's in use
};

/// The profile whose meter this is; "" with --logbook. It is the one in use when the meter is in no other
/// person's logbook; a meter that is new everywhere is asked about, unless a profile or logbook was named or
/// nobody else keeps one here. A logbook that cannot be asked gets a remark. Throws core::Failure (refused):
/// another person's meter, or nobody to ask.
std::string whose_meter(Context& context, const core::Source& meter, const OwnerOptions& options);

}  // namespace cli
