#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace simulators {

/// A port that looks serial: the host opens a pseudo-terminal's slave side, the simulator holds the master.
/// Raw, non-blocking; the slave is kept open here too, else the master's reads fail as long as no host is
/// there. Facts of Linux ptys that shape it: the host's baud rate is visible at the master; parity and word
/// size are not; what the host has not read when the master is closed is lost.
///
/// With a link, the port is found under a stable name. The link is made in one step and never takes the place
/// of anything but a link into /dev/pts that leads nowhere (left by a simulator that was killed); it is
/// removed only while it still points here. Everything throws core::Failure.
class PtyPort {
 public:
  /// Plugged in at once. An empty link: none.
  PtyPort(std::uint32_t baud, std::filesystem::path link);
  ~PtyPort();
  PtyPort(const PtyPort&) = delete;
  PtyPort& operator=(const PtyPort&) = delete;

  /// A new pseudo-terminal, under the same link.
  void plug();
  /// The host sees the cable pulled; the link is gone.
  void unplug() noexcept;
  bool is_plugged() const { return master_ >= 0; }

  int master() const { return master_; }
  const std::string& path() const { return path_; }  ///< "/dev/pts/7"; the last one while unplugged
  const std::filesystem::path& link() const { return link_; }
  /// The baud rate the host has set; 0 for one without a name.
  std::uint32_t host_baud() const;
  /// The host's end, opened, locked (flock) and set up as the meter's line wants it. Non-blocking.
  /// -1 while unplugged, or where another program holds the lock.
  int open_host_end() const;
  /// Bytes the host has not read yet. Those just written may still be on their way and not be counted.
  std::size_t unread() const;

 private:
  void make_link();
  void remove_link() noexcept;

  std::uint32_t baud_;
  std::filesystem::path link_;
  std::string path_;
  int master_ = -1;
  int slave_ = -1;
};

}  // namespace simulators
