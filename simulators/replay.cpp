#include "simulators/replay.hpp"

#include <algorithm>
#include <iterator>
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

Replay::Replay(const core::Recording& recording, std::string_view openings) : openings_(openings) {
  for (const core::Exchange& exchange : recording.exchanges) {
    if (exchange.bytes.empty()) continue;
    if (exchange.direction == core::Direction::to_meter)
      append(host_, exchange.bytes);
    else
      append(host_.empty() ? unasked_ : answers_[host_.size()], exchange.bytes);
  }
  if (!host_.empty()) answers_[host_.size()];  // silence, where it had the last word
  if (!unasked_.empty()) speech_at_.emplace(0);
  find_borders();
}

bool Replay::fits(std::size_t place, std::uint8_t byte) const {
  const auto opens = [&](std::uint8_t one) {
    return openings_.find(static_cast<char>(one)) != std::string::npos;
  };
  return host_[place] == byte || (place < answers_.begin()->first && opens(host_[place]) && opens(byte));
}

void Replay::find_borders() {
  borders_.assign(host_.size(), 0);
  for (std::size_t i = 1, length = 0; i < host_.size(); ++i) {
    while (length > 0 && !fits(length, host_[i])) length = borders_[length - 1];
    if (fits(length, host_[i])) ++length;
    borders_[i] = length;
  }
}

void Replay::take(std::uint8_t byte, core::Bytes& answers) {
  const std::size_t before = said_;
  const bool had_begun = has_begun();
  if (is_finished() && said_ > 0) said_ = borders_[said_ - 1];
  while (said_ > 0 && !fits(said_, byte)) said_ = borders_[said_ - 1];
  if (!host_.empty() && fits(said_, byte)) ++said_;
  if (said_ != before + 1) {
    const bool is_new_beginning = said_ > 0 && answers_.contains(before + 1 - said_);
    if (had_begun) parted_at_ = before;
    is_foreign_ = !is_new_beginning || (is_foreign_ && !had_begun);
  }
  const auto answer = answers_.find(said_);
  if (answer == answers_.end()) return;
  append(answers, answer->second);
  parted_at_.reset();
  is_foreign_ = false;
}

void Replay::replug(const Moment& now) {
  said_ = 0;
  parted_at_.reset();
  if (!unasked_.empty()) speech_at_ = now.elapsed;
}

FaultyLine::Sent Replay::speak(const Moment& now) {
  said_ = 0;
  speech_at_ = now.elapsed + pause;
  FaultyLine::Sent sent;
  sent.pieces.push_back({std::chrono::milliseconds(0), unasked_});
  return sent;
}

FaultyLine::Sent Replay::receive(core::ByteView bytes, const Moment& now) {
  FaultyLine::Sent sent;
  core::Bytes answers;
  for (const std::uint8_t byte : bytes) take(byte, answers);
  if (is_foreign_ && !has_begun() && (parted_at_ || !is_told_)) {
    remark_ = departure(bytes);
    parted_at_.reset();
    is_told_ = true;
  }
  speech_at_.reset();
  if ((!has_begun() || is_finished()) && !unasked_.empty()) speech_at_ = now.elapsed + pause;
  sent.pieces.push_back({std::chrono::milliseconds(0), std::move(answers)});
  return sent;
}

std::string Replay::departure(core::ByteView said) const {
  const auto recorded = [&](std::map<std::size_t, core::Bytes>::const_iterator turn) {
    const std::size_t begin = turn == answers_.begin() ? 0 : std::prev(turn)->first;
    return quoted(core::ByteView(host_).subspan(begin, turn->first - begin));
  };
  if (!parted_at_)
    return fmt::format("the host says {}, which is not how the recording begins: it waits for {}",
                       quoted(said), answers_.empty() ? "nothing" : recorded(answers_.begin()));
  const auto turn = answers_.upper_bound(*parted_at_);
  if (turn == answers_.end())
    return fmt::format("the recording is at its end, and the host says {}", quoted(said));
  return fmt::format("the host says {} where the recording has {} (turn {} of {})", quoted(said),
                     recorded(turn), std::distance(answers_.begin(), turn) + 1, answers_.size());
}

std::string Replay::take_remark() {
  return std::exchange(remark_, "");
}

}  // namespace simulators
