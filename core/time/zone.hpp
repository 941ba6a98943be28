#pragma once

#include <absl/time/time.h>
#include <optional>
#include <string>

#include "core/time/meter_time.hpp"

namespace core {

enum class TimeFlag : std::uint8_t {
  unique,       ///< the wall-clock time happened once
  ambiguous,    ///< it happened twice (the repeated hour in autumn); the first is taken
  nonexistent,  ///< it never happened (the skipped hour in spring)
  unset,        ///< the meter's clock was not set
};
std::string_view name(TimeFlag flag);

/// A time zone of this machine's database (IANA names): the one place that asks the time zone library. Rules
/// for years that no table reaches go on as the last ones known.
class Zone {
 public:
  /// Throws Failure (not_found) for a name that the database does not know.
  explicit Zone(const std::string& name);

  LocalSeconds to_local(UtcSeconds time) const;

  struct Moment {
    UtcSeconds
        utc;  ///< of a repeated time the first; of a skipped one as if the clock had not been put forward
    TimeFlag flag;
  };
  /// When the wall clock there shows `time`.
  Moment to_utc(LocalSeconds time) const;

 private:
  absl::TimeZone zone_;
};

/// True when the zone database of this machine knows the name.
bool is_zone(const std::string& name);

/// The name of the zone this machine runs in: TZ, /etc/localtime or /etc/timezone, whichever says first; else
/// "UTC".
std::string zone_of_machine();

}  // namespace core
