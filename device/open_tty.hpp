#pragma once

#include <filesystem>
#include <optional>

#include "core/error.hpp"
#include "device/driver.hpp"

namespace device {

/// Opens a serial port raw, locked, non-blocking, with stale input discarded, and gives its file descriptor.
/// Throws Failure as SerialPort does.
int open_tty(const std::filesystem::path& path, const SerialSettings& settings);

/// What would keep a port from being opened: there is none, or the system does not let us; nothing else is
/// found out without opening it.
std::optional<core::Error> port_trouble(const std::filesystem::path& path);

/// Whether it is the kind of port that simulators and other programs make.
bool is_pseudo_terminal(const std::filesystem::path& path);

}  // namespace device
