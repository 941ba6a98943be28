#pragma once

#include <filesystem>
#include <optional>

#include "core/error.hpp"
#include "device/driver.hpp"

namespace device {

/// Opens a serial port raw, locked, non-blocking, with stale input discarded, and gives its file descriptor.
/// Throws Failure as SerialPort does.
int open_tty(const std::filesystem::path& path, const SerialSettings& settings);

/// Has a USB adapter hand over what it received at once, not every 16 ms (an FTDI chip's own timer, and with
/// it every exchange's answer), or not. True where this changed it: it is then to be put back. Ports that
/// know no such mode are left as they are.
bool set_low_latency(int descriptor, bool is_low);

/// What would keep a port from being opened: there is none, or the system does not let us; nothing else is
/// found out without opening it.
std::optional<core::Error> port_trouble(const std::filesystem::path& path);

/// Whether it is the kind of port that simulators and other programs make.
bool is_pseudo_terminal(const std::filesystem::path& path);

}  // namespace device
