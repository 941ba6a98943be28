#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/interchange/uci.hpp"

namespace core {
namespace {

/// Cuts a stream into lines. One buffer of a fixed size; of a line that is too long only the front is kept.
class Lines {
 public:
  explicit Lines(std::istream& in) : in_(in) {}

  /// The next line without its LF, at most longest_uci_line + 2 bytes of it; false at the end. The view holds
  /// until the next call.
  bool next(std::string_view& line) {
    bool is_cut = false;
    for (;;) {
      const char* const from = buffer_.data() + begin_;
      if (const void* end = begin_ < end_ ? std::memchr(from, '\n', end_ - begin_) : nullptr) {
        const auto length = static_cast<std::size_t>(static_cast<const char*>(end) - from);
        begin_ += length + 1;
        line = is_cut ? std::string_view(front_) : std::string_view(from, std::min(length, kept));
        return true;
      }
      if (end_ - begin_ > kept && !is_cut) {
        front_.assign(from, kept);
        is_cut = true;
      }
      if (is_cut) begin_ = end_;
      if (!fill()) {
        if (!is_cut && begin_ == end_) return false;
        line = is_cut ? std::string_view(front_) : std::string_view(buffer_.data() + begin_, end_ - begin_);
        begin_ = end_;
        return true;
      }
    }
  }

 private:
  static constexpr std::size_t kept = longest_uci_line + 2;

  /// Reads more behind what is left; false at the end of the stream.
  bool fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    if (!in_) return false;
    in_.read(buffer_.data() + end_, static_cast<std::streamsize>(buffer_.size() - end_));
    if (in_.bad()) throw Failure({Errc::internal, "reading stopped before the end of the file", "", ""});
    end_ += static_cast<std::size_t>(in_.gcount());
    return in_.gcount() > 0;
  }

  std::istream& in_;
  std::array<char, 16 * 1024> buffer_;  ///< filled by fill(), never cleared
  std::size_t begin_ = 0;  ///< of what is read and not yet handed out
  std::size_t end_ = 0;
  std::string front_;
};

Error cannot_open(const std::filesystem::path& file, int cause) {
  if (cause == ENOENT) return {Errc::not_found, "there is no such file", file.string(), ""};
  if (cause == EACCES || cause == EPERM)
    return {Errc::access_denied, "the system does not let us read this file", file.string(),
            "Look at its permissions with ls -l."};
  return {Errc::not_found, std::string("the file does not open: ") + std::strerror(cause), file.string(), ""};
}

}  // namespace

UciCounts read_uci(std::istream& in, const OnUciEntry& on_entry, const OnUciReject& on_reject) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  UciCounts counts;
  Lines lines(in);
  for (std::string_view line; lines.next(line);) {
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

UciCounts read_uci(const std::filesystem::path& file, const OnUciEntry& on_entry,
                   const OnUciReject& on_reject) {
  if (std::error_code ignored; std::filesystem::is_directory(file, ignored))
    throw Failure({Errc::not_found, "this is a folder, not a file", file.string(), ""});
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Failure(cannot_open(file, errno));
  return read_uci(in, on_entry, on_reject);
}

}  // namespace core
