#pragma once

#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "core/error.hpp"
#include "core/io/stream.hpp"
#include "core/time/meter_time.hpp"

namespace device {

/// For wires without a checksum: asks until so many answers in a row agree as `needed(answer)` says, `first`
/// being the answer that is there already, and gives that answer. Five times as many answers in all, then
/// Failure (protocol); `about` ends its sentence: "the meter's answers about its serial number differ each
/// time".
template <class T, class Needed, class Ask>
boost::asio::awaitable<T> ask_until_agreed(Needed needed, T first, Ask ask, std::string about) {
  T last = std::move(first);
  int alike = 1;
  for (int answers = 1; answers < 5 * needed(last); ++answers) {
    T next = co_await ask();
    alike = next == last ? alike + 1 : 1;
    last = std::move(next);
    if (alike >= needed(last)) co_return last;
  }
  throw core::Failure({core::Errc::protocol, "the meter's answers about " + about + " differ each time", "",
                       "The line is disturbed: try another cable or port."});
}

template <class T, class Ask>
boost::asio::awaitable<T> ask_until_two_agree(T first, Ask ask, std::string about) {
  const auto two = [](const T&) { return 2; };
  co_return co_await ask_until_agreed(two, std::move(first), std::move(ask), std::move(about));
}

/// Whether a clock can have gone from one time to the other within `elapsed`; both are whole seconds.
inline bool follows(core::LocalSeconds later, core::LocalSeconds earlier, core::Deadline::duration elapsed) {
  using std::chrono::seconds;
  return later >= earlier && later - earlier <= std::chrono::floor<seconds>(elapsed) + seconds{1};
}

}  // namespace device
