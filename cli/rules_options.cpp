#include "cli/rules_options.hpp"

#include "cli/round_talk.hpp"

namespace cli {

std::vector<Option> rules_options(RulesOptions& options) {
  return {{"--public", "KIND", "where the number comes from: drand, dice or local", &options.kind},
          {"--range", "FROM-TO", "the numbers that can be drawn; 4.0-10.0 or 72-180 when not given",
           &options.range},
          {"--country", "CC", "the players' country: GB and IE have their own low line", &options.country},
          {"--prize", "TEXT", "what is to be won, with its unit", &options.prize},
          {"--prize-to-one", "", "a second draw decides among equals; shared when not given",
           &options.prize_to_one}};
}

game::Rules chosen_rules(const Context& context, const RulesOptions& options) {
  game::Rules rules = game::default_rules(display_unit(context), options.country.value_or(country(context)));
  if (options.range) set_range(rules, *options.range);
  if (options.prize) {
    rules.prize = options.prize_to_one ? game::Prize::one : game::Prize::shared;
    rules.prize_text = *options.prize;
  }
  return rules;
}

}  // namespace cli
