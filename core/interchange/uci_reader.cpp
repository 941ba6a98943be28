#include <array>
#include <istream>
#include <limits>
#include <optional>

#include "core/interchange/uci.hpp"

namespace core {
namespace {

using Buffer = std::array<char, longest_uci_line + 3>;  // CR and getline's NUL

/// The next line without its LF; of one that is too long only the front, the rest is passed over. Nothing at
/// the end.
std::optional<std::string_view> next_line(std::istream& in, Buffer& buffer) {
  in.getline(buffer.data(), buffer.size());
  auto length = static_cast<std::size_t>(in.gcount());
  if (in.bad()) throw Failure({Errc::internal, "reading stopped before the end of the file", "", ""});
  if (in.eof()) {
    if (length == 0) return std::nullopt;
  } else if (in.fail()) {
    in.clear();
    in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  } else {
    --length;  // the LF is counted
  }
  return std::string_view(buffer.data(), length);
}

}  // namespace

UciCounts read_uci(std::istream& in, const OnUciEntry& on_entry, const OnUciReject& on_reject) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  UciCounts counts;
  Buffer buffer;
  while (auto next = next_line(in, buffer)) {
    std::string_view line = *next;
    ++counts.lines;
    if (counts.lines == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      ++counts.blank;
    } else if (auto entry = parse_uci_line(line)) {
      ++counts.entries;
      on_entry(std::move(*entry));
    } else {
      ++counts.rejects;
      if (line.ends_with('\r')) line.remove_suffix(1);
      on_reject(counts.lines, line.substr(0, longest_uci_line), entry.error().what);
    }
  }
  return counts;
}

}  // namespace core
