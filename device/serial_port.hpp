#pragma once

#include <filesystem>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "core/io/stream.hpp"
#include "device/driver.hpp"

namespace device {

/// A serial port (or a pseudo-terminal, which has no parity and no modem lines and is taken all the same).
///
/// Opened raw, for this process alone: a lock on the device file (flock) keeps a second bgbingo away,
/// TIOCEXCL every other program (on real ports only: on a pseudo-terminal it would outlive us). What came in
/// before is discarded.
///
/// The constructor throws Failure: not_found, access_denied, busy, bad_data (no serial port), unsupported
/// (a speed the port cannot do). Reading and writing: timeout, disconnected (the meter was unplugged),
/// cancelled (closed meanwhile). One reader and one writer at a time.
class SerialPort final : public core::ByteStream {
 public:
  SerialPort(boost::asio::any_io_executor executor, const std::filesystem::path& path,
             const SerialSettings& settings);
  ~SerialPort() override;
  SerialPort(const SerialPort&) = delete;
  SerialPort& operator=(const SerialPort&) = delete;

  core::Deadline now() const override;
  boost::asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into,
                                                core::Deadline deadline) override;
  boost::asio::awaitable<void> write(core::ByteView bytes, core::Deadline deadline) override;
  void close() override;

 private:
  struct Impl;  // keeps Asio's headers out of this one
  std::shared_ptr<Impl> impl_;
};

}  // namespace device
