// A recording from a stranger is refused or is exactly what it says, and takes no more memory than it brings.
// covers: core/recording/archive.cpp core/recording/recording.cpp
// plant: core/recording/archive.cpp s/count > rest_.size\(\)/count > rest_.size() + 1/
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/recording/archive.hpp"
#include "core/recording/recording.hpp"

namespace {

constexpr core::ArchiveKind kind{{'R', 'E', 'C', 'D'}, 1, "recording"};

void require(bool holds) {
  if (!holds) std::abort();
}

void check(core::ByteView file) {
  const auto recording = core::decode_recording(file);
  if (!recording) {
    const core::Errc error = recording.error().kind;
    return require(error == core::Errc::bad_data || error == core::Errc::refused);
  }
  // One canonical form: what was taken is written as it came.
  const core::Bytes again = core::encode_recording(*recording);
  require(std::equal(again.begin(), again.end(), file.begin(), file.end()));
  const std::string text = core::describe(*recording);
  for (const char c : text) require(c == '\n' || static_cast<unsigned char>(c) >= ' ');
  require(text.ends_with(core::describe_end(*recording, 24)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const core::ByteView input{data, size};
  check(input);
  check(core::seal(kind, input));  // the same bytes as a payload, with length and checksum repaired
  return 0;
}
