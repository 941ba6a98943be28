#include <memory>
#include <ostream>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/verbs.hpp"

namespace cli {

Verb round_receipt_verb() {
  struct Options {
    RoundChoice choice;
    std::string name;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below("receipt", "show a player's receipt again",
                         "It tells the value: it is for the player alone.");
  verb.options = round_options(options->choice, {{"NAME", "", "whose receipt", &options->name, true}});
  verb.run = [options](Context& context) {
    const std::string receipt =
        game::format_receipt(look_into_store(context).receipt(options->choice.key(), options->name));
    if (context.options.json)
      print_object(context.out, "receipt", receipt);
    else
      context.out << receipt << "\n";
    return 0;
  };
  return verb;
}

}  // namespace cli
