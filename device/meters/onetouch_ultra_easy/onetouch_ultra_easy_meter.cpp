#include "device/meters/onetouch_ultra_easy/onetouch_ultra_easy_meter.hpp"

#include <fmt/format.h>

#include "device/agreement.hpp"
#include "device/clock_setting.hpp"
#include "device/erase.hpp"
#include "device/indexed_download.hpp"
#include "device/meters/onetouch_ultra_easy/frame.hpp"
#include "device/meters/onetouch_ultra_easy/models.hpp"
#include "device/meters/onetouch_ultra_easy/records.hpp"
#include "device/optional_answer.hpp"

namespace device::onetouch_ultra_easy {
namespace {

using boost::asio::awaitable;
using core::Errc;
using core::LocalSeconds;
using namespace std::chrono_literals;

constexpr auto answer_time = 1s;
constexpr auto gap = 200ms;  // between two bytes of a frame
constexpr int max_tries = 3, waking_tries = 5;

core::Result<std::optional<core::LogEntry>> decode_record_answer(core::ByteView message) {
  if (is_refused(message)) return std::optional<core::LogEntry>{};
  auto entry = decode_record(message);
  if (entry.has_error()) return entry.error();
  return std::optional(std::move(*entry));
}

}  // namespace

UltraEasyMeter::UltraEasyMeter(core::ByteStream& wire) : wire_(wire), frames_(wire, look_at_frame, gap) {}

awaitable<Identity> UltraEasyMeter::identify() {
  const bool is_awake = co_await disconnect(waking_tries);
  if (!is_awake && frames_.received() == 0)
    throw core::Failure(
        {Errc::timeout, "the OneTouch Ultra Easy does not answer its first question", "",
         "Check the cable and the model: some meters sold as Ultra Mini cannot be read at all."});
  if (!is_awake)
    throw core::Failure({Errc::protocol, "what comes in answer is not the language of a OneTouch Ultra Easy",
                         "", "It may be another meter: --meter auto finds out which."});
  Identity identity;
  co_await if_told(ask(encode_read_version(), "its version", decode_version));
  identity.model = both_models;
  identity.serial = co_await ask(encode_read_serial(), "its serial number", decode_serial);
  identity.simulated = is_simulated(identity.serial);
  identity.display_unit = co_await if_told(ask(encode_read_unit(), "its unit", decode_unit));
  co_return identity;
}

awaitable<void> UltraEasyMeter::download(const DownloadOptions& options, Downloaded& result) {
  co_await download_indexed(*this, options, result);
  co_await end_conversation();
}

awaitable<ClockLook> UltraEasyMeter::read_clock() {
  const core::Deadline asked = now();
  const LocalSeconds shown = co_await ask(encode_read_clock(), "its clock", decode_clock);
  co_return ClockLook{shown, now(), std::chrono::ceil<std::chrono::milliseconds>(now() - asked)};
}

awaitable<void> UltraEasyMeter::set_clock(WallClock wall_clock) {
  const LocalSeconds first = wall_clock();
  require_settable(first, 1970, "OneTouch Ultra Easy");
  for (int tries = 0; tries < max_tries; ++tries) {
    const core::Deadline sent = now();
    const LocalSeconds time = wall_clock();
    const LocalSeconds shown = co_await ask(encode_set_clock(time), "its new time", decode_clock);
    const auto taken = now() - sent;
    if (!follows(shown, time, taken)) continue;
    if (taken >= 2s) {  // the meter may be slow, or the time an old one that was said again and again
      const LocalSeconds later = co_await ask(encode_read_clock(), "its new time", decode_clock);
      if (later + 2s < wall_clock()) continue;
    }
    co_await end_conversation();
    co_return;
  }
  throw core::Failure(clock_not_taken_over("OneTouch Ultra Easy"));
}

awaitable<void> UltraEasyMeter::erase() {
  // Never told again under a new number: the count shows whether it was heard.
  co_await exchange(encode_erase());
  const std::size_t count = co_await read_count();
  require_erased(count, "OneTouch Ultra Easy");
  co_await end_conversation();
}

awaitable<std::size_t> UltraEasyMeter::read_count() {
  co_return co_await ask(encode_read_count(), "how many readings it holds", decode_count);
}

awaitable<std::optional<core::LogEntry>> UltraEasyMeter::read_record(std::size_t index) {
  const std::string about = fmt::format("record {}", index);
  auto entry = co_await ask(encode_read_record(index), about, decode_record_answer);
  if (!entry) entry = co_await ask(encode_read_record(index), about, decode_record_answer);
  co_return entry;
}

/// One command and decode(answer), a Result; where no answer comes both sides start over, once.
template <class Decode>
auto UltraEasyMeter::ask(core::Bytes command, std::string about, Decode decode)
    -> awaitable<typename decltype(decode(core::ByteView{}))::value_type> {
  std::optional<core::Bytes> answer;
  for (int links = 0; links < 2 && !answer; ++links) {
    if (!in_step_) co_await disconnect(max_tries);
    if (!in_step_) break;
    answer = co_await exchange(command);
  }
  if (!answer)
    throw core::Failure({Errc::timeout, "the OneTouch Ultra Easy stopped answering when asked for " + about,
                         "", "Check the cable and try again."});
  auto decoded = decode(core::ByteView(*answer));
  if (decoded.has_error()) throw core::Failure(decoded.error());
  co_return std::move(*decoded);
}

/// Lets both sides start over. What comes before the answer is dropped. False when none came.
awaitable<bool> UltraEasyMeter::disconnect(int most_tries) {
  for (int tries = 0; tries < most_tries; ++tries) {
    ++exchanges_;
    co_await send(link::disconnect, {});
    const core::Deadline deadline = now() + answer_time;
    while (const auto frame = co_await read_frame(deadline)) {
      if ((*frame)[2] != (link::disconnect | link::ack)) continue;
      link_ = 0;
      acknowledged_ = false;
      in_step_ = true;
      co_return true;
    }
  }
  co_return false;
}

/// Out of courtesy: nothing is lost where it is not heard.
awaitable<void> UltraEasyMeter::end_conversation() {
  try {
    co_await disconnect(max_tries);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::disconnected) throw;
  }
}

