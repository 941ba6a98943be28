#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/values/log_entry.hpp"

namespace simulators::contour {

inline constexpr char eot = 0x04;
inline constexpr char enq = 0x05;
inline constexpr char ack = 0x06;
inline constexpr char nak = 0x15;

/// The frame around the text of a record; number 0-7.
std::string encode_frame(unsigned number, std::string_view text, bool is_last);

struct Header {
  std::string_view model;  ///< its number, "7150"
  std::string_view serial;
  core::GlucoseUnit unit;
  std::size_t count;  ///< of readings, without the average
  core::LocalSeconds clock;
};
/// Record H.
std::string encode_header(const Header& header);

/// Record R number n in its serial form (docs/protocols/contour.md, "Records"):
///
/// | field | here |
/// |---|---|
/// | VALUE | in the meter's unit; outside of its range the limit, with the flag < or > |
/// | METHOD | always P |
/// | FLAG | also T for the tag "temperature" |
/// | MARK | the meal, else D for the tag "logbook" |
/// | CTL | E for a test with control solution |
/// | time | seconds cut off; an unset time is 1 January 2000, 00:03 |
///
/// An unread record is one of 30 February. Nothing for what this meter cannot hold: other kinds of entry,
/// years outside 2000-2099.
std::optional<std::string> encode_reading(const core::LogEntry& entry, core::GlucoseUnit unit, std::size_t n);

/// Record R number 1: the mean of the blood glucose numbers of the 14 days before `clock`, rounded half up,
/// 0 when there are none.
std::string encode_average(const std::vector<core::LogEntry>& memory, core::GlucoseUnit unit,
                           core::LocalSeconds clock);

/// "202611182103"
std::string encode_time(core::LocalSeconds time);

}  // namespace simulators::contour
