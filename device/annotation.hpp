#pragma once

#include <algorithm>
#include <string>

#include "core/recording/annotation.hpp"
#include "core/values/log_entry.hpp"
#include "device/frame_reader.hpp"

// What the families' annotate functions have in common.
namespace device {

/// "104 mg/dL", "control_result HI", "ketone 1.5": what a record holds, for a person to read.
std::string meaning_of(const core::Content& content);

/// The time as its meaning, and moved with the days of a recording.
void take_day(core::Cutter& cut, std::size_t size, std::string name, core::LocalSeconds time,
              std::function<std::optional<core::Bytes>(core::LocalSeconds)> encode);
/// The time of a record: kept where it is none (`entry.time` unset by the clock's fault), private where
/// nobody can read it.
void take_record_day(core::Cutter& cut, std::size_t size, const core::LogEntry& entry,
                     std::function<std::optional<core::Bytes>(core::LocalSeconds)> encode);

inline core::Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

/// For a serial number: what a simulated meter of the family says there.
inline core::Serial serial_masked_as(std::string_view instead) {
  return {bytes_of(instead)};
}

/// Whether the years of this time can be written with two digits, and "26" for 2026.
bool is_in_this_century(core::LocalSeconds time);

/// Calls take(line) for each line of the next `limit` bytes that ends with CR LF, CR or LF; it takes the
/// line's fields off `cut` and is false, having taken none, where it knows no such line. What it leaves of a
/// line is unknown; what follows the last line end is left.
template <class Take>
void cut_lines(core::Cutter& cut, Take take, std::size_t limit = std::string_view::npos) {
  const std::size_t left = cut.rest().size() - std::min(limit, cut.rest().size());
  while (cut.rest().size() > left) {
    const std::string_view text = core::as_text(cut.rest().first(cut.rest().size() - left));
    const std::size_t size = text.find_first_of("\r\n");
    if (size == std::string_view::npos) return;
    if (size > 0 && !take(text.substr(0, size))) cut.skip(size);
    const std::size_t taken = text.size() + left - cut.rest().size();
    if (taken < size) cut.take(size - taken, "unknown", "", core::Blank{});
    cut.take(text.substr(size, 2) == "\r\n" ? 2 : 1, "line end");
    cut.end_message();
  }
}

/// Calls take(frame) for each whole frame, as cut_lines does for lines.
template <class Look, class Take>
void cut_frames(core::Cutter& cut, Look look, Take take) {
  while (!cut.rest().empty()) {
    const core::ByteView rest = cut.rest();
    const FrameLook found = look(rest);
    if (found.state != FrameLook::State::complete) {
      cut.skip(1);
      continue;
    }
    take(rest.first(found.size));
    const std::size_t taken = rest.size() - cut.rest().size();
    if (taken < found.size) cut.take(found.size - taken, "unknown", "", core::Blank{});
    cut.end_message();
  }
}

}  // namespace device
