#pragma once

#include "core/io/stream.hpp"

namespace device {

/// What stands at the front of the bytes received so far.
struct FrameLook {
  enum class State : std::uint8_t {
    incomplete,  ///< the beginning of a frame, or nothing
    complete,    ///< a whole frame of `size` bytes
    damaged,     ///< no frame begins here: the first byte is to be dropped
  };
  State state = State::incomplete;
  std::size_t size = 0;
};

/// Cuts what comes over a wire into frames, finding the next one again behind anything else. A family says
/// what a frame is by a pure function.
class FrameReader {
 public:
  using Look = FrameLook (*)(core::ByteView received);

  /// A frame whose bytes pause for longer than `gap` is none.
  FrameReader(core::ByteStream& wire, Look look, std::chrono::milliseconds gap)
      : wire_(wire), look_(look), gap_(gap) {}

  /// The next whole frame; valid until the next call. Throws Failure: timeout when none has begun by the
  /// deadline or ended a second after it, disconnected.
  boost::asio::awaitable<core::ByteView> read_frame(core::Deadline deadline);
  /// Drops what comes until nothing has come for `quiet`; gives up after five seconds.
  boost::asio::awaitable<void> drop_until_silent(std::chrono::milliseconds quiet);
  /// Bytes received so far: tells silence from noise.
  std::size_t received() const { return received_; }

 private:
  core::ByteStream& wire_;
  Look look_;
  std::chrono::milliseconds gap_;
  core::Bytes buffer_;
  std::size_t used_ = 0;  ///< bytes at the front of buffer_ that have been given out
  std::size_t received_ = 0;
};

/// Whether a whole frame that `fits` stands anywhere in what was heard.
template <class Fits>
bool holds_frame(core::ByteView heard, FrameReader::Look look, Fits fits) {
  for (; !heard.empty(); heard = heard.subspan(1)) {
    const FrameLook found = look(heard);
    if (found.state == FrameLook::State::complete && fits(heard.first(found.size))) return true;
  }
  return false;
}

}  // namespace device
