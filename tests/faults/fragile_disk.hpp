#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

/// A disk in memory, as an SQLite VFS, that can be made to break: what was written since a file's last sync
/// may be lost, in part or whole, when the power is cut; single calls can fail. One connection at a time.
class FragileDisk {
 public:
  FragileDisk();
  ~FragileDisk();
  FragileDisk(const FragileDisk&) = delete;
  FragileDisk& operator=(const FragileDisk&) = delete;

  const std::string& vfs_name() const { return name_; }

  /// The power goes at the k-th sync from now on (1 = the next), before it is done; every later call fails
  /// with an I/O error until reboot(). 0: never.
  void cut_power_at_sync(std::int64_t k) { cut_at_ = k == 0 ? 0 : syncs_ + k; }
  /// The n-th write, sync or truncate from now on fails with this SQLite error code, once. 0: none.
  void fail_call(std::int64_t n, int code) {
    fail_at_ = n == 0 ? 0 : calls_ + n;
    fail_code_ = code;
  }
  /// A disk that lies: syncs are counted and forgotten.
  bool ignores_syncs = false;

  bool power_is_cut() const { return dead_; }
  bool cut_is_planned() const { return cut_at_ != 0; }
  std::int64_t syncs() const { return syncs_; }
  std::int64_t calls() const { return calls_; }

  /// After a cut: each write since a file's last sync is kept, lost, or torn (its first sectors kept),
  /// drawn from `random`; then the disk works again.
  void reboot(std::mt19937& random);

  // Used by the VFS below.
  struct Write {
    std::int64_t offset;
    std::string bytes;      ///< of a write
    std::int64_t truncate;  ///< the new length, or -1 for a write
  };
  struct File {
    std::string content;         ///< as the system sees it
    std::string durable;         ///< as of the last sync
    std::vector<Write> pending;  ///< since then
    bool exists = false;
    /// What stood under this name before an unlink whose folder was not synced: it may come back.
    std::optional<std::string> ghost;
  };
  std::map<std::string, File> files;
  int before_call(bool is_sync);

 private:
  std::string name_;
  void* vfs_;
  std::int64_t syncs_ = 0;
  std::int64_t calls_ = 0;
  std::int64_t cut_at_ = 0;
  std::int64_t fail_at_ = 0;
  int fail_code_ = 0;
  bool dead_ = false;
};
