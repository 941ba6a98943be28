#pragma once

#include "device/annotation.hpp"
#include "device/freestyle_dump.hpp"

namespace device {

/// What differs between the FreeStyles.
struct FreestyleWords {
  core::Result<FreestyleDump> (*decode_dump)(std::string_view answer);
  FreestyleRecordDecoder decode_record;
  /// A serial number as simulated meters have it that were of the same model.
  std::string (*masked_serial)(std::string_view serial);
  core::Rewrite type;  ///< of what stands between a record's time and its flags
  /// Another line of the meter's, as cut_lines wants it.
  bool (*take_line)(std::string_view line, core::Cutter& cut);
};

/// Questions, dumps whose sum is right, with the sum made anew, and the meter's other lines.
void annotate_freestyle(const core::Run& run, core::Cutter& cut, const FreestyleWords& words);

}  // namespace device
