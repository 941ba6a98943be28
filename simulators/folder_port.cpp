#include "simulators/folder_port.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.hpp"

namespace simulators {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path) {
  throw core::Failure({core::Errc::refused, "something else is there already", path.string(),
                       "Choose another folder, or remove what is there if no simulator uses it."});
}

[[noreturn]] void throw_system_failure(const std::string& what, const fs::path& path) {
  const core::Errc kind = errno == ENOENT || errno == ENOTDIR ? core::Errc::not_found
                          : errno == EACCES || errno == EROFS ? core::Errc::access_denied
                                                              : core::Errc::internal;
  throw core::Failure({kind, what + ": " + std::strerror(errno), path.string(), ""});
}

bool write_all(int file, core::ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

/// Whether the path still leads to what is held open.
bool leads_to(const fs::path& path, int descriptor) {
  struct stat held {};
  struct stat there {};
  return ::fstat(descriptor, &held) == 0 && ::lstat(path.c_str(), &there) == 0 &&
         held.st_dev == there.st_dev && held.st_ino == there.st_ino;
}

}  // namespace

void FolderPort::write(const fs::path& below, core::ByteView bytes) {
  const bool is_new = made_.empty();
  try {
    if (is_new) {
      std::error_code error;
      if (!fs::is_directory(folder_, error))
        make_folder(folder_);
      else if (!fs::is_empty(folder_, error))
        refuse(folder_);
    }
    fs::path place = folder_;
    for (const fs::path& part : below.parent_path()) make_folder(place /= part);
    write_file(folder_ / below, bytes);
  } catch (...) {
    if (is_new) remove();
    throw;
  }
}

void FolderPort::remove() noexcept {
  for (; !made_.empty(); made_.pop_back()) {
    const char* const path = made_.back().path.c_str();
    if (leads_to(path, made_.back().descriptor) && ::unlink(path) != 0) ::rmdir(path);
    ::close(made_.back().descriptor);
  }
}

void FolderPort::make_folder(const fs::path& path) {
  if (std::any_of(made_.begin(), made_.end(), [&](const Made& made) { return made.path == path; })) return;
  if (::mkdir(path.c_str(), 0777) != 0) {
    if (errno == EEXIST) refuse(path);
    throw_system_failure("the folder cannot be made", path);
  }
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) throw_system_failure("the folder cannot be opened", path);
  made_.push_back({path, folder});
}

void FolderPort::write_file(const fs::path& path, core::ByteView bytes) {
  const fs::path beside = path.string() + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0 && errno == EEXIST) refuse(beside);
  if (file < 0) throw_system_failure("the report cannot be written", path);
  const auto old =
      std::find_if(made_.begin(), made_.end(), [&](const Made& made) { return made.path == path; });
  const bool replaces = old != made_.end() && leads_to(path, old->descriptor);
  const unsigned how = replaces ? 0 : RENAME_NOREPLACE;
  if (!write_all(file, bytes) || ::renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, path.c_str(), how) != 0) {
    const int reason = errno;
    ::unlink(beside.c_str());
    ::close(file);
    errno = reason;
    if (errno == EEXIST) refuse(path);
    throw_system_failure("the report cannot be written", path);
  }
  if (old == made_.end()) {
    made_.push_back({path, file});
  } else {
    ::close(old->descriptor);
    old->descriptor = file;
  }
}

}  // namespace simulators
