#pragma once

#include <memory>

#include "cli/verb.hpp"
#include "game/store/store.hpp"

namespace cli {

/// Which round a command is about; without words the newest of the series `local`.
struct RoundChoice {
  std::string series = "local";
  std::string round;
  game::RoundKey key() const { return {series, round}; }
};
/// The verb's own options, then --series and --round.
std::vector<Option> round_options(RoundChoice& choice, std::vector<Option> own = {});

// The verbs of `round` that players use.
Verb enter_verb();
Verb correct_verb();
Verb receipt_verb();
Verb verify_verb();

}  // namespace cli
