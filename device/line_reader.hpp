#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/io/stream.hpp"

namespace device {

/// Cuts what comes over a wire into lines. A line ends with CR LF, CR or LF; empty lines are passed over.
/// No line is kept beyond max_line + 1 characters, so that an endless one costs no memory and shows itself
/// by its length.
class LineReader {
 public:
  static constexpr std::size_t max_line = 128;

  explicit LineReader(core::ByteStream& wire) : wire_(wire) {}

  /// The next line, without its end; valid until the next call. Throws Failure: timeout, disconnected.
  boost::asio::awaitable<std::string_view> read_line(core::Deadline deadline);
  /// Forgets what has been received and not been given out; false where that was more than a line's end.
  /// Costs nothing: it does not look at the wire.
  bool drop();
  /// Whether a line has begun that has not ended.
  bool has_begun() const { return !line_.empty(); }
  /// Bytes received so far: tells silence from noise.
  std::size_t received() const { return received_; }

 private:
  core::ByteStream& wire_;
  std::array<std::uint8_t, 256> buffer_{};
  core::ByteView rest_;  ///< of buffer_: received and not yet looked at
  std::string line_;
  std::size_t received_ = 0;
};

/// Printable ASCII and not longer than a line may be: what a text protocol's answer has to look like.
bool is_readable(std::string_view line);

}  // namespace device
