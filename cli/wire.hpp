#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "cli/which_meter.hpp"
#include "core/io/stream.hpp"
#include "core/logbook/stored.hpp"
#include "device/driver.hpp"
#include "device/meter.hpp"

namespace cli {

/// Throws core::Failure (protocol) when --meter names another model than the one that answers; a model this
/// program has not heard of may be any.
void require_named_model(const WireOptions& options, const device::Driver& driver,
                         const device::Identity& identity);

/// The title of the model that --meter names; "" where it names none of the driver's.
std::string title_of_named(const device::Driver& driver, const WireOptions& options);

/// " --port ./meter --meter bgstar --profile ben" for a command about the same meter and logbook, as they
/// were given.
std::string for_meter(const Context& context, const WireOptions& options);

/// The meter as a logbook knows it.
core::Source source_of(const device::Driver& driver, const device::Identity& identity);

using Conversation = std::function<boost::asio::awaitable<void>(const device::Driver&, device::Meter&)>;

/// Opens the link and runs one conversation over it to its end. Without a port the only meter that may be
/// plugged in is taken, or the person asked which; a folder is a port, too. Without --meter, or with `--meter
/// auto`, it is found out which family is there: from the adapter where it belongs to one family, else by
/// probes that change nothing. SIGINT, SIGTERM and SIGHUP close the port: the conversation then ends with
/// Errc::cancelled. Where the wire made it fail --verbose shows the end of what went over it on context.err,
/// the probes included. With --record the file is made before the port is opened and written however the
/// conversation ends; one that is there is replaced only with a yes. Throws core::Failure: usage, not_found,
/// timeout, …
void converse(Context& context, const WireOptions& options, const Conversation& conversation);

}  // namespace cli
