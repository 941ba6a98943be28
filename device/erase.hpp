#pragma once

#include "device/meter.hpp"

namespace device {

/// Erases the meter's memory, once it has shown the same readings again: `stored` is a complete download of
/// the whole memory that is safe in a logbook. Throws Failure: refused when the two differ (a test was taken
/// meanwhile, or the line is disturbed); nothing is erased then. With what the meter's own erase throws it is
/// not known whether it has erased.
boost::asio::awaitable<void> erase_verified(Meter& meter, const Downloaded& stored);

/// For a family's erase, once it has counted what is left: throws Failure (protocol) unless that is nothing.
/// `meter` goes into the sentence: "OneTouch Verio IQ".
void require_erased(std::size_t left, std::string_view meter);

}  // namespace device
