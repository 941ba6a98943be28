#include <fstream>

#include "core/interchange/uci.hpp"
#include "core/io/input_file.hpp"

namespace core {

UciCounts read_uci(const std::filesystem::path& file, const OnUciEntry& on_entry,
                   const OnUciReject& on_reject) {
  std::ifstream in = open_input_file(file);
  return read_uci(in, on_entry, on_reject);
}

}  // namespace core
