#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/device/meters/scripted_meter.hpp"

/// A meter that says one byte after the other, and answers what it is asked when it has said what came
/// before.
struct SlowMeter {
  std::function<std::string(const std::string& question)> answer;
  std::string saying{};  ///< from the beginning on
  std::chrono::milliseconds per_byte{40};
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
    next += ++said == pause_behind ? std::chrono::milliseconds(1600) : per_byte;
    return core::MemoryStream::Unasked{at, {{static_cast<std::uint8_t>(saying[said - 1])}, false}};
  }

  ScriptedMeter bench(std::string_view family) {
    return {family, [this](core::ByteView bytes, core::Deadline now) { return hear(bytes, now); },
            [this](core::Deadline until) { return say(until); }};
  }
};
