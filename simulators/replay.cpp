#include "simulators/replay.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text/printable.hpp"

namespace simulators {
namespace {

constexpr std::chrono::seconds pause{1};  ///< from one unasked word to the next

void append(core::Bytes& all, const core::Bytes& more) {
  all.insert(all.end(), more.begin(), more.end());
}

std::string quoted(core::ByteView bytes) {
  constexpr std::size_t most = 64;
  return fmt::format("\"{}\"", core::printable(core::as_text(bytes.first(std::min(most, bytes.size())))));
}

}  // namespace

Replay::Replay(const core::Recording& recording) {
  for (const core::Exchange& exchange : recording.exchanges) {
    if (exchange.bytes.empty()) continue;
    if (exchange.direction == core::Direction::to_meter) {
      if (turns_.empty() || !turns_.back().meter.empty()) turns_.emplace_back();
      append(turns_.back().host, exchange.bytes);
    } else {
      append(turns_.empty() ? unasked_ : turns_.back().meter, exchange.bytes);
    }
  }
  if (!unasked_.empty()) speech_at_.emplace(0);
}

void Replay::start_over() {
  turn_ = 0;
  heard_ = 0;
  parted_ = false;
}

bool Replay::play(core::ByteView bytes, core::Bytes& answers) {
  for (const std::uint8_t byte : bytes) {
    if (turn_ == turns_.size() || turns_[turn_].host[heard_] != byte) return false;
    if (++heard_ < turns_[turn_].host.size()) continue;
    append(answers, turns_[turn_].meter);
    ++turn_;
    heard_ = 0;
  }
  return true;
}

void Replay::replug(const Moment& now) {
  start_over();
  if (!unasked_.empty()) speech_at_ = now.elapsed;
}

FaultyLine::Sent Replay::speak(const Moment& now) {
  start_over();
  speech_at_ = now.elapsed + pause;
  FaultyLine::Sent sent;
  sent.pieces.push_back({std::chrono::milliseconds(0), unasked_});
  return sent;
}

FaultyLine::Sent Replay::receive(core::ByteView bytes, const Moment& now) {
  FaultyLine::Sent sent;
  core::Bytes answers;
  const std::size_t turn = turn_;
  const core::Bytes expected = is_finished() ? core::Bytes() : turns_[turn].host;
  if (parted_ || !play(bytes, answers)) {
    const bool was_parted = parted_;
    core::Bytes from_start;
    start_over();
    if (play(bytes, from_start)) {
      answers = from_start;
    } else {
      parted_ = true;
      if (!was_parted)
        remark_ = expected.empty()
                      ? fmt::format("the recording is at its end, and the host says {}", quoted(bytes))
                      : fmt::format("the host says {} where the recording has {} (turn {} of {})",
                                    quoted(bytes), quoted(expected), turn + 1, turns_.size());
    }
  }
  speech_at_.reset();
  if ((parted_ || is_finished()) && !unasked_.empty()) speech_at_ = now.elapsed + pause;
  sent.pieces.push_back({std::chrono::milliseconds(0), std::move(answers)});
  return sent;
}

std::string Replay::take_remark() {
  return std::exchange(remark_, "");
}

}  // namespace simulators
