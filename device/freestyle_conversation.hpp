#pragma once

#include <string>

#include "device/freestyle_dump.hpp"
#include "device/meter.hpp"
#include "device/text_exchange.hpp"

// What is said to every FreeStyle meter.
namespace device {

/// A dump, and when its clock's line had come.
struct FreestyleRead {
  FreestyleDump dump;
  core::Deadline asked{};
  core::Deadline clock_at{};
};

/// How long to wait for an answer of these meters, and how much of one to take.
inline constexpr AnswerLimits freestyle_limits{std::chrono::seconds(2), std::chrono::seconds(1),
                                               std::chrono::seconds(30)};

/// Asks for the whole memory until it came whole, four damaged answers at most; and until two in a row are
/// alike where one alone is not to be believed. A dump of another meter than `serial` is damaged, too; empty:
/// any may be it.
boost::asio::awaitable<FreestyleRead> read_freestyle_dump(
    TextExchange& exchange, TextQuestion question, core::Result<FreestyleDump> (*decode)(std::string_view),
    std::string serial);

/// Sets the clock when a minute of the wall clock begins, and gives that minute: the meter's seconds become
/// 00. Whether it was heard is seen from the clock alone. Throws Failure: refused outside the years 2000 to
/// 2099.
boost::asio::awaitable<core::LocalSeconds> send_freestyle_clock(core::ByteStream& wire,
                                                                TextExchange& exchange, WallClock wall_clock);

}  // namespace device
