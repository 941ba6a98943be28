#include "core/recording/recording.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/recording/archive.hpp"

namespace core {
namespace {

constexpr ArchiveKind recording_kind{{'R', 'E', 'C', 'D'}, 1, "recording"};
constexpr std::size_t largest_file = 64u << 20;
constexpr std::int64_t last_second = 7258118400;  ///< 2200-01-01

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int get() const { return descriptor_; }
  bool close() {
    const int closing = std::exchange(descriptor_, -1);
    return closing < 0 || ::close(closing) == 0;
  }

 private:
  int descriptor_;
};

[[noreturn]] void throw_system_failure(std::string what, const std::filesystem::path& path) {
  const int error = errno;
  const Errc kind = error == ENOENT || error == ENOTDIR                   ? Errc::not_found
                    : error == EACCES || error == EPERM || error == EROFS ? Errc::access_denied
                                                                          : Errc::internal;
  throw Failure({kind, std::move(what) + ": " + std::strerror(error), path.string(), ""});
}

void write_all(const File& file, ByteView bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_system_failure("the recording cannot be written", path);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

}  // namespace

template <class Archive>
void save(Archive& archive, const Exchange& exchange) {
  archive(exchange.direction, static_cast<std::int64_t>(exchange.at.count()), exchange.bytes);
}

template <class Archive>
void load(Archive& archive, Exchange& exchange) {
  std::int64_t at = 0;
  archive(exchange.direction, at, exchange.bytes);
  if (exchange.direction > Direction::from_meter || at < 0)
    throw cereal::Exception("no such direction or time");
  exchange.at = std::chrono::microseconds(at);
}

template <class Archive>
void save(Archive& archive, const Recording& recording) {
  archive(recording.driver, recording.model, recording.settings,
          static_cast<std::int64_t>(recording.started.time_since_epoch().count()), recording.zone,
          recording.exchanges);
}

template <class Archive>
void load(Archive& archive, Recording& recording) {
  std::int64_t started = 0;
  archive(recording.driver, recording.model, recording.settings, started, recording.zone,
          recording.exchanges);
  if (started < 0 || started >= last_second) throw cereal::Exception("no such time");
  recording.started = UtcSeconds(std::chrono::seconds(started));
}

Bytes encode_recording(const Recording& recording) {
  return encode_archive(recording_kind, recording);
}

Result<Recording> decode_recording(ByteView file) {
  return decode_archive<Recording>(recording_kind, file);
}

void write_recording(const std::filesystem::path& path, const Recording& recording) {
  const Bytes bytes = encode_recording(recording);
  std::string beside = path.string() + ".XXXXXX";
  File file(::mkostemp(beside.data(), O_CLOEXEC));
  if (file.get() < 0) throw_system_failure("the recording cannot be written", path);
  try {
    if (::fchmod(file.get(), 0600) != 0) throw_system_failure("the recording cannot be kept private", path);
    write_all(file, bytes, path);
    if (::fsync(file.get()) != 0 || !file.close() || ::rename(beside.c_str(), path.c_str()) != 0)
      throw_system_failure("the recording cannot be written", path);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

Recording read_recording(const std::filesystem::path& path) {
  // O_NONBLOCK: a named pipe in the file's place must not hold us.
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
    throw_system_failure("the recording cannot be read", path);
  if (!S_ISREG(status.st_mode) || status.st_size < 0 ||
      static_cast<std::size_t>(status.st_size) > largest_file) {
    Error error = damaged(recording_kind);
    error.where = path.string();
    throw Failure(error);
  }
  Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + got, bytes.size() - got);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_system_failure("the recording cannot be read", path);
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  bytes.resize(got);
  Result<Recording> recording = decode_recording(bytes);
  if (recording) return std::move(*recording);
  Error error = recording.error();
  error.where = error.where.empty() ? path.string() : path.string() + ", " + error.where;
  throw Failure(error);
}

}  // namespace core
