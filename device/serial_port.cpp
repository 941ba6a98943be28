#include "device/serial_port.hpp"

#include <cerrno>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/error.hpp"
#include "device/open_tty.hpp"

namespace device {
namespace {

namespace asio = boost::asio;
using asio::posix::descriptor_base;
using core::Deadline;
using core::Errc;
using core::Failure;
using std::chrono::steady_clock;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

/// Reads and writes go straight to the descriptor; Asio is asked to wait only when there is nothing to do.
/// One timer watches over all waits: it is armed for the earliest deadline it knows and looks, when it goes
/// off, at the deadlines as they are then. So an exchange that is answered in time never touches it.
struct SerialPort::Impl : std::enable_shared_from_this<Impl> {
  Impl(const asio::any_io_executor& executor, const std::filesystem::path& path,
       const SerialSettings& settings)
      : where(path.string()),
        descriptor(executor, open_tty(path, settings)),
        watch(executor),
        made_low_latency(set_low_latency(descriptor.native_handle(), true)) {}

  struct Wait {
    bool running = false;
    Deadline deadline{};
  };

  asio::awaitable<void> wait(Wait& mine, descriptor_base::wait_type what, Deadline deadline) {
    const auto self = shared_from_this();  // close() may take the port away meanwhile
    if (steady_clock::now() >= deadline) throw late();
    mine = {true, deadline};
    watch_until(deadline);
    boost::system::error_code error;
    co_await descriptor.async_wait(what, asio::redirect_error(asio::use_awaitable, error));
    mine.running = false;
    if (!error) co_return;
    if (error == asio::error::operation_aborted && descriptor.is_open()) {
      if (steady_clock::now() < deadline) co_return;  // the other direction's deadline: look again
      throw late();
    }
    throw lost(error == asio::error::operation_aborted ? 0 : error.value());
  }

  void watch_until(Deadline deadline) {
    if (armed && armed_for <= deadline) return;
    armed = true;
    armed_for = deadline;
    watch.expires_at(deadline);  // an earlier wait ends with an error and does nothing
    watch.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (!error && self) self->look_at_deadlines();
    });
  }

  void look_at_deadlines() {
    armed = false;
    const Deadline now = steady_clock::now();
    for (const Wait& wait : {reading, writing})
      if (wait.running && wait.deadline <= now) descriptor.cancel();
    for (const Wait& wait : {reading, writing})
      if (wait.running && wait.deadline > now) watch_until(wait.deadline);
  }

  Failure late() const { return Failure({Errc::timeout, "no answer in time", where, ""}); }

  Failure lost(int error) const {
    if (!descriptor.is_open()) return Failure({Errc::cancelled, "the conversation was stopped", where, ""});
    if (error == 0 || error == EIO || error == ENXIO || error == ENODEV || error == EBADF || error == EPIPE)
      return Failure({Errc::disconnected, "the meter was unplugged", where, "Plug it in and try again."});
    return Failure({Errc::disconnected, "the port stopped working: " + std::generic_category().message(error),
                    where, ""});
  }

  std::string where;
  asio::posix::stream_descriptor descriptor;
  asio::steady_timer watch;
  bool made_low_latency;  ///< to be put back when the port is closed
  bool armed = false;
  Deadline armed_for{};
  Wait reading;
  Wait writing;
};

SerialPort::SerialPort(asio::any_io_executor executor, const std::filesystem::path& path,
                       const SerialSettings& settings)
    : impl_(std::make_shared<Impl>(executor, path, settings)) {}

SerialPort::~SerialPort() {
  close();
}

Deadline SerialPort::now() const {
  return steady_clock::now();
}

asio::awaitable<std::size_t> SerialPort::read_some(std::span<std::uint8_t> into, Deadline deadline) {
  const auto impl = impl_;
  while (true) {
    if (!impl->descriptor.is_open()) throw impl->lost(0);
    const ssize_t count = ::read(impl->descriptor.native_handle(), into.data(), into.size());
    if (count > 0) co_return static_cast<std::size_t>(count);
    if (count == 0) throw impl->lost(0);  // raw mode: only a line that was hung up reads as its end
    if (errno == EINTR) continue;
    if (!would_block(errno)) throw impl->lost(errno);
    co_await impl->wait(impl->reading, descriptor_base::wait_read, deadline);
  }
}

asio::awaitable<void> SerialPort::write(core::ByteView bytes, Deadline deadline) {
  const auto impl = impl_;
  while (!bytes.empty()) {
    if (!impl->descriptor.is_open()) throw impl->lost(0);
    const ssize_t count = ::write(impl->descriptor.native_handle(), bytes.data(), bytes.size());
    if (count > 0)
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    else if (count < 0 && errno != EINTR && !would_block(errno))
      throw impl->lost(errno);
    else if (count == 0 || would_block(errno))
      co_await impl->wait(impl->writing, descriptor_base::wait_write, deadline);
  }
}

void SerialPort::close() {
  if (!impl_->descriptor.is_open()) return;
  ::ioctl(impl_->descriptor.native_handle(), TIOCNXCL);
  if (impl_->made_low_latency) set_low_latency(impl_->descriptor.native_handle(), false);
  boost::system::error_code ignored;  // there is nothing to be done about a close that reports an error
  impl_->descriptor.close(ignored);
  impl_->watch.cancel();
}

}  // namespace device
