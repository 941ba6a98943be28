#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/time/zone.hpp"

namespace core {

enum class ClockCheckReason : std::uint8_t { download, before_set, after_set };

/// What a meter's clock said at a moment of the host's clock. One per download, and one before and after
/// each setting of the clock; never changed afterwards.
struct ClockCheck {
  LocalSeconds meter;
  UtcSeconds host;
  std::string zone;                         ///< IANA name of the host's zone then, "Europe/London"
  std::chrono::milliseconds round_trip{0};  ///< of the exchange that read the clock
  std::chrono::seconds resolution{1};       ///< of the meter's clock: 1 s, or 60 s where it knows no seconds
  ClockCheckReason reason = ClockCheckReason::download;

  bool operator==(const ClockCheck&) const = default;
};

/// Meter time minus the host's wall clock at the check; positive when the meter is fast.
std::chrono::seconds clock_difference(const ClockCheck& check);

/// Whether a clock that is an hour off, to three minutes, shows what the zone's clocks showed before their
/// last change: winter time in summer, or summer time in winter.
enum class LeftOn : std::uint8_t { neither, winter_time, summer_time };
LeftOn left_on(const ClockCheck& check);

/// From `from` on (by the meter's clock) the person's wall clock runs in `zone`.
struct ZonePeriod {
  LocalSeconds from;
  std::string zone;

  bool operator==(const ZonePeriod&) const = default;
};

struct PlacedTime {
  std::optional<UtcSeconds> utc;  ///< nothing when unset
  TimeFlag flag = TimeFlag::unset;
  std::optional<std::chrono::seconds> error_bar;  ///< plus or minus; nothing where no clock check tells
};

/// The zone periods and clock checks of one meter. Derives UTC from meter times; nothing of it is stored.
///
/// The checks fall into stretches, between which the clock was set. A reading is placed by the stretch whose
/// times the meter showed: its drift is interpolated between the two checks around it, or taken from the
/// nearest one. Where the times of several stretches fit (a clock set back showed them twice) the latest is
/// taken, and the error bar reaches to the others. A meter that was left on winter time over the change to
/// summer time was not set: between such checks, and before one that shows it, its readings are placed by
/// UTC.
class Timeline {
 public:
  /// Throws Failure (not_found) for a zone name that does not exist. Periods and checks in any order.
  Timeline(const std::vector<ZonePeriod>& zones, const std::vector<ClockCheck>& checks);

  PlacedTime place(const MeterTime& time) const;
  /// A time of the person's wall clock, whatever the meter's showed.
  PlacedTime place_wall(const MeterTime& time) const;

 private:
  struct Period {
    LocalSeconds from;
    Zone zone;
  };
  /// A clock check as placing needs it.
  struct Check {
    LocalSeconds meter;
    UtcSeconds host;
    std::chrono::seconds ahead_of_wall;  ///< clock_difference
    std::chrono::seconds ahead_of_utc;
    std::chrono::seconds resolution;
    bool is_left_on;  ///< by an hour that the zone's last change explains
  };
  /// Checks without a setting of the clock between them, and the times that the meter can have shown from
  /// the setting before to the setting after.
  struct Stretch {
    std::vector<Check> checks;
    LocalSeconds from;
    LocalSeconds to;
  };
  static bool is_set_between(const Check& earlier, const Check& later);
  PlacedTime place_by_wall(LocalSeconds wall, std::optional<std::chrono::seconds> error_bar) const;
  PlacedTime place_in(const Stretch& stretch, LocalSeconds time) const;

  std::vector<Period> periods_;
  std::vector<Stretch> stretches_;
};

}  // namespace core
