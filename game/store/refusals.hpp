#pragma once

#include <string>
#include <utility>

#include "core/text/printable.hpp"
#include "game/store/rows.hpp"

// What the commands of the store have in common.
namespace game {

[[noreturn]] inline void refuse(std::string what, std::string where = "", std::string advice = "") {
  throw core::Failure({core::Errc::refused, std::move(what), std::move(where), std::move(advice)});
}
inline void require_name(bool fits, const char* what, const std::string& name) {
  if (!fits)
    throw core::Failure(
        {core::Errc::usage, std::string("this cannot be the name of a ") + what, core::printable(name), ""});
}

[[noreturn]] inline void refuse_given(const std::string& series) {
  refuse("this series was handed over", series, "The one who took it goes on with it.");
}

/// Moves the row on, to be saved; Failure when the step does not fit the state.
inline void take(RoundRow& row, Step step) {
  if (row.given) refuse_given(row.series);
  row.state = after(row.state, step).value();
}

inline bool is_under_way(State state) {
  return state == State::open || state == State::closed;
}

}  // namespace game
