#include "device/ports.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "device/registry.hpp"

namespace device {
namespace {

namespace fs = std::filesystem;

/// The first line of a small file; empty where there is none.
std::string read_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line.substr(0, 256);
}

std::optional<std::uint16_t> parse_hex_id(const std::string& text) {
  std::uint16_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size() || text.size() != 4) return std::nullopt;
  return value;
}

/// Looks for the USB device that a tty belongs to: some folders above it in the kernel's tree.
void fill_in_usb(Port& port, const fs::path& sysfs) {
  constexpr int levels = 6;
  std::error_code error;
  fs::path folder = fs::canonical(sysfs / "class/tty" / port.path.filename() / "device", error);
  for (int level = 0; !error && level < levels && folder.has_relative_path(); ++level) {
    const auto vendor = parse_hex_id(read_line(folder / "idVendor"));
    const auto product = parse_hex_id(read_line(folder / "idProduct"));
    if (vendor && product) {
      port.usb = UsbId{*vendor, *product};
      port.adapter = read_line(folder / "product");
      return;
    }
    folder = folder.parent_path();
  }
}

bool has_cable_of(const Port& port, const SerialLink& link) {
  return port.usb && std::find(link.usb.begin(), link.usb.end(), *port.usb) != link.usb.end();
}

/// The kernel writes blanks and such in a mount's path as \040: three octal digits.
std::string unescaped(const std::string& text) {
  const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_code = text[i] == '\\' && i + 3 < text.size() && is_octal(text[i + 1]) &&
                         is_octal(text[i + 2]) && is_octal(text[i + 3]);
    plain += is_code
                 ? static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + text[i + 3] - '0')
                 : text[i];
    if (is_code) i += 3;
  }
  return plain;
}

}  // namespace

std::vector<Port> scan_ports(const fs::path& sysfs, const fs::path& dev) {
  std::vector<Port> ports;
  std::error_code error;
  for (fs::directory_iterator entry(sysfs / "class/tty", error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with("ttyUSB") && !name.starts_with("ttyACM")) continue;
    Port port{dev / name, std::nullopt, ""};
    fill_in_usb(port, sysfs);
    ports.push_back(std::move(port));
  }
  const auto by_number = [](const Port& a, const Port& b) {
    const std::string &x = a.path.native(), &y = b.path.native();
    return std::pair(x.size(), x) < std::pair(y.size(), y);
  };
  std::sort(ports.begin(), ports.end(), by_number);
  return ports;
}

Port find_port(const fs::path& path, const fs::path& sysfs) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  Port port{error ? path : real, std::nullopt, ""};
  fill_in_usb(port, sysfs);
  port.path = path;
  return port;
}

std::vector<fs::path> mounted_folders(const fs::path& mounts) {
  std::vector<fs::path> folders;
  std::ifstream file(mounts);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string what, folder;
    words >> what >> folder;
    const bool is_stick = what.starts_with("/dev/sd") || folder.starts_with("/media/") ||
                          folder.starts_with("/run/media/") || folder.starts_with("/mnt/");
    if (is_stick && folder != "/") folders.emplace_back(unescaped(folder));
  }
  return folders;
}

std::vector<const Driver*> likely_drivers(const Port& port) {
  std::vector<const Driver*> all, fitting;
  for (const Driver* driver : drivers()) {
    const auto* link = std::get_if<SerialLink>(&driver->link);
    if (!link) continue;
    all.push_back(driver);
    if (has_cable_of(port, *link)) fitting.push_back(driver);
  }
  return fitting.empty() ? all : fitting;
}

std::vector<Candidate> find_candidates(const fs::path& sysfs, const fs::path& mounts) {
  std::vector<Candidate> all;
  for (Port& port : scan_ports(sysfs)) {
    auto likely = likely_drivers(port);
    all.push_back({std::move(port), std::move(likely)});
  }
  for (const fs::path& folder : mounted_folders(mounts))
    for (const Driver* driver : drivers())
      if (const auto* link = std::get_if<FolderLink>(&driver->link); link && link->fits(folder))
        all.push_back({{folder, std::nullopt, ""}, {driver}});
  return all;
}

std::vector<Candidate> candidates_for(const Driver* named, const std::vector<Candidate>& all) {
  if (!named) return all;
  std::vector<Candidate> own, unnamed;
  for (const Candidate& candidate : all) {
    if (std::find(candidate.likely.begin(), candidate.likely.end(), named) == candidate.likely.end())
      continue;
    const auto* link = std::get_if<SerialLink>(&named->link);
    const bool is_its_own = !link || has_cable_of(candidate.port, *link);
    (is_its_own ? own : unnamed).push_back(candidate);
  }
  return own.empty() ? unnamed : own;
}

}  // namespace device
