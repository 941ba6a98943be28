#include "device/meters/onetouch_verio_iq/onetouch_verio_iq_meter.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "device/agreement.hpp"
#include "device/clock_setting.hpp"
#include "device/erase.hpp"
#include "device/indexed_download.hpp"
#include "device/meters/onetouch_verio_iq/frame.hpp"
#include "device/meters/onetouch_verio_iq/records.hpp"
#include "device/optional_answer.hpp"

namespace device::onetouch_verio_iq {
namespace {

using boost::asio::awaitable;
using core::Errc;
using core::LocalSeconds;
using namespace std::chrono_literals;

constexpr auto write_time = 1s;
constexpr auto gap = 200ms;    // between two bytes of a frame
constexpr auto quiet = 100ms;  // before the meter is spoken to again after a missing answer
constexpr int max_tries = 5;

core::Result<std::optional<core::LogEntry>> decode_record_answer(core::ByteView message) {
  if (is_refused(message)) return std::optional<core::LogEntry>{};
  auto entry = decode_record(message);
  if (entry.has_error()) return entry.error();
  return std::optional(std::move(*entry));
}

core::Error refusal(const std::string& about) {
  return {Errc::protocol, "the OneTouch Verio IQ refuses to tell " + about, "",
          "Wait until it has finished what it does, and try again."};
}

}  // namespace

VerioIqMeter::VerioIqMeter(core::ByteStream& wire) : wire_(wire), frames_(wire, look_at_frame, gap) {}

awaitable<Identity> VerioIqMeter::identify() {
  Identity identity;
  identity.model = co_await read_model();
  if (identity.model != model_name)
    throw core::Failure({Errc::unsupported,
                         "the meter is another OneTouch Verio than the IQ, which cannot be read yet",
                         identity.model, ""});
  identity.serial = co_await ask(encode_read_serial(), "its serial number", decode_serial);
  identity.simulated = is_simulated(identity.serial);
  identity.display_unit = co_await if_told(ask(encode_read_unit(), "its unit", decode_unit));
  co_return identity;
}

awaitable<void> VerioIqMeter::download(const DownloadOptions& options, Downloaded& result) {
  co_await download_indexed(*this, options, result);
}

awaitable<ClockLook> VerioIqMeter::read_clock() {
  // The unit that was asked for before may come twice. It has the clock's form, and is 0 or 1.
  const auto decode = [](core::ByteView message) -> core::Result<LocalSeconds> {
    if (decode_unit(message))
      return core::Error{Errc::protocol, "the OneTouch Verio IQ's clock does not run", "", ""};
    return decode_clock(message);
  };
  const core::Deadline asked = now();
  const LocalSeconds shown = co_await ask(encode_read_clock(), "its clock", decode);
  co_return ClockLook{shown, now(), std::chrono::ceil<std::chrono::milliseconds>(now() - asked)};
}

awaitable<void> VerioIqMeter::set_clock(WallClock wall_clock) {
  const LocalSeconds first = wall_clock();
  require_settable(first, 2000, "OneTouch Verio IQ");
  for (int tries = 0; tries < 3; ++tries) {
    const core::Deadline sent = now();
    const LocalSeconds time = wall_clock();
    co_await exchange(encode_set_clock(time));  // its answer says nothing
    const LocalSeconds shown = co_await ask(encode_read_clock(), "its new time", decode_clock);
    if (follows(shown, time, now() - sent)) co_return;
  }
  throw core::Failure(clock_not_taken_over("OneTouch Verio IQ"));
}

awaitable<void> VerioIqMeter::erase() {
  co_await exchange(encode_erase());  // once, whatever it answers: the count tells
  const std::size_t count = co_await read_count();
  require_erased(count, "OneTouch Verio IQ");
}

awaitable<std::size_t> VerioIqMeter::read_count() {
  co_return co_await ask(encode_read_count(), "how many readings it holds", decode_count);
}

awaitable<std::optional<core::LogEntry>> VerioIqMeter::read_record(std::size_t index) {
  const std::string about = fmt::format("record {}", index);
  auto entry = co_await ask(encode_read_record(index), about, decode_record_answer);
  if (!entry) entry = co_await ask(encode_read_record(index), about, decode_record_answer);
  co_return entry;
}

awaitable<std::string> VerioIqMeter::read_model() {
  const auto decode = [this](core::ByteView message) {
    auto name = decode_model(message);
    if (name) model_.assign(message.begin(), message.end());
    return name;
  };
  try {
    co_return co_await ask(encode_read_model(), "its model", decode);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::timeout) throw;
  }
  if (frames_.received() == 0)
    throw core::Failure({Errc::timeout, "the OneTouch Verio IQ does not answer its first question", "",
                         "Unplug the meter's cable, plug it in again, and try again."});
  throw core::Failure({Errc::protocol, "what comes in answer is not the language of a OneTouch Verio IQ", "",
                       "It may be another meter: --meter auto finds out which."});
}

/// Asks until decode(answer), a Result, has a value.
template <class Decode>
auto VerioIqMeter::ask(core::Bytes question, std::string about, Decode decode)
    -> awaitable<typename decltype(decode(core::ByteView{}))::value_type> {
  core::Error problem{Errc::timeout, "the OneTouch Verio IQ stopped answering when asked for " + about, "",
                      "Check the cable and try again."};
  for (int tries = 0; tries < max_tries; ++tries) {
    const std::optional<core::Bytes> answer = co_await exchange(question);
    if (!answer) continue;
    auto decoded = decode(core::ByteView(*answer));
    if (decoded.has_value()) co_return std::move(*decoded);
    problem = is_refused(*answer) ? refusal(about) : decoded.error();
    settled_ = false;
  }
  throw core::Failure(std::move(problem));
}

/// One question and the message of the answer; nothing when none came in time.
awaitable<std::optional<core::Bytes>> VerioIqMeter::exchange(core::Bytes question) {
  const std::chrono::milliseconds wait = settled_ ? answer_time_.usual() : answer_time_.longest();
  try {
    if (!settled_) co_await settle();
    if (!settled_) co_return std::nullopt;
    co_await frames_.drop_until_silent(0ms);
    settled_ = false;
    const core::Deadline asked = co_await send(question);
    const core::ByteView message = lifescan::message_of(co_await frames_.read_frame(asked + wait));
    answer_time_.came_after(now() - asked);
    settled_ = true;
    co_return core::Bytes(message.begin(), message.end());
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::timeout) throw;
  }
  co_return std::nullopt;
}

/// Asks for the model and drops what comes before it. The meter answers in order, and no other answer is this
/// one: should it belong to an earlier settle, the answer that follows is seen to be none.
awaitable<void> VerioIqMeter::settle() {
  co_await frames_.drop_until_silent(quiet);
  const core::Deadline deadline = co_await send(encode_read_model()) + answer_time_.longest();
  while (!settled_ && now() < deadline) {
    const core::ByteView message = lifescan::message_of(co_await frames_.read_frame(deadline));
    settled_ = model_.empty() ? decode_model(message).has_value() : std::ranges::equal(message, model_);
  }
}

/// When it was sent.
awaitable<core::Deadline> VerioIqMeter::send(core::Bytes question) {
  ++exchanges_;
  const core::Bytes frame = lifescan::encode_frame(0, question);
  co_await wire_.write(frame, now() + write_time);
  co_return now();
}

}  // namespace device::onetouch_verio_iq
