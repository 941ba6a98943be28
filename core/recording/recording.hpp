#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "core/time/meter_time.hpp"

namespace core {

enum class Direction : std::uint8_t { to_meter, from_meter };

/// Bytes that went over the wire in one piece.
struct Exchange {
  Direction direction = Direction::to_meter;
  std::chrono::microseconds at{0};  ///< since the recording began
  Bytes bytes;

  bool operator==(const Exchange&) const = default;
};

/// Everything that went over one wire in one conversation. It holds readings and a serial number: private
/// until it has been masked.
struct Recording {
  std::string driver;    ///< family name: "bgstar"
  std::string model;     ///< as the person named it; may be empty
  std::string settings;  ///< "115200 8N1"
  UtcSeconds started{};
  std::string zone;  ///< of the host, "Europe/London"
  std::vector<Exchange> exchanges;

  bool operator==(const Recording&) const = default;
};

/// As a file of kind "RECD"; see archive.hpp.
Bytes encode_recording(const Recording& recording);
[[nodiscard]] Result<Recording> decode_recording(ByteView file);

/// At most 64 MiB. Throws Failure: not_found, access_denied, and what decode_recording says.
Recording read_recording(const std::filesystem::path& path);

/// The recording as text: a head of three lines, then sixteen bytes a line with time, direction
/// (> to the meter, < from it), hex and the characters they are. Pieces that follow each other in one
/// direction are joined. Safe for a terminal whatever the recording holds.
std::string describe(const Recording& recording);

/// The last lines of that, without its head.
std::string describe_end(const Recording& recording, std::size_t most_lines);

}  // namespace core
