#include "device/meters/accuchek_mobile/folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/error.hpp"

namespace device::accuchek_mobile {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> list(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> all;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    all.push_back(at->path());
  return all;
}

bool is_one(const fs::path& path, fs::file_type type) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type() == type;
}

bool is_called(const fs::path& name, std::string_view lower_case) {
  std::string text = name.string();
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return text == lower_case;
}

core::Failure not_allowed(const fs::path& path) {
  return core::Failure({core::Errc::access_denied, "the system does not let us read this", path.string(),
                        "Look at its permissions with ls -l."});
}

/// An open file; -1 where it did not open.
class File {
 public:
  /// Not blocking: what was a file a moment ago may be a pipe now.
  explicit File(const fs::path& path)
      : number_(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

/// Appends the file's bytes up to `most` in all; false at an input error.
bool read_up_to(int file, std::size_t most, std::string& into) {
  std::array<char, 65536> piece;
  while (into.size() < most) {
    const ssize_t count = ::read(file, piece.data(), std::min(piece.size(), most - into.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0;
    into.append(piece.data(), static_cast<std::size_t>(count));
  }
  return true;
}

bool is_same(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

}  // namespace

std::vector<fs::path> report_files(const fs::path& folder) {
  std::error_code error, ignored;
  const std::vector<fs::path> model_folders = list(folder, error);
  if (error == std::errc::permission_denied) throw not_allowed(folder);
  if (error)
    throw core::Failure({core::Errc::not_found, "this folder cannot be read: " + error.message(),
                         folder.string(), "Plug the meter in and wait for it to be mounted."});
  std::vector<fs::path> files;
  for (const fs::path& model : model_folders) {
    if (!is_one(model, fs::file_type::directory)) continue;
    for (const fs::path& reports : list(model, ignored)) {
      if (!is_called(reports.filename(), "reports") || !is_one(reports, fs::file_type::directory)) continue;
      for (const fs::path& file : list(reports, ignored))
        if (is_called(file.extension(), ".csv") && is_one(file, fs::file_type::regular))
          files.push_back(file);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

FileText read_file(const fs::path& path, std::size_t most) {
  const File file(path);
  if (file.number() < 0 && (errno == EACCES || errno == EPERM)) throw not_allowed(path);
  struct stat before = {}, after = {};
  if (file.number() < 0 || ::fstat(file.number(), &before) != 0 || !S_ISREG(before.st_mode)) return {};
  if (before.st_size > static_cast<off_t>(largest_file))
    throw core::Failure({core::Errc::bad_data, "this file is too large for a report", path.string(), ""});
  FileText read;
  ::posix_fadvise(file.number(), 0, 0, POSIX_FADV_DONTNEED);
  read.is_sound = read_up_to(file.number(), most, read.text) && ::fstat(file.number(), &after) == 0 &&
                  before.st_size == after.st_size && is_same(before.st_mtim, after.st_mtim) &&
                  read.text.size() == std::min(most, static_cast<std::size_t>(after.st_size));
  read.written = std::chrono::system_clock::from_time_t(before.st_mtim.tv_sec) +
                 std::chrono::duration_cast<std::chrono::system_clock::duration>(
                     std::chrono::nanoseconds(before.st_mtim.tv_nsec));
  return read;
}

}  // namespace device::accuchek_mobile
