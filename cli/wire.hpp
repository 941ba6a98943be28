#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/io/stream.hpp"
#include "core/logbook/logbook.hpp"
#include "device/driver.hpp"
#include "device/meter.hpp"

namespace cli {

struct Context;

/// How to reach a meter, from the command line.
struct WireOptions {
  std::optional<std::string> port;
  std::optional<std::string> meter;
  std::optional<std::string> record;
};

/// The driver --meter names; the only one there is when not given. Throws core::Failure (usage).
const device::Driver& chosen_driver(const WireOptions& options);

/// --port, or the only serial adapter plugged in. Throws core::Failure (usage, not_found) with what there is.
std::string chosen_port(const WireOptions& options);

/// Throws core::Failure (protocol) when --meter names another model than the one that answers; a model this
/// program has not heard of may be any.
void require_named_model(const WireOptions& options, const device::Driver& driver,
                         const device::Identity& identity);

/// The meter as a logbook knows it.
core::Source source_of(const device::Driver& driver, const device::Identity& identity);

using Conversation = std::function<boost::asio::awaitable<void>(device::Meter&)>;

/// Opens the port and runs one conversation over it to its end. SIGINT, SIGTERM and SIGHUP close the port:
/// the conversation then ends with Errc::cancelled. With --record the file is made before the port is opened
/// and written however the conversation ends; one that is there is replaced only with a yes.
void converse(Context& context, const WireOptions& options, const Conversation& conversation);

}  // namespace cli
