#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.hpp"
#include "cli/verb.hpp"
#include "game/store/store.hpp"

namespace cli {

/// A verb below `round` or `series`, to be given its options and its deed.
Verb verb_below(std::string_view name, std::string_view help, std::string_view more = "");

/// Which round a command is about; without words the newest of the series `local`.
struct RoundChoice {
  std::string series = "local";
  std::string round;
  game::RoundKey key() const { return {series, round}; }
  /// "bgbingo round open --series gbdoc": the verb that comes next, for the same round.
  std::string next(std::string_view verb) const;
};
/// The verb's own options, then --series and --round.
std::vector<Option> round_options(RoundChoice& choice, std::vector<Option> own = {});

/// The games of this machine, in the data folder; made on first use.
game::Store make_store(const Context& context);
/// Those that are there; Failure (not_found) where there are none.
game::Store open_store(const Context& context, core::OpenMode mode = core::OpenMode::existing);
/// To look only: nothing is made and nothing is written.
game::Store look_into_store(const Context& context);

}  // namespace cli
