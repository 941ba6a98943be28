#include "device/silence.hpp"

#include <array>

namespace device {
namespace {

using namespace std::chrono_literals;

/// Whether something came before the deadline; it is dropped.
boost::asio::awaitable<bool> drop_some(core::ByteStream& wire, core::Deadline until) {
  std::array<std::uint8_t, 512> dropped;
  try {
    co_await wire.read_some(dropped, until);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != core::Errc::timeout) throw;
    co_return false;
  }
  co_return true;
}

}  // namespace

boost::asio::awaitable<bool> wait_for_silence(core::ByteStream& wire, std::chrono::milliseconds quiet,
                                              std::chrono::milliseconds longest) {
  const core::Deadline last = wire.now() + longest;
  bool came = true;
  while (came && wire.now() < last) came = co_await drop_some(wire, wire.now() + quiet);
  co_return !came;
}

boost::asio::awaitable<void> outwait_answers(core::ByteStream& wire, std::chrono::milliseconds longest) {
  const bool is_silent = co_await wait_for_silence(wire, 300ms, longest);
  if (!is_silent)
    throw core::Failure({core::Errc::protocol, "the line does not fall silent", "",
                         "Something else may speak on it, or it is disturbed: try another cable or port."});
}

boost::asio::awaitable<void> wait_for_minute(core::ByteStream& wire, WallClock wall_clock) {
  constexpr int most_looks = 10'000;
  for (int looks = 0; looks < most_looks; ++looks) {
    const auto second = wall_clock().time_since_epoch() % 60s;
    if (second == 0s) co_return;
    // The clock gives whole seconds: the last one before the minute is waited through in small steps.
    const core::Deadline until = wire.now() + (second < 59s ? std::chrono::milliseconds(59s - second) : 20ms);
    bool came = true;
    while (came && wire.now() < until) came = co_await drop_some(wire, until);
  }
  throw core::Failure({core::Errc::internal, "the wall clock stands still", "", ""});
}

}  // namespace device
