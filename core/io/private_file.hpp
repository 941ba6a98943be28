#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/io/bytes.hpp"

// Whole files that this program writes for itself and may get back from a stranger: recordings, series,
// settings. `what` is for messages: "the recording cannot be written". All throw Failure (not_found,
// access_denied, refused when the disk is full, internal).
namespace core {

enum class Replace : bool { no, yes };

/// A file in the making: made beside its place at once, so that a place that cannot be written shows before
/// there is anything to lose, and taken away again when it is not published. Mode 0600 whatever the umask.
/// A file of this name is replaced, unless Replace::no is said; anything else that has the name (a folder, a
/// device) is refused.
class PrivateFile {
 public:
  PrivateFile(std::filesystem::path path, std::string what);
  ~PrivateFile();
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;

  /// Gives the file its bytes and its name: there is the old one or the whole new one, on the disk when this
  /// returns. Once. With Replace::no a file that has the name, or comes by it meanwhile, stays: refused.
  void publish(ByteView bytes, Replace replace = Replace::yes);

 private:
  std::filesystem::path path_;
  std::string what_;
  std::string beside_;  ///< "" once published
  int descriptor_;
};

/// Makes and publishes a PrivateFile.
void write_private_file(const std::filesystem::path& path, ByteView bytes, const std::string& what,
                        Replace replace = Replace::yes);

/// Nothing for what is no regular file or has more than `most` bytes.
std::optional<Bytes> read_whole_file(const std::filesystem::path& path, std::size_t most,
                                     const std::string& what);

}  // namespace core
