#include "simulators/pty_port.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/error.hpp"

namespace simulators {
namespace {

struct Speed {
  std::uint32_t baud;
  speed_t code;
};
constexpr Speed speeds[] = {{1200, B1200},     {2400, B2400},     {4800, B4800},    {9600, B9600},
                            {19200, B19200},   {38400, B38400},   {57600, B57600},  {115200, B115200},
                            {230400, B230400}, {460800, B460800}, {921600, B921600}};

[[noreturn]] void throw_system_failure(const std::string& what, const std::string& where) {
  throw core::Failure({core::Errc::internal, what + ": " + std::strerror(errno), where, ""});
}

/// Raw, at this speed.
bool set_up(int slave, std::uint32_t baud) {
  termios settings{};
  if (::tcgetattr(slave, &settings) != 0) return false;
  ::cfmakeraw(&settings);
  for (const Speed& speed : speeds)
    if (speed.baud == baud) ::cfsetspeed(&settings, speed.code);
  return ::tcsetattr(slave, TCSANOW, &settings) == 0;
}

/// True for a symbolic link into /dev/pts that leads nowhere, or to `own`.
bool is_stale(const std::filesystem::path& link, const std::string& own) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::read_symlink(link, error);
  const std::string number = target.filename().native();
  if (error || target.parent_path() != "/dev/pts" ||
      number.find_first_not_of("0123456789") != std::string::npos)
    return false;
  return target == own || (!std::filesystem::exists(target, error) && !error);
}

}  // namespace

PtyPort::PtyPort(std::uint32_t baud, std::filesystem::path link) : baud_(baud), link_(std::move(link)) {
  plug();
}

PtyPort::~PtyPort() {
  unplug();
}

void PtyPort::plug() {
  if (is_plugged()) return;
  try {
    master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    char name[64];
    if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0 ||
        ::ptsname_r(master_, name, sizeof name) != 0)
      throw_system_failure("no pseudo-terminal can be made", "/dev/ptmx");
    path_ = name;
    slave_ = ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave_ < 0 || !set_up(slave_, baud_))
      throw_system_failure("the pseudo-terminal cannot be set up", path_);
    make_link();
  } catch (...) {
    unplug();
    throw;
  }
}

void PtyPort::unplug() noexcept {
  if (master_ >= 0) remove_link();
  if (slave_ >= 0) ::close(slave_);
  if (master_ >= 0) ::close(master_);
  slave_ = master_ = -1;
}

void PtyPort::make_link() {
  if (link_.empty() || ::symlink(path_.c_str(), link_.c_str()) == 0) return;
  if (errno != EEXIST) {
    const core::Errc kind =
        errno == ENOENT || errno == ENOTDIR ? core::Errc::not_found : core::Errc::access_denied;
    throw core::Failure(
        {kind, std::string("the link cannot be made: ") + std::strerror(errno), link_.string(), ""});
  }
  if (!is_stale(link_, path_))
    throw core::Failure(
        {core::Errc::refused, "something else is there already", link_.string(),
         "Choose another name for the link, or remove what is there if no simulator uses it."});
  const std::string beside = fmt::format("{}.{}", link_.string(), ::getpid());
  if (::symlink(path_.c_str(), beside.c_str()) != 0 || ::rename(beside.c_str(), link_.c_str()) != 0)
    throw_system_failure("the link cannot be made", link_.string());
}

void PtyPort::remove_link() noexcept {
  if (link_.empty()) return;
  char target[64];
  const ssize_t length = ::readlink(link_.c_str(), target, sizeof target);
  if (length > 0 && std::string_view(target, static_cast<std::size_t>(length)) == path_)
    ::unlink(link_.c_str());
}

std::uint32_t PtyPort::host_baud() const {
  termios settings{};
  if (::tcgetattr(master_, &settings) != 0) return 0;
  for (const Speed& speed : speeds)
    if (speed.code == ::cfgetospeed(&settings)) return speed.baud;
  return 0;
}

int PtyPort::open_host_end() const {
  if (!is_plugged()) return -1;
  const int slave = ::open(path_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (slave >= 0 && ::flock(slave, LOCK_EX | LOCK_NB) == 0 && set_up(slave, baud_)) return slave;
  if (slave >= 0) ::close(slave);
  return -1;
}

std::size_t PtyPort::unread() const {
  int count = 0;
  return ::ioctl(slave_, FIONREAD, &count) == 0 && count > 0 ? static_cast<std::size_t>(count) : 0;
}

}  // namespace simulators
