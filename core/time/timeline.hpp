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

/// The zone periods and clock checks of one meter. Derives UTC from meter times: the meter's drift is
/// interpolated between the two clock checks around a reading (or taken from the nearest one), then the
/// corrected wall clock is looked up in the zone. Derived at every use: nothing of it is stored.
class Timeline {
 public:
  /// Throws Failure (not_found) for a zone name that does not exist. Periods and checks in any order.
  Timeline(const std::vector<ZonePeriod>& zones, std::vector<ClockCheck> checks);

  PlacedTime place(const MeterTime& time) const;

 private:
  struct Period {
    LocalSeconds from;
    Zone zone;
  };
  struct Drift {
    std::chrono::seconds difference;
    std::optional<std::chrono::seconds> error_bar;
  };
  Drift drift_at(LocalSeconds time) const;

  std::vector<Period> periods_;
  std::vector<ClockCheck> checks_;
};

}  // namespace core
