#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

/// The files of a mounted Accu-Chek Mobile. Nothing is written, and no symbolic link below the folder is
/// followed.
namespace device::accuchek_mobile {

/// The regular files */Reports/*.csv below the folder, by name; "Reports" and "csv" in any case. What cannot
/// be listed below it is left out. Throws core::Failure (access_denied, not_found) for the folder itself.
std::vector<std::filesystem::path> report_files(const std::filesystem::path& folder);

inline constexpr std::size_t largest_file = 16 * 1024 * 1024;

struct FileText {
  std::string text;
  bool is_sound = false;  ///< read without an error, and the file did not change meanwhile
  std::chrono::system_clock::time_point written;
};
/// Reads the file, or its first `most` bytes, from the device: not what the system still has of it. Throws
/// core::Failure: access_denied, and bad_data where it is larger than largest_file. Any other trouble makes
/// what came not sound.
FileText read_file(const std::filesystem::path& file, std::size_t most = largest_file);

}  // namespace device::accuchek_mobile
