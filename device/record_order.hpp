#pragma once

#include "core/values/log_entry.hpp"

namespace device {

/// Whether a record can have been taken before the one that stands before it in a memory, the newest being
/// the first. A damaged date shows here, and so does a clock that was set back. Where one has no time: yes.
inline bool is_in_order(const core::MeterTime& newer, const core::MeterTime& older) {
  return !newer.local || !older.local || *older.local <= *newer.local;
}

}  // namespace device
