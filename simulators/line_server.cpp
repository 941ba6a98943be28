#include "simulators/line_server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace simulators {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// Paced bytes are handed over at these steps and at the end: enough for a host that shows progress, few
/// enough not to wake it for every byte.
constexpr auto quantum = 5ms;
/// A sleeper wakes a tenth of a millisecond late or more, as much as a byte takes at 115200 baud; the last
/// stretch before a byte is through is waited for awake.
constexpr auto last_stretch = 300us;
/// A host that has its answer asks again at once. For this long its next request is waited for awake: a paced
/// line counts from when bytes arrive, and waking up would be counted as the host's.
constexpr auto awake_for_request = 500us;
/// How long a cut waits for the host to read what came before it: closing the master throws it away.
constexpr auto longest_drain = 2s;

/// Reading, not tcflush, which leaves what is still on its way inside the kernel.
void forget_unread(int end) {
  std::array<char, 4096> unread;
  while (::read(end, unread.data(), unread.size()) > 0) {
  }
}

}  // namespace

struct LineServer::Wire {
  explicit Wire(asio::io_context& io) : master(io), timer(io), speech(io) {}

  asio::posix::stream_descriptor master;  ///< a duplicate of the port's, so that both may close theirs
  asio::steady_timer timer;
  asio::steady_timer speech;
  bool is_waiting_for_host = false;
};

LineServer::LineServer(asio::io_context& io, PtyPort& port, FarEnd& far_end, Settings settings)
    : port_(port),
      far_end_(far_end),
      settings_(std::move(settings)),
      clock_(settings_.pace ? settings_.baud : 0, settings_.bits_per_byte),
      wire_(std::make_unique<Wire>(io)) {
  plug();
}

LineServer::~LineServer() = default;

void LineServer::plug() {
  port_.plug();
  if (wire_->master.is_open()) return;
  const int copy = ::fcntl(port_.master(), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) throw std::system_error(errno, std::generic_category(), "the pseudo-terminal");
  wire_->master.assign(copy);
  ++conversation_;
  wire_->timer.cancel();
}

void LineServer::unplug() {
  boost::system::error_code ignored;
  wire_->master.close(ignored);
  port_.unplug();
  replug();
  end_conversation();
}

void LineServer::turn_on() {
  replug();
  end_conversation();
}

int LineServer::open_host_end() {
  const int host_end = port_.open_host_end();
  if (host_end < 0) return -1;
  if (is_cut_due_) {
    ::close(host_end);
    unplug();
    return -1;
  }
  end_conversation();
  forget_unread(port_.master());
  forget_unread(host_end);
  return host_end;
}

void LineServer::replug() {
  far_end_.replug(settings_.moment());
  is_cut_due_ = false;
}

/// What comes next, be it the host's or the meter's own, is a new one's.
void LineServer::end_conversation() {
  ++conversation_;
  clock_.release(std::chrono::steady_clock::now());
  boost::system::error_code ignored;
  wire_->master.cancel(ignored);
  wire_->timer.cancel();
}

asio::awaitable<void> LineServer::run() {
  core::Bytes buffer(4096);
  while (true) {
    if (!wire_->master.is_open()) {
      co_await wait_until(Instant::max());
      continue;
    }
    if (settings_.pace) wait_awake_for_request();
    co_await speak_if_due();
    if (!wire_->master.is_open()) continue;
    watch_for_speech();
    const std::uint64_t conversation = conversation_;
    wire_->is_waiting_for_host = true;
    boost::system::error_code error;
    const std::size_t count = co_await wire_->master.async_read_some(
        asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, error));
    wire_->is_waiting_for_host = false;
    wire_->speech.cancel();
    if (error == asio::error::operation_aborted || conversation != conversation_) continue;
    if (error && wire_->master.is_open()) throw boost::system::system_error(error);
    if (!error) {
      // Named, not made in the call: g++ 12 destroys such temporaries of a co_await twice.
      core::Bytes from_host(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(count));
      co_await exchange(std::move(from_host));
      settings_.after_exchange();
    }
  }
}

/// What the meter says by itself, where it is time for it and the host has not said something meanwhile.
asio::awaitable<void> LineServer::speak_if_due() {
  const auto next = far_end_.next_speech();
  const Moment now = settings_.moment();
  if (!next || now.elapsed < *next) co_return;
  pollfd request{wire_->master.native_handle(), POLLIN, 0};
  if (::poll(&request, 1, 0) != 0) co_return;
  FaultyLine::Sent said = far_end_.speak(now);
  co_await give(std::move(said), std::chrono::steady_clock::now());
  settings_.after_exchange();
}

