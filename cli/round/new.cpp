#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/rules_options.hpp"
#include "cli/round/verbs.hpp"
#include "cli/round/words.hpp"

namespace cli {

Verb round_new_verb() {
  struct Options {
    RoundChoice choice;
    RulesOptions rules;
  };
  auto options = std::make_shared<Options>();
  Verb verb =
      verb_below("new", "prepare a round",
                 "Without a series the round belongs to the series `local`, made on first use. The series' "
                 "rules hold but for what is given here. Nothing is published before `round open`.\n\n"
                 "  bgbingo round new\n"
                 "  bgbingo round new --series gbdoc --round 2026-W48-1 --public drand");
  verb.options = round_options(options->choice);
  verb.options[1].help = "a name for the round; the series' name and a number when not given";
  for (Option& option : rules_options(options->rules)) verb.options.push_back(std::move(option));
  verb.run = [options](Context& context) {
    game::Store store = make_store(context);
    std::optional<game::Rules> of_series;
    if (const auto series = store.find_series(options->choice.series)) of_series = series->settings.rules;
    const game::Rules rules = chosen_rules(context, options->rules, of_series);
    std::optional<game::PublicKind> kind;
    if (options->rules.kind) kind = public_kind(*options->rules.kind);
    const game::RoundInfo round = store.new_round(options->choice.key(), rules, kind, context.now());
    if (context.options.json) {
      print_object(context.out, "series", round.series, "round", round.round, "replaced", round.replaced);
      return 0;
    }
    if (round.replaced)
      context.out << fmt::format("Round {} was never opened; it is dropped.\n", *round.replaced);
    context.out << fmt::format("Round {} of the series {} is prepared.\n", round.round, round.series);
    say_next(context, options->choice.next("open"));
    return 0;
  };
  return verb;
}

}  // namespace cli
