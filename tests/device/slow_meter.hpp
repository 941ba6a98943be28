#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "tests/device/meters/scripted_meter.hpp"

/// A meter that says one piece after the other, and answers what it is asked when it has said what came
/// before.
struct SlowMeter {
  std::function<std::string(const std::string& question)> answer;
  std::string saying{};  ///< from the beginning on
  std::chrono::milliseconds per_byte{40};
  std::size_t piece = 1;                         ///< so many bytes come at once
  std::size_t pause_behind = std::string::npos;  ///< so many bytes, of 1.6 s
  std::vector<std::string> asked{};
  std::size_t said = 0;
  core::Deadline next{};

  core::MemoryStream::Answer hear(core::ByteView bytes, core::Deadline now) {
    asked.emplace_back(core::as_text(bytes));
    if (said == saying.size()) next = now + per_byte;
    saying += answer(asked.back());
    return {};
  }

  std::optional<core::MemoryStream::Unasked> say(core::Deadline until) {
    if (said == saying.size() || next > until) return std::nullopt;
    const core::Deadline at = next;
    const core::ByteView bytes = core::as_bytes(saying).subspan(said, std::min(piece, saying.size() - said));
    said += bytes.size();
    next +=
        said == pause_behind ? std::chrono::milliseconds(1600) : per_byte * static_cast<int>(bytes.size());
    return core::MemoryStream::Unasked{at, {{bytes.begin(), bytes.end()}, false}};
  }

  ScriptedMeter bench(std::string_view family) {
    return {family, [this](core::ByteView bytes, core::Deadline now) { return hear(bytes, now); },
            [this](core::Deadline until) { return say(until); }};
  }
};

/// A meter that gives each answer whole, so long after its question, or after the answer before.
struct LateMeter : ScriptedMeter {
  using Time = std::chrono::milliseconds;

  LateMeter(std::string_view family, std::function<core::Bytes(core::ByteView question)> script)
      : ScriptedMeter(
            family, [this](core::ByteView bytes, core::Deadline now) { return hear(bytes, now); },
            [this](core::Deadline until) { return speak(until); }),
        answer(std::move(script)) {}

  core::MemoryStream::Answer hear(core::ByteView question, core::Deadline now) {
    const core::Bytes bytes = answer(question);
    free_at = std::max(free_at, now) + takes(question, ++asked);
    said.push_back({free_at, {bytes, false}});
    return {};
  }
  std::optional<core::MemoryStream::Unasked> speak(core::Deadline until) {
    if (said.empty() || said.front().at > until) return std::nullopt;
    const core::MemoryStream::Unasked next = said.front();
    said.pop_front();
    return next;
  }
  /// A wall clock that goes with the wire's.
  device::WallClock wall_clock(core::LocalSeconds begin) const {
    return [this, begin] { return begin + std::chrono::floor<std::chrono::seconds>(elapsed()); };
  }

  std::function<core::Bytes(core::ByteView)> answer;
  std::function<Time(core::ByteView question, std::size_t number)> takes = [](core::ByteView, std::size_t) {
    return Time(10);
  };
  std::size_t asked = 0;
  core::Deadline free_at{};
  std::deque<core::MemoryStream::Unasked> said;
};
