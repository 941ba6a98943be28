#pragma once

#include <chrono>
#include <span>

#include <boost/asio/awaitable.hpp>

#include "core/io/bytes.hpp"

namespace core {

using Deadline = std::chrono::steady_clock::time_point;

/// One end of a wire. Handed in to drivers, never opened by them, so that a serial port, a pseudo-terminal,
/// a memory pair, a recording and a noisy line are the same to them.
///
/// Every operation has a deadline on the stream's own clock: real for ports, virtual in memory, so that a
/// test of a ten-second silence takes no time. All throw Failure: Errc::timeout when the deadline passes,
/// Errc::disconnected when the other end went away.
class ByteStream {
 public:
  virtual ~ByteStream() = default;

  virtual Deadline now() const = 0;
  /// Waits for at least one byte, gives what is there, at most into.size().
  virtual boost::asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, Deadline deadline) = 0;
  /// Hands over all bytes.
  virtual boost::asio::awaitable<void> write(ByteView bytes, Deadline deadline) = 0;
  virtual void close() = 0;
};

}  // namespace core
