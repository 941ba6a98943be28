#include "device/text_exchange.hpp"

#include "device/silence.hpp"

namespace device {

using boost::asio::awaitable;
using namespace std::chrono_literals;

core::Error stopped_answering(const std::string& about) {
  return {core::Errc::timeout, "the meter stopped answering when asked for " + about, "",
          "Check the cable and try again."};
}

awaitable<core::Result<std::string>> TextExchange::ask_once(const TextQuestion& question) {
  try {
    co_await send(question.text);
    co_return co_await read_raw_answer(wire_, question.limits, question.is_over);
  } catch (const core::Failure& failure) {
    if (failure.error().kind == core::Errc::timeout) co_return std::string();  // the line takes nothing
    if (failure.error().kind != core::Errc::protocol) throw;
    co_return failure.error();
  }
}

awaitable<void> TextExchange::settle() {
  if (!settled_) co_await outwait_answers(wire_, longest_answer_);
  settled_ = true;
}

awaitable<void> TextExchange::send(std::string text) {
  co_await settle();
  settled_ = false;
  ++exchanges_;
  sent_ = wire_.now();
  co_await wire_.write(core::as_bytes(text), sent_ + 2s);
}

}  // namespace device
