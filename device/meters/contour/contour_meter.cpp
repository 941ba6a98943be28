#include "device/meters/contour/contour_meter.hpp"

#include <algorithm>

#include "device/clock_setting.hpp"
#include "device/meters/contour/models.hpp"
#include "device/raw_answer.hpp"
#include "device/silence.hpp"

namespace device::contour {
namespace {

using boost::asio::awaitable;
using core::Errc;
using namespace std::chrono_literals;

constexpr int most_tries = 3;
constexpr int most_repetitions = 6;  // of one frame: at the seventh NAK the meter ends by itself
constexpr std::chrono::milliseconds answer_time = 5s;
constexpr std::chrono::milliseconds enq_time = 500ms;  // for the ENQ behind an EOT
constexpr auto meter_waits = 10s;                      // it ends after 15 s in which the host says nothing
constexpr int most_frames = 20'000;

core::Failure silence() {
  return core::Failure({Errc::timeout, "the Contour does not answer", "",
                        "Check the cable, plug it in again to wake the meter, and try again."});
}
core::Failure broken(std::string what) {
  return core::Failure({Errc::protocol, std::move(what), "",
                        "The line is disturbed, or it is another meter: --meter auto finds out which."});
}

/// The minute that has just begun; none of the last two of a day, for date and time go one by one and must
/// not fall on different days.
awaitable<core::LocalSeconds> wait_for_early_minute(core::ByteStream& wire, WallClock wall_clock) {
  while (true) {
    co_await wait_for_minute(wire, wall_clock);
    const auto time = std::chrono::floor<std::chrono::minutes>(wall_clock());
    if (time - date::floor<date::days>(time) < 23h + 58min) co_return time;
    co_await wait_for_silence(wire, 2s);
  }
}

}  // namespace

awaitable<Identity> ContourMeter::identify() {
  co_await open_dump();
  co_return Identity{product_of(header_.number), header_.serial, header_.unit, header_.simulated};
}

awaitable<void> ContourMeter::download(const DownloadOptions& options, Downloaded& result) {
  co_await download_dump(*this, options, false, result);
}

awaitable<ClockLook> ContourMeter::read_clock() {
  for (int tries = 0; tries < most_tries && !clock_; ++tries) {
    co_await go_idle(header_came_ ? eot : nak);
    const bool ready = co_await enter_command_mode();
    if (ready) clock_ = co_await look_at_clock();
    co_await go_idle(eot);
  }
  if (!clock_) throw broken("the Contour does not show its clock");
  co_return *clock_;
}

awaitable<void> ContourMeter::set_clock(WallClock wall_clock) {
  const core::LocalSeconds now = wall_clock();
  require_settable(now, 2000, "Contour");
  for (int tries = 0; tries < most_tries; ++tries) {
    co_await go_idle(header_came_ ? eot : nak);
    const core::LocalSeconds time = co_await wait_for_early_minute(wire_, wall_clock);
    const bool sent = co_await send_clock(time);
    const auto look = sent ? co_await look_at_clock() : std::nullopt;
    co_await go_idle(eot);
    if (look && look->shown >= time && look->shown <= time + 1min) {
      clock_ = look;
      co_return;
    }
  }
  throw core::Failure(clock_not_taken_over("Contour"));
}

/// Where the meter ends early or starts over, what came is dropped; with another count of results than the
/// header says the dump is read once more.
awaitable<void> ContourMeter::read_dump(std::vector<core::LogEntry>& into,
                                        const std::function<void(const Progress&)>& progress) {
  int starts = 0;
  bool was_short = false;
  while (true) {
    if (!header_came_ || wire_.now() - *header_came_ > meter_waits) co_await open_dump();
    header_came_.reset();
    into.clear();
    const auto results = co_await read_records(into, progress);
    if (!results) {
      if (++starts == most_tries)
        throw broken("the Contour ends or starts over before its last record each time");
      continue;
    }
    const bool fits = !header_.results || *results == *header_.results || *results == *header_.results + 1;
    if (fits || was_short) co_return;
    was_short = true;
  }
}

/// From any state of the meter to the first frame, the header.
awaitable<void> ContourMeter::open_dump() {
  const std::string known = header_.serial;
  header_came_.reset();
  const std::size_t received = frames_.received();
  std::optional<core::Error> problem;
  std::string doubted;
  int answers = 0, refusals = 0;
  co_await frames_.drop_until_silent(100ms);
  for (int tries = 0; tries < most_repetitions; ++tries) {
    co_await say(tries % 2 == 0 ? eot : nak);
    const std::optional<std::uint8_t> answer = co_await hear_offer();
    answers += answer ? 1 : 0;
    refusals += answer == nak ? 1 : 0;
    if (frames_.received() == received && tries + 1 == most_tries) break;
    if (answer != enq) continue;
    last_.reset();
    const core::Deadline asked = wire_.now();
    std::uint8_t word = ack;
    for (int repetitions = 0; repetitions <= most_repetitions; ++repetitions) {
      const Heard heard = co_await say_until_heard(word);
      if (heard.word == eot) break;
      const std::string& text = heard.frame.text;
      auto header = decode_header(text, text == doubted ? Reading::as_repeated : Reading::as_known);
      word = nak;
      if (!header) {
        problem = header.error();
        doubted = text;
        continue;
      }
      header_ = std::move(*header);
      if (!known.empty() && known != header_.serial)
        throw broken("the meter has told two different serial numbers");
      last_ = heard.frame;
      header_came_ = wire_.now();
      if (header_.clock)
        clock_ = ClockLook{*header_.clock, *header_came_,
                           std::chrono::ceil<std::chrono::milliseconds>(*header_came_ - asked),
                           header_.clock_resolution};
      co_return;
    }
  }
  if (problem) throw core::Failure(*problem);
  if (frames_.received() == received) throw silence();
  if (answers > 0 && refusals == answers)
    throw core::Failure({Errc::protocol, "the Contour refuses every word", "",
                         "Turn it off and on, plug it in again, and try again."});
  throw broken("what answers does not speak as a Contour does");
}

/// The answer to EOT or NAK: what it ended comes before its ENQ, a frame and an EOT at most.
awaitable<std::optional<std::uint8_t>> ContourMeter::hear_offer() {
  std::optional<std::uint8_t> last;
  for (int words = 0; words < 3; ++words) {
    const core::ByteView heard = co_await hear(words == 0 ? answer_time : enq_time);
    if (heard.empty()) break;
    last = heard[0];
    if (last != eot && last != stx) break;
  }
  co_return last;
}

/// The frames behind the header, to the end; how many results there were, or nothing where the meter has
/// ended or started over before.
awaitable<std::optional<std::size_t>> ContourMeter::read_records(
    std::vector<core::LogEntry>& into, const std::function<void(const Progress&)>& progress) {
  std::size_t results = 0;
  std::string doubted;
  std::uint8_t word = ack;
  int doubts = 0;
  bool has_average = false, is_control = false;
  for (int frames = 0; frames < most_frames; ++frames) {
    const Heard heard = co_await say_until_heard(word);
    if (heard.word == eot && header_.results && results == *header_.results + (has_average ? 1 : 0))
      co_return results;  // there is nothing but the L to come
    // EOT: it has taken a damaged word for the host's EOT.
    if (heard.word == enq || heard.word == eot) co_return std::nullopt;
    const std::string& text = heard.frame.text;
    word = ack;
    if (text[0] == 'R') {
      const bool is_average = results == 0 && has_serial_form(text);
      auto entry = decode_result(text, header_.range,
                                 text == doubted ? Reading::as_repeated : Reading::as_known, is_control);
      const bool is_right = entry && result_number(text) == results + 1;
      if (!is_average && !is_right && text != doubted && doubts < most_repetitions) {
        doubted = text;  // a meter's own record comes again alike, a damaged one does not
        ++doubts;
        word = nak;
        continue;
      }
      ++results;
      is_control = false;
      has_average |= is_average;
      if (!is_average) into.push_back(entry ? std::move(*entry) : keep_unread(text));
      progress({into.size(), header_.results.value_or(0)});
    } else if (text[0] == 'O') {
      is_control = orders_control(text);
    }
    last_ = heard.frame;
    doubts = 0;
    if (text[0] != 'L') continue;
    // All is there: whether the meter says goodbye does not matter.
    co_await say(ack);
    co_await hear(answer_time);
    co_return results;
  }
  throw broken("the Contour's data do not end");
}

/// Says the word and gives the frame behind the last good one, ENQ or EOT. NAK where it comes damaged, with
/// another number, or not at all: ACK again would jump over a frame that was lost.
awaitable<ContourMeter::Heard> ContourMeter::say_until_heard(std::uint8_t word) {
  int silences = 0, damages = 0;
  bool says = true;
  while (damages <= most_repetitions) {
    if (says) co_await say(word);
    says = true;
    const std::size_t received = frames_.received();
    const core::ByteView answer = co_await hear(answer_time);
    if (answer.empty()) {
      const bool was_damaged = frames_.received() != received;
      if (was_damaged) ++damages;
      if (!was_damaged && ++silences == most_tries) throw silence();
      word = nak;
      continue;
    }
    if (answer[0] == eot) co_return Heard{eot};
    if (answer[0] == enq && last_) co_return Heard{enq};
    if (answer[0] != stx) {  // the ENQ was said twice, or noise: the frame is still to come
      says = false;
      ++damages;
      continue;
    }
    auto frame = decode_frame(answer);
    if (frame && last_ && *frame == *last_) {
      word = ack;
      ++damages;
    } else if (frame && frame->number == (last_ ? last_->number + 1 : 1) % 8) {
      co_return Heard{stx, std::move(*frame)};
    } else {
      word = nak;
      ++damages;
    }
  }
  co_await say(eot);
  throw broken("a frame of the Contour comes damaged each time");
}

/// Ends whatever the meter is about: it says EOT when it is idle. `word` comes first: EOT where the meter is
/// sending or in command mode.
awaitable<void> ContourMeter::go_idle(std::uint8_t word) {
  header_came_.reset();
  int silences = 0;
  for (int tries = 0; tries < 2 * most_repetitions; ++tries) {
    co_await frames_.drop_until_silent(50ms);
    co_await say(word);
    const core::ByteView answer = co_await hear(answer_time);
    if (!answer.empty() && answer[0] == eot) co_return;
    silences += answer.empty() ? 1 : 0;
    if (silences == most_repetitions) break;
    if (answer.empty())
      word = word == nak ? eot : nak;
    else
      word = answer[0] == enq ? nak : eot;
  }
  throw silence();
}

/// What the meter says before its ACK; nothing when it does not say it.
awaitable<std::optional<std::string>> ContourMeter::command(std::string words) {
  ++exchanges_;
  co_await wire_.write(core::as_bytes(words), wire_.now() + 2s);
  const AnswerLimits limits{.first = 5s, .next = 500ms, .whole = 5s, .bytes = 256};
  const auto is_over = [](std::string_view answer) {
    return answer.back() == static_cast<char>(ack) || answer.back() == static_cast<char>(nak);
  };
  std::string answer = co_await read_raw_answer(wire_, limits, is_over);
  if (answer.empty() || answer.back() != static_cast<char>(ack)) co_return std::nullopt;
  answer.pop_back();
  co_return answer;
}

/// From idle.
awaitable<bool> ContourMeter::enter_command_mode() {
  const auto taken = co_await command(std::string(1, static_cast<char>(enq)));
  co_return taken.has_value();
}

/// In command mode, as the two below.
awaitable<std::optional<std::string>> ContourMeter::ask(std::string words) {
  const auto taken = co_await command("R|");
  if (!taken) co_return std::nullopt;
  co_return co_await command(std::move(words));
}

awaitable<std::optional<ClockLook>> ContourMeter::look_at_clock() {
  auto date = co_await ask("D|");
  for (int tries = 0; tries < most_tries && date; ++tries) {
    const core::Deadline asked = wire_.now();
    const auto time = co_await ask("T|");
    const core::Deadline came = wire_.now();
    auto same_date = co_await ask("D|");  // the time may be the next day's
    const bool is_same = time && date == same_date;
    const auto clock = decode_clock(*date, time.value_or(""));
    if (is_same && clock)
      co_return ClockLook{*clock, came, std::chrono::ceil<std::chrono::milliseconds>(came - asked), 60s};
    date = std::move(same_date);
  }
  co_return std::nullopt;
}

/// Whether the meter has taken all of it.
awaitable<bool> ContourMeter::send_clock(core::LocalSeconds time) {
  const bool ready = co_await enter_command_mode();
  if (!ready) co_return false;
  for (const std::string& words : encode_set_clock(time)) {
    const auto taken = co_await command(words);
    if (!taken) co_return false;
  }
  co_return true;
}

awaitable<void> ContourMeter::say(std::uint8_t word) {
  ++exchanges_;
  const core::ByteView bytes(&word, 1);
  co_await wire_.write(bytes, wire_.now() + 2s);
}

/// Nothing where nothing whole comes in time.
awaitable<core::ByteView> ContourMeter::hear(std::chrono::milliseconds wait) {
  try {
    co_return co_await frames_.read_frame(wire_.now() + wait);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != Errc::timeout) throw;
  }
  co_return core::ByteView{};
}

}  // namespace device::contour
