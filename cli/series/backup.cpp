#include <memory>

#include "cli/round/choice.hpp"
#include "cli/series/file.hpp"
#include "cli/series/verbs.hpp"

namespace cli {

Verb series_backup_verb() {
  auto words = std::make_shared<SeriesWords>();
  Verb verb =
      verb_below("backup", "keep a copy of a series in a file",
                 "For the day this machine is lost: `series take-over FILE` goes on from it. Never go on "
                 "from a backup while the original does, too: each secret would be used twice.\n\n"
                 "  bgbingo series backup gbdoc gbdoc.series");
  verb.options = words_of(*words);
  verb.run = [words](Context& context) {
    const game::Store store = open_store(context);
    const game::SeriesFile file = store.backup(words->name, context.now());
    write_series(context, *words, file, store.find_series(words->name).value().places_used);
    say_next(context, "keep the file on another disk; make a new one after each round");
    return 0;
  };
  return verb;
}

}  // namespace cli
