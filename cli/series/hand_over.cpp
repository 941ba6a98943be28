#include <memory>
#include <ostream>

#include "cli/round/choice.hpp"
#include "cli/series/file.hpp"
#include "cli/series/verbs.hpp"

namespace cli {

Verb series_hand_over_verb() {
  auto words = std::make_shared<SeriesWords>();
  Verb verb = verb_below("hand-over", "give a series to another host or machine",
                         "From then on this machine opens and draws no more rounds of it; what was played "
                         "stays to look at. The other one goes on at the next place, with the same anchor. "
                         "If the file is lost, hand over again: it is the same hand-over.\n\n"
                         "  bgbingo series hand-over gbdoc gbdoc.series");
  verb.options = words_of(*words);
  verb.run = [words](Context& context) {
    require_free(words->file);
    game::Store store = open_store(context);
    context.require_yes("Give the series away? This machine then opens and draws no more rounds of it.",
                        "the series stays here");
    const game::SeriesFile file = store.hand_over(words->name, context.now());
    try {
      write_series(context, *words, file, store.find_series(words->name).value().places_used);
    } catch (const core::Failure& failure) {
      core::Error error = failure.error();
      error.advice = "The series is given away all the same: hand it over again, to another file.";
      throw core::Failure(error);
    }
    if (!context.options.json)
      context.out << "This machine opens and draws no more rounds of it. Give the file to one person, by a "
                     "private way.\n";
    say_next(context, "on the other machine, bgbingo series take-over FILE");
    return 0;
  };
  return verb;
}

}  // namespace cli
