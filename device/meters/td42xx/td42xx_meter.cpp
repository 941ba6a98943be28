#include "device/meters/td42xx/td42xx_meter.hpp"

#include <fmt/format.h>

#include "device/agreement.hpp"
#include "device/clock_setting.hpp"
#include "device/erase.hpp"
#include "device/indexed_download.hpp"
#include "device/meters/td42xx/models.hpp"
#include "device/optional_answer.hpp"
#include "device/silence.hpp"

namespace device::td42xx {
namespace {

using boost::asio::awaitable;
using core::Errc;
using core::LocalSeconds;
using namespace std::chrono_literals;

constexpr auto write_time = 1s;
constexpr auto gap = 200ms;    // between two bytes of a packet
constexpr auto quiet = 100ms;  // then no answer to an earlier question comes any more
constexpr int max_tries = 5;
constexpr int most_notices = 3;  // in a row

bool is_answer(Command answer, Command question) {
  if (answer == question) return true;
  return question == Command::connect && (answer == Command::model || answer == Command::notice);
}

/// Whether the clock shows the minute it was set to, or the next.
bool is_set(Data shown, LocalSeconds time) {
  const auto clock = decode_clock(shown);
  const LocalSeconds minute = date::floor<std::chrono::minutes>(time);
  return clock.has_value() && (*clock == minute || *clock == minute + 1min);
}

core::Error silence(const std::string& about) {
  return {Errc::timeout, "the TaiDoc meter stopped answering when asked for " + about, "",
          "Check the cable and try again."};
}

bool changes_meter(Command command) {
  return command == Command::erase || command == Command::set_clock;
}

}  // namespace

Td42xxMeter::Td42xxMeter(core::ByteStream& wire) : wire_(wire), packets_(wire, look_at_packet, gap) {}

awaitable<Identity> Td42xxMeter::identify() {
  co_await connect();
  Identity identity;
  const std::string number = co_await ask(Command::model, "its model", decode_model);
  identity.model = name_of(number);
  identity.serial = co_await identify_serial();
  identity.simulated = is_simulated(identity.serial);
  co_return identity;  // the unit it shows is not on the wire
}

awaitable<void> Td42xxMeter::download(const DownloadOptions& options, Downloaded& result) {
  co_await download_indexed(*this, options, result);
}

awaitable<ClockLook> Td42xxMeter::read_clock() {
  const core::Deadline asked = now();
  const LocalSeconds shown = co_await ask(Command::clock, "its clock", decode_clock);
  co_return ClockLook{shown, now(), std::chrono::ceil<std::chrono::milliseconds>(now() - asked), 60s};
}

awaitable<void> Td42xxMeter::set_clock(WallClock wall_clock) {
  const LocalSeconds first = wall_clock();
  require_settable(first, 2000, "TaiDoc meter");
  const Data none{};
  for (int tries = 0; tries < 3; ++tries) {
    co_await wait_for_minute(wire_, wall_clock);
    const LocalSeconds time = wall_clock();
    const Data new_time = encode_time(time);
    const std::optional<Data> answer = co_await exchange(Command::set_clock, new_time);
    const Data shown = co_await ask(Command::clock, none, "its new time");
    if (answer && is_set(*answer, time) && is_set(shown, time)) co_return;
  }
  throw core::Failure(clock_not_taken_over("TaiDoc meter"));
}

awaitable<void> Td42xxMeter::erase() {
  const Data none{};
  co_await exchange(Command::erase, none);  // once, whatever it answers: the count tells
  const std::size_t count = co_await read_count();
  require_erased(count, "TaiDoc meter");
}

/// A count that no memory holds may be damaged: believed when it comes twice.
awaitable<std::size_t> Td42xxMeter::read_count() {
  const auto decode = [](Data data) { return core::Result<std::size_t>(decode_count(data)); };
  const auto ask_count = [&] { return ask(Command::count, "how many readings it holds", decode); };
  const std::size_t count = co_await ask_count();
  if (count <= largest_memory) co_return count;
  co_return co_await ask_until_two_agree(count, ask_count, "how many readings it holds");
}

awaitable<std::optional<core::LogEntry>> Td42xxMeter::read_record(std::size_t index) {
  const std::string about = fmt::format("record {}", index);
  const Data place = encode_index(index);
  core::Error problem;
  try {
    const Data time = co_await ask(Command::record_time, place, about);
    const Data value = co_await ask(Command::record_value, place, about);
    co_return decode_record(time, value);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::timeout) throw;
    problem = failure.error();
  }
  // It says nothing where there is no such record, too.
  const std::size_t count = co_await read_count();
  if (index < count) throw core::Failure(std::move(problem));
  co_return std::nullopt;
}

