#include "device/raw_answer.hpp"

#include <algorithm>
#include <array>

#include "core/error.hpp"

namespace device {

boost::asio::awaitable<std::string> read_raw_answer(core::ByteStream& wire, AnswerLimits limits,
                                                    std::function<bool(std::string_view)> is_over) {
  const core::Deadline last = wire.now() + limits.first + limits.whole;
  std::string answer;
  std::array<std::uint8_t, 512> piece;
  while (answer.empty() || !is_over(answer)) {
    if (answer.size() >= limits.bytes || wire.now() >= last)
      throw core::Failure({core::Errc::protocol, "the meter's answer does not end", "",
                           "The line may be disturbed: try another cable or port."});
    const core::Deadline until =
        answer.empty() ? wire.now() + limits.first : std::min(wire.now() + limits.next, last);
    try {
      const std::size_t count = co_await wire.read_some(piece, until);
      answer += core::as_text(core::ByteView(piece).first(count));
    } catch (const core::Failure& failure) {
      if (failure.error().kind != core::Errc::timeout) throw;
      if (wire.now() < last) break;  // a pause; else its time is over
    }
  }
  co_return answer;
}

}  // namespace device
