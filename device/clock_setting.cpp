#include "device/clock_setting.hpp"

#include <fmt/format.h>

namespace device {
namespace {

constexpr int last_settable_year = 2099;

}  // namespace

void require_settable(core::LocalSeconds time, int first_year, std::string_view meter) {
  if (time >= *core::make_local(first_year, 1, 1, 0, 0, 0) &&
      time < *core::make_local(last_settable_year + 1, 1, 1, 0, 0, 0))
    return;
  throw core::Failure({core::Errc::refused,
                       fmt::format("the clock of the {} knows the years {} to {} only", meter, first_year,
                                   last_settable_year),
                       core::format_local(time), ""});
}

core::Error clock_not_taken_over(std::string_view meter) {
  return {core::Errc::protocol, fmt::format("the {} does not take over the time it is sent", meter), "",
          "Set the clock on the meter itself."};
}

}  // namespace device
