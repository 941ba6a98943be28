#include <memory>

#include "cli/round/choice.hpp"
#include "cli/round/public_value.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"

namespace cli {

Verb round_void_verb() {
  struct Options {
    RoundChoice choice;
    std::string reason;
    PublicValueOptions value;
    bool without = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below("void", "call the round off, with a reason",
                         "Secret, public value and the number it would have been are published all the same. "
                         "A round that waits for a public value is closed first.");
  std::vector<Option> own = public_value_options(options->value);
  own.insert(own.begin(), {"--reason", "TEXT", "why; it is published", &options->reason, true});
  own.push_back({"--without-value", "", "no public value could be had", &options->without});
  verb.options = round_options(options->choice, std::move(own));
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    const game::RoundKey key = options->choice.key();
    const std::string value = options->without ? "" : public_value(context, store.info(key), options->value);
    print_file(context, store.make_void(key, options->reason, value, options->without, context.now()));
    say_next(context, RoundChoice{options->choice.series, ""}.next("new"));
    return 0;
  };
  return verb;
}

}  // namespace cli