/// One command, repeated under the same number, and its answer; nothing when none came.
awaitable<std::optional<core::Bytes>> UltraEasyMeter::exchange(core::Bytes command) {
  const core::Bytes nothing;
  for (int tries = 0; tries < max_tries; ++tries) {
    // The meter may have missed the ACK of the answer before, and wait for it.
    const std::uint8_t last_ack = link::ack | link_;
    if (tries > 0 && acknowledged_) co_await send(last_ack, nothing);
    ++exchanges_;
    co_await send(link_, command);
    auto answer = co_await read_answer();
    if (answer) co_return answer;
  }
  in_step_ = false;
  co_return std::nullopt;
}

/// The answer to the command just sent, acknowledged. Its LINK shows that the command came, so that the
/// meter's ACK need not be looked at.
awaitable<std::optional<core::Bytes>> UltraEasyMeter::read_answer() {
  const core::Bytes nothing;
  const core::Deadline deadline = now() + answer_time;
  while (const auto frame = co_await read_frame(deadline)) {
    const std::uint8_t link = (*frame)[2];
    const bool is_answer = link == (link_ ^ link::expected);
    const bool is_old = link == (link_ ^ link::number);
    if (!is_answer && !(is_old && acknowledged_)) continue;
    const core::ByteView content = lifescan::message_of(*frame);
    core::Bytes message(content.begin(), content.end());
    if (is_answer) link_ ^= link::number | link::expected;
    acknowledged_ = true;
    const std::uint8_t ack = link::ack | link_;
    co_await send(ack, nothing);
    if (is_answer) co_return message;
  }
  co_return std::nullopt;
}

/// Nothing when none came in time.
awaitable<std::optional<core::ByteView>> UltraEasyMeter::read_frame(core::Deadline deadline) {
  try {
    if (now() < deadline) co_return co_await frames_.read_frame(deadline);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::timeout) throw;
  }
  co_return std::nullopt;
}

/// A frame that the wire does not take in time is lost like any other.
awaitable<void> UltraEasyMeter::send(std::uint8_t link, core::Bytes message) {
  const core::Bytes frame = lifescan::encode_frame(link, message);
  try {
    co_await wire_.write(frame, now() + answer_time);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::timeout) throw;
  }
}

}  // namespace device::onetouch_ultra_easy
