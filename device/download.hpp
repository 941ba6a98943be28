#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/time/timeline.hpp"
#include "device/meter.hpp"

namespace device {

/// What a conversation needs besides the wire.
struct ReadOptions {
  /// Called once the meter has said who it is: gives its bookmark, or throws (another person's meter), which
  /// ends the conversation before a reading is asked for.
  std::function<std::optional<core::Bookmark>(const Identity&)> find_bookmark = [](const Identity&) {
    return std::optional<core::Bookmark>{};
  };
  Passes passes = Passes::usual;
  std::function<void(const Progress&)> progress = [](const Progress&) {};
  std::string zone = "UTC";  ///< IANA name of the host's zone, for the clock check
  std::function<core::UtcSeconds()> host_clock = [] {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  };
};

/// What a conversation brought.
struct MeterRead {
  Identity identity;
  std::optional<core::ClockCheck> clock;  ///< nothing where the meter's clock cannot be read
  Downloaded downloaded;
  std::optional<core::Error> broken;  ///< why it ended early; what came before is in the other fields
  std::size_t exchanges = 0;
  std::chrono::duration<double> time{0};
};

/// One whole conversation: who the meter is, its clock, its new readings. A break after the meter has said
/// who it is lands in `broken`, so that what came before can be kept; before that it throws. The logbook is
/// not touched: no transaction is open while a meter talks. Merge `downloaded.entries` as the whole memory
/// unless downloaded.met_bookmark; store the bookmark only when downloaded.complete.
boost::asio::awaitable<MeterRead> read_meter(Meter& meter, const ReadOptions& options);

/// The error with the step behind it ("while its readings were read"), where the port itself gave up: it
/// knows neither meter nor step.
core::Error during(const char* step, core::Error error);

/// A look at the clock, as a check to keep.
boost::asio::awaitable<core::ClockCheck> check_clock(Meter& meter, const ReadOptions& options,
                                                     core::ClockCheckReason reason);

}  // namespace device
