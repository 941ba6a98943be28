#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "device/driver.hpp"

namespace device {

/// A serial adapter that is plugged in, as the kernel tells of it.
struct Port {
  std::filesystem::path path;  ///< "/dev/ttyUSB0"
  std::optional<UsbId> usb;    ///< of the adapter, or of the meter that has it inside
  std::string adapter;         ///< what it calls itself; comes from outside, may be empty
};

/// The USB serial adapters of this machine, by name. `sysfs` and `dev` are elsewhere in tests.
std::vector<Port> scan_ports(const std::filesystem::path& sysfs = "/sys",
                             const std::filesystem::path& dev = "/dev");

/// The port of this path; links are followed. Without USB id where it is no USB adapter.
Port find_port(const std::filesystem::path& path, const std::filesystem::path& sysfs = "/sys");

/// The families whose cables or meters have this id; all serial ones where the port has none, or one that no
/// driver names.
std::vector<const Driver*> likely_drivers(const Port& port);

/// Folders where removable media are mounted (mounts: /proc/self/mounts): a meter can be one of them.
std::vector<std::filesystem::path> mounted_folders(const std::filesystem::path& mounts = "/proc/self/mounts");

/// Something plugged in that may be a meter, and of which families: an adapter, or a mounted folder, whose
/// path is then the port's.
struct Candidate {
  Port port;
  std::vector<const Driver*> likely;
};
std::vector<Candidate> find_candidates(const std::filesystem::path& sysfs = "/sys",
                                       const std::filesystem::path& mounts = "/proc/self/mounts");
/// Those that may be a meter of the named family: with its own cable or, where there is none such, with one
/// that no driver names. nullptr: all.
std::vector<Candidate> candidates_for(const Driver* named, const std::vector<Candidate>& all);

}  // namespace device
