#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/values/log_entry.hpp"

namespace simulators::onetouch_ultra2 {

enum class Layout {
  ultra,   ///< no meal, no comment; control solution is K
  ultra2,  ///< with meal and comment; control solution is C
};

/// How a value outside the range is written.
enum class OutOfRange {
  words,    ///< " HIGH ", " LOW  "
  numbers,  ///< "  601 ", "  019 "
};

/// `"TUE","08/12/14","15:40:16   "`: a wall-clock time of the years 2000-2099 as the meter writes it. Earlier
/// and later times are shown as the first and the last of these years.
std::string encode_time(core::LocalSeconds time);

/// A line of the meter's: TEXT, a blank, its sum, CR LF.
std::string encode_line(std::string_view text);

/// TEXT of one record (docs/protocols/onetouch_ultra2.md, "The dump"):
///
/// | field | here |
/// |---|---|
/// | day, date, time | an unset time is written 1 January 2000, 00:03:00 |
/// | value | whole mg/dL, mmol/L converted, 020-600; above and below as `out_of_range` says, a control always
/// in digits | | m | B and A for every meal before and after which a reading was taken, else N | | cc | the
/// first tag that is one of the meter's comments ("mild_exercise"), else 00 |
///
/// An UnreadRecord is written as 100 mg/dL on 30 February of its year. Nothing for what this meter cannot
/// hold: other kinds of entry, years outside 2000-2099.
std::optional<std::string> encode_record(const core::LogEntry& entry, Layout layout, OutOfRange out_of_range);

}  // namespace simulators::onetouch_ultra2
