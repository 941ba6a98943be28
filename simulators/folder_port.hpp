#pragma once

#include <filesystem>
#include <vector>

#include "core/io/bytes.hpp"

namespace simulators {

/// A folder that looks like a mounted USB stick with one file. It takes nobody's place: the folder is new or
/// empty, only what was made here is ever replaced or removed, and what else is put there meanwhile stays.
class FolderPort {
 public:
  /// Makes nothing yet.
  explicit FolderPort(std::filesystem::path folder) : folder_(std::move(folder)) {}
  ~FolderPort() { remove(); }
  FolderPort(const FolderPort&) = delete;
  FolderPort& operator=(const FolderPort&) = delete;

  /// The file is there whole, or as it was: written beside and renamed. The folders above it are made. Throws
  /// core::Failure; refused where something else is.
  void write(const std::filesystem::path& below, core::ByteView bytes);
  /// Everything that was made is gone, folders with something else in them excepted.
  void remove() noexcept;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  struct Made {
    std::filesystem::path path;
    int descriptor;  ///< held open: else another file could get the same inode
  };
  void make_folder(const std::filesystem::path& path);
  void write_file(const std::filesystem::path& path, core::ByteView bytes);

  std::filesystem::path folder_;
  std::vector<Made> made_;  ///< in this order: a folder before what lies in it
};

}  // namespace simulators
