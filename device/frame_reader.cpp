#include "device/frame_reader.hpp"

#include <algorithm>
#include <array>

#include "core/error.hpp"
#include "device/silence.hpp"

namespace device {
namespace {

/// What has begun by the deadline has so long to end: a line that babbles on is no answer.
constexpr std::chrono::seconds longest_frame{1};

}  // namespace

boost::asio::awaitable<core::ByteView> FrameReader::read_frame(core::Deadline deadline) {
  const auto drop = [this](std::size_t count) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(count));
  };
  drop(used_);
  used_ = 0;
  const core::Deadline last = deadline + longest_frame;
  while (true) {
    FrameLook look = look_(buffer_);
    while (look.state == FrameLook::State::damaged && !buffer_.empty()) {
      drop(1);
      look = look_(buffer_);
    }
    if (look.state == FrameLook::State::complete) {
      used_ = look.size;
      co_return core::ByteView(buffer_).first(look.size);
    }
    std::array<std::uint8_t, 512> piece;
    // What has begun may end after the deadline; what pauses has not begun: a frame may stand behind it.
    const core::Deadline until = buffer_.empty() ? deadline : wire_.now() + gap_;
    if (wire_.now() > last) throw core::Failure({core::Errc::timeout, "no answer in time", "", ""});
    std::size_t count = 0;
    try {
      count = co_await wire_.read_some(piece, until);
    } catch (const core::Failure& failure) {
      if (failure.error().kind != core::Errc::timeout || buffer_.empty()) throw;
    }
    if (count == 0) drop(1);
    received_ += count;
    buffer_.insert(buffer_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
  }
}

boost::asio::awaitable<void> FrameReader::drop_until_silent(std::chrono::milliseconds quiet) {
  buffer_.clear();
  used_ = 0;
  co_await wait_for_silence(wire_, quiet);
}

}  // namespace device
