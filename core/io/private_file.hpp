#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/io/bytes.hpp"

// Whole files that this program writes for itself and may get back from a stranger: recordings, series.
// `what` is for messages: "the recording cannot be written". Both throw Failure (not_found, access_denied,
// internal).
namespace core {

/// Writes beside the file and renames, so that there is the old one or the whole new one, on the disk when
/// this returns. Mode 0600 whatever the umask.
void write_private_file(const std::filesystem::path& path, ByteView bytes, const std::string& what);

/// Nothing for what is no regular file or has more than `most` bytes.
std::optional<Bytes> read_whole_file(const std::filesystem::path& path, std::size_t most,
                                     const std::string& what);

}  // namespace core
