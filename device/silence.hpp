#pragma once

#include "core/io/stream.hpp"
#include "device/meter.hpp"

namespace device {

/// Drops what comes over the wire until nothing has come for `quiet`; gives up after `longest`, since a wire
/// that never falls silent shows itself at the next question. Whether it fell silent. Throws Failure:
/// disconnected.
boost::asio::awaitable<bool> wait_for_silence(core::ByteStream& wire, std::chrono::milliseconds quiet,
                                              std::chrono::milliseconds longest = std::chrono::seconds(5));

/// The same before a question whose answer could be taken for the rest of an earlier one: until nothing has
/// come for 0.3 s. `longest` is what the longest answer takes. Throws Failure: protocol for a wire that does
/// not fall silent.
boost::asio::awaitable<void> outwait_answers(core::ByteStream& wire, std::chrono::milliseconds longest);

/// Drops what comes over the wire until a minute of the person's wall clock has just begun: at once within
/// its first second. For meters whose clock is set without seconds.
boost::asio::awaitable<void> wait_for_minute(core::ByteStream& wire, WallClock wall_clock);

}  // namespace device
