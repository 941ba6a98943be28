#include "device/meter.hpp"

namespace device {

boost::asio::awaitable<core::LocalSeconds> Meter::read_clock() {
  throw core::Failure({core::Errc::unsupported, "this meter's clock cannot be read", "", ""});
  co_return core::LocalSeconds{};
}

boost::asio::awaitable<void> Meter::set_clock(core::LocalSeconds) {
  throw core::Failure({core::Errc::unsupported, "this meter's clock cannot be set from here", "", ""});
  co_return;
}

}  // namespace device
