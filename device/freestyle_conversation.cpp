#include "device/freestyle_conversation.hpp"

#include <utility>

#include "device/clock_setting.hpp"
#include "device/silence.hpp"

namespace device {
namespace {

using boost::asio::awaitable;
using core::Errc;

/// But for the clock.
bool are_alike(const FreestyleDump& a, const FreestyleDump& b) {
  return a.serial == b.serial && a.version == b.version && a.entries == b.entries;
}

}  // namespace

awaitable<FreestyleRead> read_freestyle_dump(TextExchange& exchange, TextQuestion question,
                                             core::Result<FreestyleDump> (*decode)(std::string_view),
                                             std::string serial) {
  constexpr int most_dumps = 4;
  core::Deadline clock_at{};
  question.tries_if_damaged = most_dumps;
  question.is_over = [&exchange, &clock_at, came = false,
                      earlier = std::size_t{0}](std::string_view answer) mutable {
    const std::string_view own = behind_earlier_dump(answer);
    const std::size_t before = std::exchange(earlier, answer.size() - own.size());
    if (before != earlier) came = false;  // that was the earlier dump's clock
    if (!came && behind_freestyle_clock(own)) {
      came = true;
      clock_at = exchange.now();
    }
    // Without its beginning it is the end of an earlier dump: the one that was asked for follows.
    return came && is_freestyle_dump_over(answer);
  };
  const auto decode_own = [decode, &serial](std::string_view answer) {
    auto dump = decode(behind_earlier_dump(answer));
    if (dump && !serial.empty() && dump->serial != serial)
      dump = core::Error{Errc::protocol, "the meter says another serial number than before", dump->serial,
                         "The line may be disturbed: try another cable or port."};
    return dump;
  };
  FreestyleRead last;
  for (int dumps = 0; dumps < most_dumps; ++dumps) {
    FreestyleRead next;
    next.dump = co_await exchange.ask(question, decode_own);
    next.asked = exchange.sent();
    next.clock_at = clock_at;
    const bool believed = !next.dump.needs_second || (dumps > 0 && are_alike(next.dump, last.dump));
    last = std::move(next);
    if (believed) co_return last;
  }
  throw core::Failure({Errc::protocol, "the meter gives another memory each time it is read",
                       last.dump.serial, "The line is disturbed: try another cable or port."});
}

awaitable<core::LocalSeconds> send_freestyle_clock(core::ByteStream& wire, TextExchange& exchange,
                                                   WallClock wall_clock) {
  co_await exchange.settle();
  co_await wait_for_minute(wire, wall_clock);
  const core::LocalSeconds time = date::floor<std::chrono::minutes>(wall_clock());
  require_settable(time, 2000, "FreeStyle");
  TextQuestion question;
  question.text = encode_freestyle_set_clock(time);
  question.limits = freestyle_limits;
  question.is_over = [](std::string_view answer) { return answer.back() == '\n'; };
  co_await exchange.ask_once(question);
  co_return time;
}

}  // namespace device
