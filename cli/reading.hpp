#pragma once

#include <functional>
#include <optional>

#include "cli/meter_owner.hpp"
#include "cli/wire.hpp"
#include "core/logbook/stored.hpp"
#include "device/download.hpp"

namespace cli {

/// How a meter is read into its owner's logbook.
struct ReadingOptions {
  OwnerOptions owner;
  device::Passes passes = device::Passes::usual;
  bool whole = false;  ///< the whole memory again, not only what is new
  /// Called once it is known which meter it is and whose, before its first reading is asked for: throws to
  /// leave it unread.
  std::function<void(const device::Identity&)> agree = [](const device::Identity&) {};
};

/// What one reading of a meter did.
struct Session {
  const device::Driver* driver = nullptr;
  device::MeterRead read;
  core::Added added;
  std::optional<core::LocalSeconds> shown;  ///< by the meter's clock when it was read
  bool erased = false;

  /// A meter that holds nothing and says nothing of itself: nothing is kept.
  bool is_of_nobody() const { return read.identity.serial.empty() && read.downloaded.entries.empty(); }
};

/// Reads the meter and stores what came, its clock too; from then on `context` speaks for the meter's owner.
/// A break before the readings are stored is not thrown but kept in session.read.broken.
boost::asio::awaitable<void> read_and_store(Session& session, Context& context, const WireOptions& wire,
                                            ReadingOptions options, device::Meter& meter);

/// Whether this computer's clock can be right: with another one no meter's is compared. Says so where not.
bool has_right_clock(Context& context);

/// The meter's memory has been erased: what it shows later are no old readings, be they equal to them.
void store_erasure(Context& context, const Session& session);

/// Throws what broke the session, where something did, and says what is kept all the same.
void require_unbroken(const Session& session);

/// Sets the clock of a meter that has been read and stored, and keeps the look at it before and after. Gives
/// the latter, or nothing where the clock cannot be read.
boost::asio::awaitable<std::optional<core::ClockCheck>> set_clock(Context& context, const Session& session,
                                                                  device::Meter& meter);

}  // namespace cli
