#include "device/meters/bgstar/conversation.hpp"

#include "device/meters/bgstar/records.hpp"

namespace device::bgstar {
namespace {

using boost::asio::awaitable;
using namespace std::chrono_literals;

constexpr auto write_time = 1s;
constexpr auto busy_pause = 200ms;
constexpr auto busy_time = 10s;     // a measurement takes about five
constexpr int longest_answer = 32;  // lines; a real `sysinfo all` has 12

core::Failure busy() {
  return core::Failure({core::Errc::busy, "the BGStar has been busy for ten seconds", "",
                        "Wait until its measurement is done and try again."});
}

}  // namespace

awaitable<void> Conversation::greet() {
  bool awake = co_await settle("hello");
  for (int tries = 1; tries < waking_tries && !awake; ++tries) awake = co_await settle("\rhello");
  if (awake) co_return;
  if (lines_.received() == 0)
    throw core::Failure({core::Errc::timeout, "the BGStar does not answer its first question (hello)", "",
                         "Wake the meter by a press on its button, check the cable, and try again."});
  if (readable_lines_ <= garbled_lines_)
    throw core::Failure({core::Errc::protocol, "what comes in answer to hello is not readable at 115200 baud",
                         "", "It may be another meter: --meter auto finds out which."});
  throw core::Failure({core::Errc::protocol, "something answers hello, but not as a BGStar does", "",
                       "It may be another meter: --meter auto finds out which."});
}

/// One question and its whole answer; nothing when none came in time.
awaitable<std::optional<std::string_view>> Conversation::exchange(const std::string& question) {
  for (const core::Deadline last = wire_.now() + busy_time; wire_.now() < last;) {
    if (!settled_) settled_ = co_await settle("\rhello");
    if (!settled_) co_return std::nullopt;
    const bool sent = co_await send(question);
    settled_ = sent && co_await read_answer();
    if (!settled_) co_return std::nullopt;
    if (!is_busy(answer_)) co_return answer_;
    co_await read_line(wire_.now() + busy_pause);
  }
  throw busy();
}

/// False when the wire did not take it in time.
awaitable<bool> Conversation::send(std::string question) {
  const bool was_silent = lines_.drop();
  disturbed_ = disturbed_ || !was_silent;
  ++exchanges_;
  question += '\r';
  try {
    co_await wire_.write(core::as_bytes(question), wire_.now() + write_time);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != core::Errc::timeout) throw;
    co_return false;
  }
  co_return true;
}

/// Says hello and drops everything up to its answer: late and garbled answers, the other half of a line.
/// Again where the meter is busy.
awaitable<bool> Conversation::settle(std::string hello) {
  for (const core::Deadline last = wire_.now() + busy_time; wire_.now() < last;) {
    const bool sent = co_await send(hello);
    if (!sent) co_return false;
    const core::Deadline asked = wire_.now();
    bool says_busy = false;
    while (!says_busy) {
      const auto line = co_await read_line(asked + answer_time_.longest());
      if (!line) co_return false;
      if (decode_hello(*line).has_value()) {
        answer_time_.came_after(wire_.now() - asked);
        co_return true;
      }
      says_busy = is_busy(*line);
      ++(is_readable(*line) ? readable_lines_ : garbled_lines_);
    }
    co_await read_line(wire_.now() + busy_pause);
  }
  throw busy();
}

/// Into answer_: lines "100 …" and the last one. False when no last one came.
awaitable<bool> Conversation::read_answer() {
  answer_.clear();
  for (int lines = 0; lines < longest_answer; ++lines) {
    const core::Deadline asked = wire_.now();
    const auto line = co_await read_line(asked + answer_time_.usual());
    if (!line) co_return false;
    answer_time_.came_after(wire_.now() - asked);
    if (lines > 0) answer_ += '\n';
    answer_ += *line;
    if (line->substr(0, 4) != "100 ") co_return true;
  }
  co_return false;
}

awaitable<std::optional<std::string_view>> Conversation::read_line(core::Deadline deadline) {
  try {
    co_return co_await lines_.read_line(deadline);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != core::Errc::timeout) throw;
  }
  co_return std::nullopt;
}

core::Error Conversation::silence(const std::string& about) {
  return {core::Errc::timeout, "the BGStar stopped answering when asked for " + about, "",
          "Check the cable, wake the meter and try again."};
}

}  // namespace device::bgstar
