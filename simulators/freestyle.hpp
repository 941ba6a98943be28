#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time/meter_time.hpp"
#include "core/values/glucose.hpp"

/// What docs/protocols/freestyle_lite.md and freestyle_optium.md tell alike: how a host's lines end, how a
/// dump is written, how the clock is set.
namespace simulators::freestyle {

/// Where a reading without a time is put.
inline constexpr core::LocalSeconds never_set =
    date::local_days{date::year{2000} / date::January / 1} + std::chrono::minutes(3);
/// Whether the meter's years, 2000-2099, hold this time.
bool is_storable(core::LocalSeconds time);

/// "Nov  18 2026 21:03"
std::string encode_time(core::LocalSeconds time);
/// "Feb  30 2026 21:03": 30 February of this time's year.
std::string encode_impossible_time(core::LocalSeconds time);
/// "Nov  18 2026 21:05:00". A clock outside the meter's years shows the first or the last of them.
std::string encode_clock(core::LocalSeconds time);

/// Whether `text` is `form`, in which 0 stands for any digit.
bool fits(std::string_view text, std::string_view form);

/// Whole mg/dL from 020 to 500, mmol/L converted; above "HI ", below "LO ".
std::string encode_glucose(const core::Glucose& glucose);

/// What a dump begins with: an empty line, the serial number, the version, the clock.
std::string encode_head(std::string_view serial, std::string_view version, core::LocalSeconds clock);
/// The dump's last line, with the sum of all that stands before it.
std::string encode_end(std::string_view dump);

/// What "$tim,11,18,26,21,10" sets; nothing for another line, or a time that does not exist.
std::optional<core::LocalSeconds> parse_set_clock(std::string_view line);

/// Cuts what the host sends into lines. A strict one ends with CR LF, else CR or LF alone ends a line. What
/// is longer than a command can be is dropped.
class Lines {
 public:
  explicit Lines(bool strict) : strict_(strict) {}

  /// Takes a byte; gives the line that it ends, without its end.
  std::optional<std::string> take(char c);
  /// What has come of the line that has not ended yet.
  std::string_view begun() const { return line_; }
  void clear() { line_.clear(); }

 private:
  bool strict_;
  std::string line_;
};

}  // namespace simulators::freestyle
