#pragma once

#include <functional>
#include <optional>
#include <type_traits>

#include "core/io/stream.hpp"

namespace core {

/// A wire in memory with its other end as a function: what the host writes goes in, what the other end
/// answers comes out. Its clock is virtual: it moves only when a read has nothing to give, straight to the
/// deadline. Never suspends, so a whole session runs in microseconds.
class MemoryStream : public ByteStream {
 public:
  struct Answer {
    Bytes bytes;
    bool cut = false;  ///< after these bytes the wire is dead: the cable was pulled
  };
  using Peer = std::function<Answer(ByteView, Deadline now)>;
  /// What the other end says unasked, and when.
  struct Unasked {
    Deadline at;
    Answer answer;
  };
  /// The next of it that comes by the deadline.
  using Speaker = std::function<std::optional<Unasked>(Deadline until)>;

  explicit MemoryStream(Peer peer, Speaker speaker = {})
      : peer_(std::move(peer)), speaker_(std::move(speaker)) {}
  /// With a function that does not ask what time it is.
  template <class Function>
  requires std::is_invocable_r_v<Answer, Function&, ByteView>
  explicit MemoryStream(Function peer)
      : peer_([peer = std::move(peer)](ByteView bytes, Deadline) mutable { return peer(bytes); }) {}

  Deadline now() const override { return now_; }
  boost::asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, Deadline deadline) override;
  boost::asio::awaitable<void> write(ByteView bytes, Deadline deadline) override;
  void close() override { cut_ = true; }

  /// Bytes the other end sends without being asked.
  void push(ByteView bytes) { pending_.insert(pending_.end(), bytes.begin(), bytes.end()); }

 private:
  Peer peer_;
  Speaker speaker_;
  Bytes pending_;
  std::size_t taken_ = 0;
  bool cut_ = false;
  Deadline now_{};
};

}  // namespace core
