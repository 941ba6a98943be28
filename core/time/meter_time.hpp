#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <date/date.h>

#include "core/error.hpp"

namespace core {

using LocalSeconds = date::local_seconds;
using UtcSeconds = date::sys_seconds;

/// The years there are for this program. What a meter, a file or a person gives outside of them is a mistake.
constexpr int first_year = 1970;
constexpr int last_year = 2199;

/// Days and seconds from the start of 1970 to the end of the last year.
constexpr std::int64_t days_of_all_years =
    date::sys_days{date::year{last_year + 1} / date::January / 1}.time_since_epoch().count();
constexpr std::int64_t seconds_of_all_years = days_of_all_years * 86'400;

/// Whether a count of seconds since 1970, of a clock's or of UTC, lies in those years.
constexpr bool is_in_known_years(std::int64_t seconds) {
  return seconds >= 0 && seconds < seconds_of_all_years;
}

/// The time a meter stored with a record: wall-clock seconds without a zone, kept for ever as they came, or
/// unset where the meter's clock was never set. A Timeline derives UTC from it.
struct MeterTime {
  std::optional<LocalSeconds> local;

  auto operator<=>(const MeterTime&) const = default;
};

/// A calendar time, or nothing where no such day or time exists (30 February, 24:00), or outside the
/// years above.
std::optional<LocalSeconds> make_local(int year, int month, int day, int hour, int minute, int second);

/// "2020-02-13 08:34:18"
std::string format_local(LocalSeconds time);
/// "2020-02-13 08:34:18", or "time unknown".
std::string format_time(const MeterTime& time);
/// "2020-02-13T08:34:18Z"
std::string format_utc(UtcSeconds time);
/// "2020-02-13T08:34:18Z" only.
std::optional<UtcSeconds> parse_utc(std::string_view text);
/// "2020-02-13", "2020-02-13 08:34", "2020-02-13T08:34:18"; seconds and time of day may be missing.
std::optional<LocalSeconds> parse_local(std::string_view text);

}  // namespace core
