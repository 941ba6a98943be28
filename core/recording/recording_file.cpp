#include <utility>

#include "core/io/private_file.hpp"
#include "core/recording/recording.hpp"

namespace core {

Recording read_recording(const std::filesystem::path& path) {
  constexpr std::size_t largest_file = 64u << 20;
  const std::optional<Bytes> bytes = read_whole_file(path, largest_file, "recording");
  Result<Recording> recording = decode_recording(bytes ? ByteView(*bytes) : ByteView());
  if (recording) return std::move(*recording);
  Error error = recording.error();
  error.where = error.where.empty() ? path.string() : path.string() + ", " + error.where;
  throw Failure(error);
}

}  // namespace core
