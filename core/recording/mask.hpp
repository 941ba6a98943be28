#pragma once

#include "core/recording/annotation.hpp"

namespace core {

struct MaskOptions {
  bool keep_serial = false;
  bool keep_dates = false;
  bool keep_unknown = false;  ///< bytes that no rule explains, and fields whose meaning nobody knows
};

struct Masked {
  Recording recording;
  std::size_t serials = 0;  ///< fields masked, and so on
  std::size_t private_fields = 0;
  std::size_t days = 0;
  std::size_t days_as_they_were = 0;  ///< of a clock that was never set: before 2001
  std::size_t unknown_fields = 0;
  std::size_t unexplained_bytes = 0;
};

/// The recording as it can be given to others: serial numbers replaced, days moved by whole weeks into the
/// week from 6 January 2020 in which it then was made (weekday and time of day stay), the zone left out, what
/// nobody can explain blanked. Lengths and checksums are made anew, so that it still decodes. The pieces keep
/// their times and directions. Errc::refused where a day has no form when it is moved, or where a serial
/// number still stands anywhere.
[[nodiscard]] Result<Masked> mask(const Recording& recording, const Annotator& annotator,
                                  const MaskOptions& options);

/// What mask() moves all days by, a whole number of weeks.
std::chrono::seconds masked_shift(const Recording& recording);

}  // namespace core
