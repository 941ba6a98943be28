#pragma once

#include <string>

#include "core/logbook/stored.hpp"

namespace cli {

struct Context;

struct OwnerOptions {
  bool follow = false;  ///< another person's meter is theirs, not refused: where all meters found are read
  bool is_new_allowed = false;  ///< --new-meter: one that is new everywhere is the person's in use
};

/// The profile whose meter this is; "" with --logbook. It is the one in use when the meter is in no other
/// person's logbook; one that is new everywhere is asked about, unless a profile or logbook was named or
/// there is nobody else here; where all meters found are read, always. A name that nobody has is asked about,
/// too. A logbook that cannot be asked gets a remark. Throws core::Failure (refused): another person's meter,
/// nobody to ask, or the answer was to leave it unread.
std::string whose_meter(Context& context, const core::Source& meter, const OwnerOptions& options);

/// Throws core::Failure (refused) where the meter is another person's than that of the logbook in use: it can
/// be given away while it is read.
void require_no_other_owner(Context& context, const core::Source& meter);

}  // namespace cli
