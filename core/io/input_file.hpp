#pragma once

#include <filesystem>
#include <fstream>

namespace core {

/// Opens a file for reading bytes. Throws Failure: not_found (no such file, or a folder), access_denied.
std::ifstream open_input_file(const std::filesystem::path& file);

}  // namespace core