awaitable<void> Td42xxMeter::connect() {
  const Data none{};
  for (int tries = 0; tries < max_tries; ++tries) {
    const std::optional<Data> answer = co_await exchange(Command::connect, none);
    if (answer) co_return;
  }
  if (packets_.received() == 0)
    throw core::Failure({Errc::timeout, "the TaiDoc meter does not answer its first question", "",
                         "Unplug the meter's cable, plug it in again, and try again."});
  throw core::Failure({Errc::protocol, "what comes in answer is not the language of a TaiDoc meter", "",
                       "It may be another meter: --meter auto finds out which."});
}

/// A meter that has no serial number to tell is read without one. On a line that loses answers, or that
/// paused, it would get a second name so: what is asked before and after has to be answered at once, and the
/// serial number not even then.
awaitable<std::string> Td42xxMeter::identify_serial() {
  const bool was_disturbed = disturbed_;
  std::optional<std::string> serial = co_await if_told(read_serial());
  if (!serial) {
    const Data none{};
    const std::optional<Data> model = co_await exchange(Command::model, none);
    const std::optional<Data> end = co_await exchange(Command::serial_end, none);
    const std::optional<Data> begin = co_await exchange(Command::serial_begin, none);
    if (end && begin) {
      serial = decode_serial(*begin, *end);
    } else {
      if (was_disturbed || !model) throw core::Failure(silence("its serial number"));
      disturbed_ = false;  // a question it does not know is no damage
      co_return "unnumbered";
    }
  }
  const auto ask_again = [this] { return read_serial(); };
  co_return co_await ask_until_two_agree(std::move(*serial), ask_again, "its serial number");
}

awaitable<std::string> Td42xxMeter::read_serial() {
  const Data none{};
  const Data end = co_await ask(Command::serial_end, none, "its serial number");
  const Data begin = co_await ask(Command::serial_begin, none, "its serial number");
  co_return decode_serial(begin, end);
}

/// Asks up to five times.
awaitable<Data> Td42xxMeter::ask(Command command, Data data, std::string about) {
  for (int tries = 0; tries < max_tries; ++tries) {
    disturbed_ = disturbed_ || tries > 0;
    const std::optional<Data> answer = co_await exchange(command, data);
    if (answer) co_return *answer;
  }
  throw core::Failure(silence(about));
}

/// The same, until decode(answer), a Result, has a value.
template <class Decode>
auto Td42xxMeter::ask(Command command, std::string about, Decode decode)
    -> awaitable<typename decltype(decode(Data{}))::value_type> {
  core::Error problem;
  const Data none{};
  for (int tries = 0; tries < max_tries; ++tries) {
    const Data answer = co_await ask(command, none, about);
    auto decoded = decode(answer);
    if (decoded.has_value()) co_return std::move(*decoded);
    problem = decoded.error();
    settled_ = false;
  }
  throw core::Failure(std::move(problem));
}

/// One question and the data of its answer; nothing when none came in time. Behind a notice a test may have
/// been taken: what changes the meter is not said again then.
awaitable<std::optional<Data>> Td42xxMeter::exchange(Command command, Data data) {
  const core::Bytes question = encode_packet(command, data);
  const std::chrono::milliseconds wait = settled_ ? answer_time_.usual() : answer_time_.longest();
  co_await packets_.drop_until_silent(settled_ ? 0ms : quiet);
  settled_ = false;
  for (int notices = 0; notices <= most_notices; ++notices) {
    ++exchanges_;
    const std::optional<Packet> answer = co_await send(question, command, wait);
    settled_ = answer && is_answer(answer->command, command);
    if (settled_) co_return answer->data;
    if (!answer || changes_meter(command)) break;
  }
  co_return std::nullopt;
}

/// Sends the question and gives the command's answer, or a notice: the meter has then forgotten the question.
/// Nothing when neither came in time.
awaitable<std::optional<Packet>> Td42xxMeter::send(core::Bytes question, Command command,
                                                   std::chrono::milliseconds wait) {
  try {
    co_await wire_.write(question, now() + write_time);
    const core::Deadline asked = now();
    const core::Deadline deadline = asked + wait;
    while (now() < deadline) {
      const Packet packet = decode_packet(co_await packets_.read_frame(deadline));
      if (!is_answer(packet.command, command) && packet.command != Command::notice) continue;
      answer_time_.came_after(now() - asked);
      co_return packet;
    }
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::timeout) throw;
  }
  co_return std::nullopt;
}

}  // namespace device::td42xx
