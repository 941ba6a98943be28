#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/verb.hpp"
#include "game/rules.hpp"

namespace cli {

/// What `series new` and `round new` take to settle the rules.
struct RulesOptions {
  std::optional<std::string> kind;
  std::optional<std::string> range;
  std::optional<std::string> country;
  std::optional<std::string> prize;
  bool prize_to_one = false;
};

std::vector<Option> rules_options(RulesOptions& options);
/// A series' own rules, or the defaults of unit and country, with what was given; another unit brings its own
/// range. The store checks them. Failure (usage).
game::Rules chosen_rules(const Context& context, const RulesOptions& options,
                         const std::optional<game::Rules>& of_series = std::nullopt);

}  // namespace cli
