#include "core/recording/recording_stream.hpp"

namespace core {

boost::asio::awaitable<std::size_t> RecordingStream::read_some(std::span<std::uint8_t> into,
                                                               Deadline deadline) {
  const std::size_t count = co_await wire_.read_some(into, deadline);
  note(Direction::from_meter, ByteView(into).first(count));
  co_return count;
}

boost::asio::awaitable<void> RecordingStream::write(ByteView bytes, Deadline deadline) {
  // Noted first: an answer may come while we still wait for the write to be reported as done.
  note(Direction::to_meter, bytes);
  co_await wire_.write(bytes, deadline);
}

void RecordingStream::note(Direction direction, ByteView bytes) {
  const auto at = std::chrono::duration_cast<std::chrono::microseconds>(wire_.now() - started_);
  recording_.exchanges.push_back({direction, at, Bytes(bytes.begin(), bytes.end())});
}

}  // namespace core
