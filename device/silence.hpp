#pragma once

#include "core/io/stream.hpp"
#include "device/meter.hpp"

namespace device {

/// Drops what comes over the wire until nothing has come for `quiet`; gives up after five seconds, since a
/// wire that never falls silent shows itself at the next question. Throws Failure: disconnected.
boost::asio::awaitable<void> wait_for_silence(core::ByteStream& wire, std::chrono::milliseconds quiet);

/// Drops what comes over the wire until a minute of the person's wall clock has just begun: at once within
/// its first second. For meters whose clock is set without seconds.
boost::asio::awaitable<void> wait_for_minute(core::ByteStream& wire, WallClock wall_clock);

}  // namespace device
