#include "device/line_reader.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace device {
namespace {

bool is_line_end(std::uint8_t c) {
  return c == '\r' || c == '\n';
}

}  // namespace

boost::asio::awaitable<std::string_view> LineReader::read_line(core::Deadline deadline) {
  line_.clear();
  while (true) {
    while (!rest_.empty()) {
      const std::uint8_t c = rest_.front();
      rest_ = rest_.subspan(1);
      if (!is_line_end(c)) {
        if (line_.size() <= max_line) line_ += static_cast<char>(c);
      } else if (!line_.empty()) {
        co_return line_;
      }
    }
    // A wire that never falls silent must not keep us beyond the deadline either.
    if (wire_.now() >= deadline) throw core::Failure({core::Errc::timeout, "no answer in time", "", ""});
    const std::size_t count = co_await wire_.read_some(buffer_, deadline);
    rest_ = core::ByteView(buffer_).first(count);
    received_ += count;
  }
}

bool LineReader::drop() {
  const bool was_empty = std::all_of(rest_.begin(), rest_.end(), is_line_end);
  rest_ = {};
  return was_empty;
}

bool is_readable(std::string_view line) {
  return line.size() <= LineReader::max_line &&
         std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace device
