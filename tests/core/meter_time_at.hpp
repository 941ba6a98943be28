#pragma once

#include "core/time/meter_time.hpp"

/// A meter's time, as "2026-01-01 08:00:00".
inline core::MeterTime at(const char* time) {
  return {core::parse_local(time).value()};
}
