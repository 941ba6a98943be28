#include "simulators/faulty_line.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace simulators {
namespace {

bool contains(const std::vector<std::uint64_t>& numbers, std::uint64_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

}  // namespace

FaultyLine::FaultyLine(const Faults& faults, std::uint64_t seed) : random_(seed) {
  change(faults);
}

void FaultyLine::change(const Faults& faults) {
  faults_ = faults;
  sent_ = 0;
  started_ = false;
  gap_ = next_gap();
}

void FaultyLine::add(const Faults& more) {
  faults_ = joined(std::move(faults_), counted_from_start(more, {.bytes = sent_}));
  started_ = false;
  if (more.noise > 0) gap_ = next_gap();
}

void FaultyLine::replug() {
  silent_ = false;
  cut_ = false;
}

std::uint64_t FaultyLine::next_gap() {
  if (faults_.noise <= 0) return std::numeric_limits<std::uint64_t>::max();
  // The top 53 bits as a number in (0, 1]: the standard's distributions differ between libraries.
  const double uniform = (static_cast<double>(random_() >> 11) + 1) * 0x1p-53;
  return static_cast<std::uint64_t>(std::min(1e18, std::log(uniform) / std::log1p(-faults_.noise)));
}

void FaultyLine::add_noise(core::Bytes& bytes) {
  const std::uint64_t bits = bytes.size() * 8;
  std::uint64_t at = 0;
  while (gap_ < bits - at) {
    at += gap_;
    bytes[at / 8] ^= static_cast<std::uint8_t>(1u << at % 8);
    ++at;
    gap_ = next_gap();
  }
  if (faults_.noise > 0) gap_ -= bits - at;
}

core::Bytes FaultyLine::to_meter(core::ByteView bytes) {
  if (cut_) return {};
  core::Bytes arrived(bytes.begin(), bytes.end());
  add_noise(arrived);
  return arrived;
}

FaultyLine::Sent FaultyLine::from_meter(core::ByteView bytes) {
  Sent sent;
  sent.pieces.emplace_back();
  // Before the first byte and after each: what happens at this count, once.
  const auto happens_here = [&] {
    std::erase_if(faults_.stall, [&](const Faults::Stall& stall) {
      if (stall.after != sent_) return false;
      silent_ = silent_ || !stall.length;
      if (stall.length) sent.pieces.push_back({*stall.length, {}});
      return true;
    });
    cut_ = std::erase(faults_.disconnect, sent_) > 0 || cut_;
  };
  if (!started_) happens_here();
  started_ = true;
  for (std::uint8_t byte : bytes) {
    if (cut_) break;
    ++sent_;
    for (const Faults::Corrupt& one : faults_.corrupt)
      if (one.byte == sent_) byte = static_cast<std::uint8_t>(byte ^ (1u << one.bit));
    if (!silent_ && !contains(faults_.drop, sent_)) sent.pieces.back().bytes.push_back(byte);
    happens_here();
  }
  for (Piece& piece : sent.pieces) add_noise(piece.bytes);
  sent.cut = cut_;
  return sent;
}

core::Bytes garbled(core::ByteView bytes) {
  core::Bytes garbage;
  for (const std::uint8_t byte : bytes)
    garbage.push_back(static_cast<std::uint8_t>(0x80 | (byte * 37u >> 1)));
  return garbage;
}

}  // namespace simulators
