#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/verbs.hpp"

namespace cli {

Verb round_forget_verb() {
  struct Options {
    std::string name;
    std::string series;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below(
      "forget", "take a player's name, value and salt out of all rounds",
      "Objections, answers and reasons that name the player lose their text. The list's lines stay, since "
      "digests were made from them; a check then says \"withdrawn after publication\".");
  verb.options = {{"NAME", "", "who", &options->name, true},
                  {"--series", "NAME", "out of the rounds of this series only", &options->series}};
  verb.run = [options](Context& context) {
    context.require_yes("Forget this player for good?", "nothing was changed");
    const int rounds = open_store(context).forget(options->name, context.now(), options->series);
    if (context.options.json)
      print_object(context.out, "rounds", rounds);
    else
      context.out << fmt::format("Forgotten in {} round{}. Publish {} anew (round show --text).\n", rounds,
                                 rounds == 1 ? "" : "s", rounds == 1 ? "its file" : "their files");
    return 0;
  };
  return verb;
}

}  // namespace cli
