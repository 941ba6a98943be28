#include <memory>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"
#include "cli/round/words.hpp"

namespace cli {

Verb round_close_verb() {
  struct Options {
    RoundChoice choice;
    std::optional<std::int64_t> caller;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below(
      "close", "close the list: prints its digest",
      "Publish it before the public value is known. After this nobody can change the list or the number.");
  verb.options = round_options(
      options->choice, {{"--caller", "N", "the entry that calls the throws; named by the list when not given",
                         Count(&options->caller, 1, game::most_entries)}});
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    std::optional<int> caller;
    if (options->caller) caller = static_cast<int>(*options->caller);
    const game::ClosedList list = store.close(options->choice.key(), caller, context.now());
    const game::RoundInfo round = store.info(options->choice.key());
    if (context.options.json)
      print_object(context.out, "round", round.round, "list", game::list_digest(*round.announcement, list),
                   "entries", list.commitments.size(), "value_from", game::format_source(list.source));
    else
      print_closing(context, *round.announcement, list);
    say_next(context, options->choice.next("draw"));
    return 0;
  };
  return verb;
}

}  // namespace cli
