#include "device/meter.hpp"

namespace device {

using core::Errc;

boost::asio::awaitable<ClockLook> Meter::read_clock() {
  throw core::Failure({Errc::unsupported, "this meter's clock cannot be read", "", ""});
  co_return ClockLook{};
}

boost::asio::awaitable<void> Meter::set_clock(WallClock) {
  throw core::Failure(
      {Errc::unsupported, "this meter's clock cannot be set from here", "", "Set it on the meter itself."});
  co_return;
}

boost::asio::awaitable<void> Meter::erase() {
  throw core::Failure({Errc::unsupported, "this meter's memory cannot be erased from here", "", ""});
  co_return;
}

const SerialLink& serial_link(const Driver& driver) {
  if (const auto* link = std::get_if<SerialLink>(&driver.link)) return *link;
  throw core::Failure({Errc::usage, "this meter is a folder, not a serial port",
                       std::string(driver.models.front().title),
                       "Give the folder where it is mounted: --port FOLDER."});
}

}  // namespace device
