#include <memory>

#include "cli/round/choice.hpp"
#include "cli/round/public_value.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"

namespace cli {

Verb round_draw_verb() {
  struct Options {
    RoundChoice choice;
    PublicValueOptions value;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below(
      "draw", "draw the number and give the places",
      "Secret, list and public value make the number by RFC 3797. drand's value is fetched over HTTPS from "
      "one of the beacon's public relays; where that does not work, or with --offline, you are asked for the "
      "line its page shows. For dice, give the throws in the order they were called.\n\n"
      "  bgbingo round draw\n"
      "  bgbingo round draw --public \"3 1 6 2 2 5 4 1 6 3\"");
  verb.options = round_options(options->choice, public_value_options(options->value));
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    const RoundChoice& choice = options->choice;
    const std::string value = public_value(context, store.info(choice.key()), options->value);
    print_file(context, store.draw(choice.key(), value, context.now()));
    say_next(context, choice.next("show --text") + " > round.txt, publish it, then " + choice.next("final"));
    return 0;
  };
  return verb;
}

}  // namespace cli
