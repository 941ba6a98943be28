#pragma once

#include <filesystem>

#include "device/driver.hpp"

namespace device {

/// Opens a serial port raw, locked, non-blocking, with stale input discarded, and gives its file descriptor.
/// Throws Failure as SerialPort does.
int open_tty(const std::filesystem::path& path, const SerialSettings& settings);

}  // namespace device
