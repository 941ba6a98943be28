#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "simulators/far_end.hpp"
#include "simulators/line_clock.hpp"
#include "simulators/note_exchange.hpp"
#include "simulators/pty_port.hpp"

namespace boost::asio {
class io_context;
}

namespace simulators {

/// Carries bytes between a pseudo-terminal and a far end, in real time: paced, with the far end's pauses and
/// cuts. While the host has another baud rate than the meter, what it says is lost and what it hears is
/// garbled. One conversation at a time, as on the wire. Used on one thread.
class LineServer {
 public:
  struct Settings {
    std::uint32_t baud;
    std::uint32_t bits_per_byte;
    bool pace;
    std::function<Moment()> moment;
    std::function<void()> after_exchange;  ///< told when an answer is out, or the cable was pulled
    NoteExchange note;                     ///< null: nobody
  };
  LineServer(boost::asio::io_context& io, PtyPort& port, FarEnd& far_end, Settings settings);
  ~LineServer();
  LineServer(const LineServer&) = delete;
  LineServer& operator=(const LineServer&) = delete;

  /// Ends by an exception only.
  boost::asio::awaitable<void> run();
  void plug();
  void unplug();
  /// The meter is turned on anew, the cable where it is.
  void turn_on();
  /// For a host that is no program at the pseudo-terminal: PtyPort::open_host_end. What one before it asked
  /// is not answered to this one, nor is an answer that has begun brought to its end.
  int open_host_end();
  /// As FarEnd::take_remark, of the line.
  std::string take_remark();

 private:
  boost::asio::awaitable<void> speak_if_due();
  void watch_for_speech();
  boost::asio::awaitable<void> exchange(core::Bytes from_host);
  boost::asio::awaitable<void> give(FaultyLine::Sent sent, Instant ready);
  boost::asio::awaitable<void> send(core::Bytes bytes, Instant ready);
  boost::asio::awaitable<void> send_in_steps(const core::Bytes& bytes, Instant ready, std::size_t& sent);
  boost::asio::awaitable<void> cut();
  boost::asio::awaitable<void> wait_until(Instant moment);
  void wait_awake_for_request();
  void replug();
  void end_conversation();
  /// The host's, where it is not the meter's.
  std::optional<std::uint32_t> other_baud() const;
  void lose(std::uint32_t baud);

  PtyPort& port_;
  FarEnd& far_end_;
  Settings settings_;
  LineClock clock_;
  struct Wire;  // keeps Asio's headers out of this one
  std::unique_ptr<Wire> wire_;
  bool is_cut_due_ = false;         ///< at the end of the present answer
  std::uint64_t conversation_ = 0;  ///< an answer to one of before is dropped
  std::string remark_;
  bool is_loss_told_ = false;
};

}  // namespace simulators
