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

  /// Whether anything but the kind of public value was given.
  bool change_rules() const { return range || country || prize; }
};

std::vector<Option> rules_options(RulesOptions& options);
/// The defaults of unit and country, with what was given. The store checks them.
game::Rules chosen_rules(const Context& context, const RulesOptions& options);

}  // namespace cli
