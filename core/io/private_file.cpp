#include "core/io/private_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/error.hpp"

namespace core {
namespace {

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

[[noreturn]] void throw_system_failure(const std::string& what, const std::filesystem::path& path) {
  const int error = errno;
  const Errc kind = error == ENOENT || error == ENOTDIR                    ? Errc::not_found
                    : error == EACCES || error == EPERM || error == EROFS  ? Errc::access_denied
                    : error == ENOSPC || error == EDQUOT || error == EFBIG ? Errc::refused
                                                                           : Errc::internal;
  throw Failure({kind, what + ": " + std::strerror(error), path.string(), ""});
}

bool write_all(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

/// Gives the file its name; the call fails with EEXIST where that is taken and not to be replaced.
bool give_name(const std::string& beside, const std::string& path, Replace replace) {
  if (replace == Replace::yes) return ::rename(beside.c_str(), path.c_str()) == 0;
  if (::renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  // A file system that cannot: a second name is never put over a first.
  return ::link(beside.c_str(), path.c_str()) == 0 && ::unlink(beside.c_str()) == 0;
}

}  // namespace

PrivateFile::PrivateFile(std::filesystem::path path, std::string what)
    : path_(std::move(path)), what_(std::move(what)), beside_(path_.string() + ".XXXXXX"), descriptor_(-1) {
  struct stat status {};
  if (::stat(path_.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    throw Failure({Errc::refused, "the " + what_ + " cannot take the place of what is no file",
                   path_.string(), "Give another name."});
  descriptor_ = ::mkostemp(beside_.data(), O_CLOEXEC);
  if (descriptor_ < 0) throw_system_failure("the " + what_ + " cannot be written", path_);
}

PrivateFile::~PrivateFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

void PrivateFile::publish(ByteView bytes, Replace replace) {
  if (::fchmod(descriptor_, 0600) != 0)
    throw_system_failure("the " + what_ + " cannot be kept private", path_);
  if (!write_all(descriptor_, bytes) || ::fsync(descriptor_) != 0 ||
      ::close(std::exchange(descriptor_, -1)) != 0)
    throw_system_failure("the " + what_ + " cannot be written", path_);
  if (!give_name(beside_, path_.string(), replace)) {
    if (errno == EEXIST)
      throw Failure({Errc::refused, "there is a file of this name already", path_.string(), ""});
    throw_system_failure("the " + what_ + " cannot be written", path_);
  }
  beside_.clear();
  // The name, too, has to outlive a power cut; not every file system can sync a folder.
  const std::filesystem::path folder = path_.has_parent_path() ? path_.parent_path() : ".";
  const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) ::fsync(directory.get());
}

void write_private_file(const std::filesystem::path& path, ByteView bytes, const std::string& what,
                        Replace replace) {
  PrivateFile(path, what).publish(bytes, replace);
}

std::optional<Bytes> read_whole_file(const std::filesystem::path& path, std::size_t most,
                                     const std::string& what) {
  // O_NONBLOCK: a named pipe in the file's place must not hold us.
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
    throw_system_failure("the " + what + " cannot be read", path);
  if (!S_ISREG(status.st_mode) || status.st_size < 0 || static_cast<std::size_t>(status.st_size) > most)
    return std::nullopt;
  Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + got, bytes.size() - got);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_system_failure("the " + what + " cannot be read", path);
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  bytes.resize(got);
  return bytes;
}

}  // namespace core
