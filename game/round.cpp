#include "game/round.hpp"

#include <array>
#include <string>

namespace game {
namespace {

constexpr std::array<std::string_view, 6> state_names{"draft",       "open",  "closed",
                                                      "provisional", "final", "void"};

struct Transition {
  Step step;
  State from;
  State to;
};

constexpr std::array transitions{
    Transition{Step::open, State::draft, State::open},
    Transition{Step::enter, State::open, State::open},
    Transition{Step::enter, State::closed, State::closed},  // late: a point for taking part
    Transition{Step::correct, State::open, State::open},
    Transition{Step::correct, State::closed, State::closed},
    Transition{Step::correct, State::provisional, State::provisional},
    Transition{Step::close, State::open, State::closed},
    Transition{Step::draw, State::closed, State::provisional},
    Transition{Step::object, State::provisional, State::provisional},
    Transition{Step::answer, State::provisional, State::provisional},
    Transition{Step::finalise, State::provisional, State::final},
    Transition{Step::make_void, State::open, State::void_},
    Transition{Step::make_void, State::closed, State::void_},
    Transition{Step::make_void, State::provisional, State::void_},
};

std::string_view what_is_refused(Step step) {
  switch (step) {
    case Step::open:
      return "only a draft can be opened";
    case Step::enter:
      return "entries are taken from the opening to the draw";
    case Step::correct:
      return "corrections are taken from the opening until the round is final";
    case Step::close:
      return "only an open round can be closed";
    case Step::draw:
      return "the draw comes once, after the close";
    case Step::object:
    case Step::answer:
      return "objections are heard while the result is provisional";
    case Step::finalise:
      return "only a provisional result can become final";
    case Step::make_void:
      return "a round can become void from its opening until it is final";
    case Step::forget:
      return "this round has nothing to forget";
  }
  return "";
}

/// Only where the step can still come.
std::string_view what_comes_first(State state, Step step) {
  if (state == State::draft) return "Open it first (`round open`).";
  const bool is_late = step == Step::open || step == Step::enter || step == Step::close;
  if (state == State::open && !is_late) return "Close it first (`round close`).";
  if (state == State::closed && !is_late && step != Step::draw) return "Draw first (`round draw`).";
  return "";
}

}  // namespace

std::string_view name(State state) {
  return state_names.at(static_cast<std::size_t>(state));
}

std::optional<State> parse_state(std::string_view text) {
  for (std::size_t i = 0; i < state_names.size(); ++i)
    if (state_names[i] == text) return static_cast<State>(i);
  return std::nullopt;
}

core::Result<State> after(State state, Step step) {
  if (step == Step::forget) return state;
  for (const Transition& transition : transitions)
    if (transition.step == step && transition.from == state) return transition.to;
  return core::Error{core::Errc::refused, std::string(what_is_refused(step)),
                     "this round is " + std::string(name(state)), std::string(what_comes_first(state, step))};
}

}  // namespace game
