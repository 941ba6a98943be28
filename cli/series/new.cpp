#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/rules_options.hpp"
#include "cli/round/words.hpp"
#include "cli/series/verbs.hpp"
#include "game/secret_chain.hpp"

namespace cli {

Verb series_new_verb() {
  struct Options {
    std::string name;
    RulesOptions rules;
    std::optional<std::int64_t> rounds;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below("new", "begin a series: its rules, and the anchor of its first season",
                         "The rules are settled once and printed at each opening. Publish the anchor before "
                         "the first round: with it everybody can check that no secret was made up later.\n\n"
                         "  bgbingo series new gbdoc --public drand --country GB");
  verb.options = rules_options(options->rules);
  verb.options.insert(verb.options.begin(),
                      {"NAME", "", "letters, digits, '.', '_', '-'", &options->name, true});
  verb.options.push_back({"--rounds", "N", "rounds in a season; 60 when not given",
                          Count(&options->rounds, 1, game::longest_season)});
  verb.run = [options](Context& context) {
    game::SeriesSettings settings;
    settings.name = options->name;
    settings.rules = chosen_rules(context, options->rules);
    if (options->rules.kind) settings.kind = public_kind(*options->rules.kind);
    if (options->rounds) settings.season_length = static_cast<int>(*options->rounds);
    const game::SeriesInfo series = make_store(context).new_series(settings, context.now());
    if (context.options.json) {
      print_object(context.out, "series", settings.name, "anchor", series.anchor);
      return 0;
    }
    context.out << fmt::format("Series {} begins. Publish its anchor now:\n{}\n", settings.name,
                               series.anchor);
    say_next(context, RoundChoice{settings.name, ""}.next("new"));
    return 0;
  };
  return verb;
}

}  // namespace cli
