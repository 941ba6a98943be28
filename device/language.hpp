#pragma once

#include "core/error.hpp"
#include "core/io/stream.hpp"
#include "device/driver.hpp"

namespace device {

/// A wire that remembers the first bytes that came over it, and whether they were the language of the family
/// that was asked, so that a meter of another family can be named.
class HeardStream final : public core::ByteStream {
 public:
  static constexpr std::size_t most = 4096;

  HeardStream(core::ByteStream& wire, const Driver& asked) : wire_(wire), asked_(serial_link(asked)) {}

  core::Deadline now() const override { return wire_.now(); }
  boost::asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into,
                                                core::Deadline deadline) override;
  boost::asio::awaitable<void> write(core::ByteView bytes, core::Deadline deadline) override;
  void close() override { wire_.close(); }

  core::ByteView heard() const { return heard_; }
  /// The meter has spoken the language of the family that was asked.
  bool understood() const { return understood_; }

 private:
  core::ByteStream& wire_;
  const SerialLink& asked_;
  core::Bytes heard_;
  bool understood_ = false;
};

/// The family whose language was heard on a line with these settings; nullptr where it is none's.
const Driver* whose_language(core::ByteView heard, const SerialSettings& settings);

/// That the meter of one family answers where another's was asked for.
core::Error stranger(const Driver& answering, const Driver& asked, std::string where);

/// What to tell instead of `error` when a meter did not answer `asked` but another family's language was
/// heard; `error` itself otherwise.
core::Error name_stranger(core::Error error, const Driver& asked, core::ByteView heard);

}  // namespace device