/// Ends the wait for the host's next words when it is time for the meter to speak.
void LineServer::watch_for_speech() {
  const auto next = far_end_.next_speech();
  if (!next) return;
  wire_->speech.expires_after(*next - settings_.moment().elapsed);
  wire_->speech.async_wait([wire = wire_.get()](const boost::system::error_code& error) {
    boost::system::error_code ignored;
    if (!error && wire->is_waiting_for_host) wire->master.cancel(ignored);
  });
}

asio::awaitable<void> LineServer::exchange(core::Bytes from_host) {
  clock_.occupy(from_host.size(), std::chrono::steady_clock::now());
  const std::optional<std::uint32_t> other = other_baud();
  if (settings_.note) settings_.note(core::Direction::to_meter, from_host, other);
  if (other) {
    lose(*other);
    co_return;
  }
  // Worked out at once, sent from when the request is through: the simulator's own waking up costs no line
  // time.
  const Instant ready = clock_.free_at();
  FaultyLine::Sent sent = far_end_.receive(from_host, settings_.moment());
  co_await give(std::move(sent), ready);
}

std::optional<std::uint32_t> LineServer::other_baud() const {
  const std::uint32_t baud = port_.host_baud();
  return baud == settings_.baud ? std::nullopt : std::optional(baud);
}

/// Not even garbage comes to the meter: half a command made of it would spoil the next host's first one. Told
/// once.
void LineServer::lose(std::uint32_t baud) {
  if (std::exchange(is_loss_told_, true)) return;
  remark_ = fmt::format(
      "the host speaks at {}, this meter hears {} baud alone: what is said at another speed is lost",
      baud == 0 ? std::string("an unusual speed") : fmt::format("{} baud", baud), settings_.baud);
}

std::string LineServer::take_remark() {
  return std::exchange(remark_, "");
}

asio::awaitable<void> LineServer::give(FaultyLine::Sent sent, Instant ready) {
  const std::uint64_t conversation = conversation_;
  const auto is_over = [&] { return conversation != conversation_; };
  is_cut_due_ = sent.cut;
  for (const FaultyLine::Piece& piece : sent.pieces) {
    if (piece.pause.count() > 0) {
      ready = std::chrono::steady_clock::now() + piece.pause;
      co_await wait_until(ready);
    }
    if (is_over()) co_return;
    core::Bytes bytes = other_baud() ? garbled(piece.bytes) : piece.bytes;
    co_await send(std::move(bytes), ready);
    if (is_over()) co_return;
  }
  if (sent.cut) co_await cut();
}

asio::awaitable<void> LineServer::send(core::Bytes bytes, Instant ready) {
  std::size_t sent = 0;
  co_await send_in_steps(bytes, ready, sent);
  if (settings_.note && sent > 0)
    settings_.note(core::Direction::from_meter, core::ByteView(bytes).first(sent), other_baud());
}

/// `sent` tells how many went out, also when the cable was pulled meanwhile.
asio::awaitable<void> LineServer::send_in_steps(const core::Bytes& bytes, Instant ready, std::size_t& sent) {
  const std::uint64_t conversation = conversation_;
  const Instant start = clock_.occupy(bytes.size(), ready);
  while (sent < bytes.size()) {
    std::size_t next = bytes.size();
    if (settings_.pace) {
      const Instant now = std::chrono::steady_clock::now();
      next = std::clamp(clock_.through(start, std::max(now, start) + quantum), sent + 1, bytes.size());
      const Instant moment = clock_.leaves(start, next - 1);
      co_await wait_until(moment - last_stretch);
      if (conversation != conversation_) co_return;
      while (std::chrono::steady_clock::now() < moment) {
      }
    }
    boost::system::error_code error;
    co_await asio::async_write(wire_->master, asio::buffer(bytes.data() + sent, next - sent),
                               asio::redirect_error(asio::use_awaitable, error));
    if (conversation != conversation_) co_return;
    if (error) throw boost::system::system_error(error);
    sent = next;
  }
}

asio::awaitable<void> LineServer::cut() {
  const std::uint64_t conversation = conversation_;
  const Instant last = std::chrono::steady_clock::now() + longest_drain;
  int empty = 0;  // ten times in a row: bytes may still be on their way between master and slave
  while (empty < 10 && std::chrono::steady_clock::now() < last) {
    empty = port_.unread() == 0 ? empty + 1 : 0;
    co_await wait_until(std::chrono::steady_clock::now() + 1ms);
    if (conversation != conversation_) co_return;
  }
  unplug();
}

void LineServer::wait_awake_for_request() {
  const Instant last = clock_.free_at() + awake_for_request;
  pollfd request{wire_->master.native_handle(), POLLIN, 0};
  while (std::chrono::steady_clock::now() < last && ::poll(&request, 1, 0) == 0) {
  }
}

asio::awaitable<void> LineServer::wait_until(Instant moment) {
  // On Linux the timer is a timerfd: it wakes at the moment, not at a millisecond after it.
  wire_->timer.expires_at(moment);
  boost::system::error_code ignored;
  co_await wire_->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace simulators
