#include "device/open_tty.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <grp.h>
#include <linux/serial.h>
#include <optional>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"

namespace device {
namespace {

using core::Errc;
using core::Failure;

constexpr const char* list_ports =
    "`ls /dev/ttyUSB* /dev/ttyACM*` lists the ports; with no meter's cable plugged in there is none.";

/// Closes what was opened when the rest of the way fails.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

std::string reason(int error) {
  return std::generic_category().message(error);
}

std::string group_name(gid_t group) {
  const ::group* entry = ::getgrgid(group);
  return entry != nullptr ? entry->gr_name : fmt::format("number {}", group);
}

Failure no_access(const std::filesystem::path& path) {
  struct stat info {};
  const bool known = ::stat(path.c_str(), &info) == 0;
  const bool group_may =
      known && (info.st_mode & (S_IRGRP | S_IWGRP)) == (S_IRGRP | S_IWGRP) && info.st_gid != 0;
  if (!group_may)
    return Failure(
        {Errc::access_denied, "the system does not let you use this port", path.string(),
         "`sudo scripts/install --prefix /usr/local` puts a rule in place that opens meters' ports to the "
         "person logged in."});
  const std::string group = group_name(info.st_gid);
  return Failure(
      {Errc::access_denied, fmt::format("the system lets only members of the group {} use this port", group),
       path.string(), fmt::format("Run `sudo adduser $USER {}`, log out and in, and try again.", group)});
}

Failure cannot_open(const std::filesystem::path& path, int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return no_access(path);
    case EBUSY:
      return Failure(
          {Errc::busy, "another program uses this port", path.string(), "Close it and try again."});
    case ENOENT:
    case ENOTDIR:
    case ENXIO:
    case ENODEV:
      return Failure({Errc::not_found, "there is no such port", path.string(), list_ports});
    default:
      return Failure(
          {Errc::not_found, "the port cannot be opened: " + reason(error), path.string(), list_ports});
  }
}

Failure no_serial_port(const std::filesystem::path& path) {
  return Failure({Errc::bad_data, "this is not a serial port", path.string(), list_ports});
}

/// Major numbers 136 to 143 are Unix 98 pseudo-terminals (Linux, Documentation/admin-guide/devices.txt).
bool is_pseudo_terminal(const struct stat& info) {
  return major(info.st_rdev) >= 136 && major(info.st_rdev) <= 143;
}

std::optional<speed_t> speed_of(std::uint32_t baud) {
  constexpr std::array<std::pair<std::uint32_t, speed_t>, 9> speeds{{{1200, B1200},
                                                                     {2400, B2400},
                                                                     {4800, B4800},
                                                                     {9600, B9600},
                                                                     {19200, B19200},
                                                                     {38400, B38400},
                                                                     {57600, B57600},
                                                                     {115200, B115200},
                                                                     {230400, B230400}}};
  for (const auto& [rate, speed] : speeds)
    if (rate == baud) return speed;
  return std::nullopt;
}

tcflag_t character_size(std::uint8_t data_bits) {
  return data_bits == 5 ? CS5 : data_bits == 6 ? CS6 : data_bits == 7 ? CS7 : CS8;
}

/// A pseudo-terminal keeps 8N1, and refuses anything else once its speed is right: asked for nothing else.
SerialSettings what_pseudo_terminals_have(const SerialSettings& settings) {
  return {settings.baud, 8, Parity::none, 1};
}

/// Raw, no flow control, modem lines ignored.
void configure(int fd, const SerialSettings& settings, const std::filesystem::path& path) {
  termios line{};
  if (::tcgetattr(fd, &line) != 0) throw no_serial_port(path);
  ::cfmakeraw(&line);
  line.c_cflag &= ~static_cast<tcflag_t>(CSIZE | CSTOPB | PARENB | PARODD | CRTSCTS);
  line.c_cflag |= CLOCAL | CREAD | character_size(settings.data_bits);
  if (settings.stop_bits == 2) line.c_cflag |= CSTOPB;
  if (settings.parity != Parity::none) line.c_cflag |= PARENB;
  if (settings.parity == Parity::odd) line.c_cflag |= PARODD;
  line.c_cc[VMIN] = 1;
  line.c_cc[VTIME] = 0;
  const auto speed = speed_of(settings.baud);
  const bool set = speed && ::cfsetispeed(&line, *speed) == 0 && ::cfsetospeed(&line, *speed) == 0 &&
                   ::tcsetattr(fd, TCSANOW, &line) == 0;
  termios now{};
  if (!set || ::tcgetattr(fd, &now) != 0 || ::cfgetospeed(&now) != *speed)
    throw Failure(
        {Errc::unsupported, fmt::format("this port cannot do {} baud", settings.baud), path.string(), ""});
}

}  // namespace

bool set_low_latency(int descriptor, bool is_low) {
  serial_struct serial{};
  if (::ioctl(descriptor, TIOCGSERIAL, &serial) != 0) return false;
  if (((serial.flags & ASYNC_LOW_LATENCY) != 0) == is_low) return false;
  serial.flags ^= ASYNC_LOW_LATENCY;
  return ::ioctl(descriptor, TIOCSSERIAL, &serial) == 0;
}

std::optional<core::Error> port_trouble(const std::filesystem::path& path) {
  if (::access(path.c_str(), R_OK | W_OK) == 0) return std::nullopt;
  return cannot_open(path, errno).error();
}

bool is_pseudo_terminal(const std::filesystem::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISCHR(info.st_mode) && is_pseudo_terminal(info);
}

int open_tty(const std::filesystem::path& path, const SerialSettings& settings) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) throw cannot_open(path, errno);
  if (!S_ISCHR(info.st_mode)) throw no_serial_port(path);

  Descriptor fd(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (fd.get() < 0) throw cannot_open(path, errno);
  if (::isatty(fd.get()) == 0) throw no_serial_port(path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) throw cannot_open(path, EBUSY);
  if (!is_pseudo_terminal(info)) ::ioctl(fd.get(), TIOCEXCL);  // a driver without it is all right
  configure(fd.get(), is_pseudo_terminal(info) ? what_pseudo_terminals_have(settings) : settings, path);
  ::tcflush(fd.get(), TCIFLUSH);
  return fd.release();
}

}  // namespace device
