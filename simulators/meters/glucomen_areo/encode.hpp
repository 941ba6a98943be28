#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/values/log_entry.hpp"

namespace simulators::glucomen_areo {

/// In what way a meter writes its readings.
struct Style {
  core::GlucoseUnit unit = core::GlucoseUnit::mg_dl;
  bool is_gk = false;  ///< a blank before each unit, and ketone
};

/// "TYPE,VALUE,UNIT,MARK,YYMMDD,hhmm" without a line end (docs/protocols/glucomen_areo.md, "A reading"):
///
/// | field | here |
/// |---|---|
/// | TYPE | Glu, Ctl, of a GK also Ket |
/// | VALUE | in the meter's unit, HI and LO outside its range; ketone with one decimal, rounded half up |
/// | MARK | the meal before the tag "check" before the tag "exercise": there is room for one |
/// | YYMMDD, hhmm | seconds cut off; an unset time is 1 January 2000, 00:03 |
///
/// An unread record is one of 30 February. Nothing for what this meter cannot hold: other kinds of entry,
/// years outside 2000-2099.
std::optional<std::string> encode_record(const core::LogEntry& entry, const Style& style);

/// The block around lines that each end with CR LF, with its CRC.
std::string encode_block(std::string_view lines);
/// How many characters of a block stand before its lines.
inline constexpr std::size_t block_head = 3;
/// What an empty memory is answered with: no line, and bytes that are no CRC.
std::string encode_empty();

/// The block of a `c2 a1`, from its bracket to its last LF: the time to be set, seconds 00. Nothing for any
/// other bytes.
std::optional<core::LocalSeconds> decode_set_clock(std::string_view block);

}  // namespace simulators::glucomen_areo
