#include "device/meters/codefree/codefree_meter.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "device/clock_setting.hpp"
#include "device/record_order.hpp"

namespace device::codefree {
namespace {

using boost::asio::awaitable;
using core::Errc;
using namespace std::chrono_literals;

constexpr auto person_time = 300s;  // to turn the meter on
constexpr auto answer_time = 1s;
constexpr int most_broken_sessions = 4;
constexpr std::string_view again = "The line was disturbed: turn the meter off and on again.";

core::Failure broken(std::string what) {
  return core::Failure(
      {Errc::protocol, std::move(what), "", "Try again. Perhaps with another cable or port."});
}

core::LocalSeconds nearest_minute(core::LocalSeconds time) {
  return std::chrono::floor<std::chrono::minutes>(time + 30s);
}

}  // namespace

awaitable<Identity> CodefreeMeter::identify() {
  while (!is_open_) {
    try {
      co_await begin_session();
      if (count_ > 0) first_ = co_await fetch_record();
      if (count_ > 0 && !first_ && !is_end_sure({}))
        throw broken("the CodeFree ends before its first record");
      is_open_ = true;
    } catch (const core::Failure& failure) {
      if (!may_ask_again(failure.error())) throw;
    }
  }
  known_by_ = first_;
  Identity identity{std::string(product), "", core::GlucoseUnit::mg_dl, false};
  if (!known_by_) co_return identity;
  identity.simulated = known_by_->simulated.has_value();
  identity.serial = identity.simulated ? fmt::format("SIM{:08x}", *known_by_->simulated) : "unnumbered";
  co_return identity;
}

awaitable<void> CodefreeMeter::download(const DownloadOptions& options, Downloaded& result) {
  co_await download_dump(*this, options, false, result);
}

/// At once, for a session does not wait: the minute that is nearest.
awaitable<void> CodefreeMeter::set_clock(WallClock wall_clock) {
  require_settable(nearest_minute(wall_clock()), 2000, "CodeFree");
  is_open_ = false;
  first_.reset();
  wish_ = "Turn the meter off and on again now: its clock is set then.";
  bool is_ready = false;
  while (!is_ready) {
    try {
      co_await begin_session();
      is_ready = true;
    } catch (const core::Failure& failure) {
      if (!may_ask_again(failure.error())) throw;
    }
  }
  core::Bytes words = codefree::set_clock(nearest_minute(wall_clock()));
  const core::Bytes done = co_await exchange(std::move(words));
  if (!is_clock_set(done))
    throw core::Failure({Errc::timeout, "the meter did not say whether it has set its clock", "",
                         "Look at the time on the meter itself."});
  core::Bytes end = fetch();
  co_await exchange(std::move(end));  // or the meter stays in its PC mode
}

awaitable<void> CodefreeMeter::read_dump(std::vector<core::LogEntry>& into,
                                         const std::function<void(const Progress&)>& progress) {
  while (true) {
    try {
      co_await read_session(into, progress);
      wish_ = "Turn the meter off and on again: it is read another time.";
      co_return;
    } catch (const core::Failure& failure) {
      if (!may_ask_again(failure.error())) throw;
    }
  }
}

/// The whole memory; what came of an earlier session is dropped as soon as a new one has begun.
awaitable<void> CodefreeMeter::read_session(std::vector<core::LogEntry>& into,
                                            const std::function<void(const Progress&)>& progress) {
  if (!is_open_) co_await begin_session();
  const bool has_ended = std::exchange(is_open_, false) && count_ > 0 && !first_;
  into.clear();
  if (has_ended) co_return;
  for (std::size_t read = 0; read < count_; ++read) {
    std::optional<Record> record = std::exchange(first_, std::nullopt);
    if (!record) record = co_await fetch_record();
    if (!record) {
      if (is_end_sure(into)) co_return;
      throw broken("the CodeFree ends before its last record");
    }
    if (!known_by_ || record->simulated != known_by_->simulated)
      throw broken("the CodeFree's records are not all of one meter");
    const bool is_doubtful = record->head != known_by_->head ||
                             (!into.empty() && !is_in_order(into.back().time, record->entry.time));
    is_doubtful_ = is_doubtful_ || is_doubtful;
    into.push_back(std::move(record->entry));
    progress({into.size(), count_});
  }
  const std::optional<Record> none = co_await fetch_record();
  if (none) throw broken("the CodeFree has more records than it said");
}

/// Whether the meter said bye behind the same records before: that is no damage, it counts more than it has.
bool CodefreeMeter::is_end_sure(const std::vector<core::LogEntry>& came) {
  if (ended_early_ == came) return true;
  ended_early_ = came;
  wish_ = "The meter counts more records than it has sent: turn it off and on again, to be sure.";
  return false;
}

/// Asks the person, waits for the meter's challenge and answers it.
awaitable<void> CodefreeMeter::begin_session() {
  is_on_ = false;
  if (exchanges_ > 0) co_await packets_.drop_until_silent(20ms);  // challenges that are over
  request(wish_);
  wish_ = again;
  const core::Deadline deadline = wire_.now() + person_time;
  while (!is_on_) {
    const core::Bytes message = co_await hear(deadline);
    is_on_ = is_challenge(message);
    if (!is_on_ && wire_.now() >= deadline)
      throw core::Failure(
          {Errc::timeout, "the CodeFree has not spoken", "",
           "It speaks when it is turned on: put the cable in, start again, and then turn it on."});
  }
  core::Bytes words = answer();
  const core::Bytes count = co_await exchange(std::move(words));
  count_ = decode_count(count).value();
}

/// Nothing when the meter says that it was the last one.
awaitable<std::optional<Record>> CodefreeMeter::fetch_record() {
  core::Bytes words = fetch();
  const core::Bytes message = co_await exchange(std::move(words));
  if (is_bye(message)) co_return std::nullopt;
  if (message.empty()) throw broken("a record of the CodeFree is missing or damaged");
  co_return decode_record(message).value();
}

/// The meter's message; empty where none comes whole in time.
awaitable<core::Bytes> CodefreeMeter::exchange(core::Bytes message) {
  ++exchanges_;
  co_await drop_repeats();
  const core::Bytes packet = encode_packet(message);
  co_await wire_.write(packet, wire_.now() + answer_time);
  last_ = co_await hear(wire_.now() + answer_time);
  co_return last_;
}

/// A packet that came twice says nothing. Behind another one the answers are no longer those to the
/// questions.
awaitable<void> CodefreeMeter::drop_repeats() {
  core::Bytes waiting = co_await hear(wire_.now());
  while (!waiting.empty()) {
    if (waiting != last_ && !is_challenge(waiting))
      throw broken("the CodeFree sends more than it is asked for");
    waiting = co_await hear(wire_.now());
  }
  co_await packets_.drop_until_silent(0ms);
}

awaitable<core::Bytes> CodefreeMeter::hear(core::Deadline deadline) {
  try {
    const core::ByteView packet = co_await packets_.read_frame(deadline);
    const auto message = decode_packet(packet);
    if (message) co_return core::Bytes(message->begin(), message->end());
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::timeout) throw;
  }
  co_return core::Bytes{};
}

/// Whether the person can be asked to turn the meter off and on for another session.
bool CodefreeMeter::may_ask_again(const core::Error& error) {
  return error.kind != Errc::disconnected && is_on_ && ++broken_sessions_ <= most_broken_sessions;
}

}  // namespace device::codefree
