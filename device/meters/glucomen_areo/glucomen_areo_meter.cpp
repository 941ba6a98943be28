#include "device/meters/glucomen_areo/glucomen_areo_meter.hpp"

#include <algorithm>

#include "device/clock_setting.hpp"
#include "device/meters/glucomen_areo/models.hpp"
#include "device/raw_answer.hpp"
#include "device/silence.hpp"

namespace device::glucomen_areo {
namespace {

using boost::asio::awaitable;
using core::Errc;
using namespace std::chrono_literals;

constexpr AnswerLimits limits{.first = 2s, .next = 1s, .whole = 60s};
constexpr int most_damaged_dumps = 5;
constexpr std::string_view block_begin = "[\r\n";
const core::Error silence{Errc::timeout, "the GlucoMen areo does not answer", "",
                          "Check the cable, wake the meter by a press on its button, and try again."};

/// An end without a beginning is that of an earlier answer: the one that was asked for follows.
bool is_over(std::string_view answer) {
  return answer == "P" || answer == "F" ||
         (answer.size() > 3 && answer.substr(answer.size() - 4) == "\n]\r\n" &&
          answer.find(block_begin) != std::string_view::npos);
}

}  // namespace

awaitable<Identity> GlucomenAreoMeter::identify() {
  who_ = co_await read_who(5);  // the first may be lost
  first_ = co_await read_memory([](const Progress&) {});
  const Model& model = models[first_->has_blank ? 1 : 0];
  co_return Identity{std::string(model.product), who_.serial, first_->unit, who_.simulated};
}

awaitable<void> GlucomenAreoMeter::download(const DownloadOptions& options, Downloaded& result) {
  DownloadOptions how = options;
  // The checksum alone does not tell a record nobody can read from a damaged one.
  const auto is_unread = [](const core::LogEntry& entry) {
    return std::holds_alternative<core::UnreadRecord>(entry.content);
  };
  if (first_ && std::any_of(first_->entries.begin(), first_->entries.end(), is_unread) &&
      how.passes == Passes::once)
    how.passes = Passes::usual;
  if (options.passes != Passes::once) {
    const Who again = co_await read_who(3);
    if (again != who_)
      throw core::Failure({Errc::protocol, "the meter has told two different serial numbers", "",
                           "The line is disturbed: try another cable or port."});
  }
  co_await download_dump(*this, how, true, result);
}

awaitable<void> GlucomenAreoMeter::set_clock(WallClock wall_clock) {
  co_await settle();
  co_await wait_for_minute(wire_, wall_clock);
  const core::LocalSeconds time = wall_clock();
  require_settable(time, 2000, "GlucoMen areo");
  const std::string answer = co_await exchange(encode_set_clock(time), is_over);
  if (answer == "P") co_return;
  if (answer == "F") throw core::Failure(clock_not_taken_over("GlucoMen areo"));
  throw core::Failure({Errc::timeout, "the meter did not say whether it has set its clock", "",
                       "Look at the time on the meter itself."});
}

awaitable<void> GlucomenAreoMeter::read_dump(std::vector<core::LogEntry>& into,
                                             const std::function<void(const Progress&)>& progress) {
  if (!first_) first_ = co_await read_memory(progress);
  into = std::move(first_->entries);
  first_.reset();
}

awaitable<Who> GlucomenAreoMeter::read_who(int most_tries) {
  core::Error problem = silence;
  for (int tries = 0; tries < most_tries; ++tries) {
    const std::string answer = co_await exchange("\xa2", is_over);
    auto who = decode_who(answer);
    settled_ = who.has_value() && tries == 0;
    if (who) co_return std::move(*who);
    if (!answer.empty()) problem = who.error();
  }
  if (problem.kind == Errc::protocol)
    problem.advice = "The line may be disturbed, or it is another meter: --meter auto finds out which.";
  throw core::Failure(problem);
}

awaitable<Dump> GlucomenAreoMeter::read_memory(std::function<void(const Progress&)> progress) {
  const auto is_over_and_told = [progress, seen = std::size_t{0},
                                 lines = std::size_t{0}](std::string_view answer) mutable {
    lines += static_cast<std::size_t>(
        std::count(answer.begin() + static_cast<std::ptrdiff_t>(seen), answer.end(), '\n'));
    seen = answer.size();
    progress({lines, 0});
    return is_over(answer);
  };
  core::Error problem = silence;
  for (int tries = 0; damaged_dumps_ < most_damaged_dumps; ++tries) {
    const std::string answer = co_await exchange("\x80", is_over_and_told);
    auto dump = decode_dump(answer);
    settled_ = dump.has_value() && tries == 0;
    if (dump) co_return std::move(*dump);
    ++damaged_dumps_;
    problem = answer.empty() ? silence : dump.error();
  }
  throw core::Failure(problem);
}

/// Waits until no earlier answer can be under way.
awaitable<void> GlucomenAreoMeter::settle() {
  if (!settled_) co_await outwait_answers(wire_, limits.whole);
  settled_ = true;
}

/// From the beginning of a block, if there is one; empty where nothing was answered.
awaitable<std::string> GlucomenAreoMeter::exchange(std::string command,
                                                   std::function<bool(std::string_view)> is_over) {
  co_await settle();
  settled_ = false;
  ++exchanges_;
  co_await wire_.write(core::as_bytes(command), wire_.now() + 2s);
  std::string answer = co_await read_raw_answer(wire_, limits, is_over);
  const std::size_t begin = answer.find(block_begin);
  if (begin != std::string::npos) answer.erase(0, begin);
  co_return answer;
}

}  // namespace device::glucomen_areo
