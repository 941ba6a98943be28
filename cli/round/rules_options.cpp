#include "cli/round/rules_options.hpp"

#include "cli/require.hpp"
#include "cli/round/words.hpp"

namespace cli {

std::vector<Option> rules_options(RulesOptions& options) {
  return {{"--public", "KIND", "where the number comes from: drand, dice or local", &options.kind},
          {"--range", "FROM-TO", "the numbers that can be drawn; 4.0-10.0 or 72-180 when not given",
           &options.range},
          {"--country", "CC", "the players' country: GB and IE have their own low line", &options.country,
           false, require_country},
          {"--prize", "TEXT", "what is to be won, with its unit", &options.prize},
          {"--prize-to-one", "", "a second draw decides among equals; shared when not given",
           &options.prize_to_one}};
}

game::Rules chosen_rules(const Context& context, const RulesOptions& options,
                         const std::optional<game::Rules>& of_series) {
  game::Rules rules = of_series ? *of_series : game::default_rules(display_unit(context), country(context));
  if (context.options.unit && display_unit(context) != rules.unit) {
    const game::Rules of_unit = game::default_rules(display_unit(context));
    rules.unit = of_unit.unit;
    rules.low = of_unit.low;
    rules.high = of_unit.high;
  }
  if (options.country) rules.low_line = game::low_line_of(*options.country);
  if (options.range) set_range(rules, *options.range);
  if (options.prize) {
    if (rules.prize == game::Prize::none) rules.prize = game::Prize::shared;
    rules.prize_text = *options.prize;
  }
  if (options.prize_to_one) {
    if (rules.prize == game::Prize::none)
      throw core::Failure(
          {core::Errc::usage, "there is no prize to go to one", "--prize-to-one", "Name it with --prize."});
    rules.prize = game::Prize::one;
  }
  return rules;
}

}  // namespace cli
