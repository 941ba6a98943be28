#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/error.hpp"

namespace game {

/// The life of a round. Each step and each correction is appended to its history; none is taken back.
///   draft -> open -> closed -> provisional -> final
///             \________\__________\-> void
enum class State : std::uint8_t { draft, open, closed, provisional, final, void_ };
std::string_view name(State state);
std::optional<State> parse_state(std::string_view text);

enum class Step : std::uint8_t {
  open,
  enter,
  correct,
  close,
  draw,
  object,
  answer,
  finalise,
  make_void,
  forget
};

/// The state after a step, or Errc::refused with why not and, where something does, what comes first.
core::Result<State> after(State state, Step step);

/// Before the draw the host sees who entered, not values; afterwards those of the ranked.
constexpr bool values_are_open(State state) {
  return state == State::provisional || state == State::final;
}

}  // namespace game
