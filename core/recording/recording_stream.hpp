#pragma once

#include "core/io/stream.hpp"
#include "core/recording/recording.hpp"

namespace core {

/// A wire that writes down what goes over it, in both directions, also what came before it broke. Wire and
/// recording must outlive it.
class RecordingStream : public ByteStream {
 public:
  RecordingStream(ByteStream& wire, Recording& recording)
      : wire_(wire), recording_(recording), started_(wire.now()) {}

  Deadline now() const override { return wire_.now(); }
  boost::asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, Deadline deadline) override;
  boost::asio::awaitable<void> write(ByteView bytes, Deadline deadline) override;
  void close() override { wire_.close(); }

 private:
  void note(Direction direction, ByteView bytes);

  ByteStream& wire_;
  Recording& recording_;
  Deadline started_;
};

}  // namespace core
