#include "core/io/input_file.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include "core/error.hpp"

namespace core {

std::ifstream open_input_file(const std::filesystem::path& file) {
  if (std::error_code ignored; std::filesystem::is_directory(file, ignored))
    throw Failure({Errc::not_found, "this is a folder, not a file", file.string(), ""});
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  const int cause = errno;
  if (in) return in;
  if (cause == ENOENT) throw Failure({Errc::not_found, "there is no such file", file.string(), ""});
  if (cause == EACCES || cause == EPERM)
    throw Failure({Errc::access_denied, "the system does not let us read this file", file.string(),
                   "Look at its permissions with ls -l."});
  throw Failure(
      {Errc::not_found, std::string("the file does not open: ") + std::strerror(cause), file.string(), ""});
}

}  // namespace core
