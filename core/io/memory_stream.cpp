#include "core/io/memory_stream.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace core {

boost::asio::awaitable<std::size_t> MemoryStream::read_some(std::span<std::uint8_t> into, Deadline deadline) {
  while (speaker_ && !cut_ && pending_.size() == taken_) {
    const std::optional<Unasked> said = speaker_(deadline);
    if (!said) break;
    now_ = std::max(now_, said->at);
    push(said->answer.bytes);
    cut_ = said->answer.cut;
  }
  const std::size_t there = pending_.size() - taken_;
  if (there == 0 && cut_) throw Failure({Errc::disconnected, "the connection was lost", "", ""});
  if (there == 0) {
    now_ = std::max(now_, deadline);
    throw Failure({Errc::timeout, "no answer in time", "", ""});
  }
  const std::size_t count = std::min(there, into.size());
  std::copy_n(pending_.begin() + static_cast<std::ptrdiff_t>(taken_), count, into.begin());
  taken_ += count;
  if (taken_ == pending_.size()) {
    pending_.clear();
    taken_ = 0;
  }
  co_return count;
}

boost::asio::awaitable<void> MemoryStream::write(ByteView bytes, Deadline) {
  if (cut_) throw Failure({Errc::disconnected, "the connection was lost", "", ""});
  const Answer answer = peer_(bytes, now_);
  push(answer.bytes);
  cut_ = answer.cut;
  co_return;
}

}  // namespace core
