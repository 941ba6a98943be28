#pragma once

#include <optional>
#include <string>

#include "device/driver.hpp"
#include "device/probe.hpp"

namespace boost::asio {
class io_context;
}

namespace cli {

struct Context;

// Where a meter is and of which family: from the command line, from what is plugged in, from the person, and
// from probes that change nothing.

/// How to reach a meter, from the command line.
struct WireOptions {
  std::optional<std::string> port;  ///< a serial port, or the folder of a mounted meter
  std::optional<std::string> meter;
  std::optional<std::string> record;
  bool verbose = false;  ///< where the wire fails: show what last went over it
};

/// The driver --meter names; nullptr where it is to be found out. Throws core::Failure (usage).
const device::Driver* named_driver(const WireOptions& options);

/// --port, or the only meter that may be plugged in, or the one of several that the person means.
std::string chosen_port(Context& context, const WireOptions& options, const device::Driver* named);

/// The driver of a folder, which has to be `named` where that is one. Throws core::Failure.
const device::Driver& folder_driver(const device::Driver* named, const std::string& folder);

struct PortToMeter {
  boost::asio::io_context& io;
  std::string path;
  device::OpenWire open;
};

/// Which family is at the other end: the only one that can be, or the one that answers. Throws core::Failure.
const device::Driver& find_out(Context& context, const PortToMeter& port);

/// The meter that was named did not answer: `error`, or, where another family's does, that it does.
core::Error look_for_another(Context& context, const PortToMeter& port, const device::Driver& named,
                             const core::Error& error);

}  // namespace cli
