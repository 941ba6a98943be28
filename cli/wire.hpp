#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/io/stream.hpp"
#include "device/driver.hpp"

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

/// Opens the port and runs one conversation over it to its end; with --record what went over the wire is
/// written to that file, also when the conversation ended early.
void converse(const Context& context, const WireOptions& options,
              const std::function<boost::asio::awaitable<void>(const device::Driver&, core::ByteStream&)>&
                  conversation);

}  // namespace cli
