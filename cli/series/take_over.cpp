#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/words.hpp"
#include "cli/series/file.hpp"
#include "cli/series/verbs.hpp"
#include "game/secret_chain.hpp"

namespace cli {

Verb series_take_over_verb() {
  struct Options {
    std::string file;
    std::optional<std::int64_t> last_place;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below(
      "take-over", "go on with a series from a hand-over or a backup",
      "A hand-over goes on at the next place. A backup does not know what came after it: see to it that "
      "nobody goes on with the original, and tell the place of the last round that was opened.\n\n"
      "  bgbingo series take-over gbdoc.series\n"
      "  bgbingo series take-over gbdoc.series --last-place 7");
  verb.options = {{"FILE", "", "what series hand-over or series backup made", &options->file, true},
                  {"--last-place", "N", "of a backup: the last place that was used, as its opening says",
                   Count(&options->last_place, 1, game::longest_season)}};
  verb.run = [options](Context& context) {
    const int last = static_cast<int>(options->last_place.value_or(0));
    const game::SeriesFile file = read_series(options->file);
    if (!file.handed_over &&
        !context.confirm(fmt::format("This is a backup of {}. Is the original out of use{}?",
                                     core::format_utc(file.made),
                                     options->last_place ? "" : ", and was no round opened since")))
      throw core::Failure({core::Errc::cancelled, "nothing was taken over", "",
                           "Tell the last place that was used with --last-place N."});
    const game::SeriesInfo series = make_store(context).take_over(file, last);
    if (context.options.json) {
      print_object(context.out, "series", file.series, "anchor", series.anchor, "handed_over",
                   file.handed_over, "places_used", series.places_used);
      return 0;
    }
    context.out << fmt::format("The series {} goes on here, with the anchor\n{}\nPlaces used: {}.\n",
                               file.series, series.anchor, series.places_used);
    if (!file.handed_over)
      context.out
          << "The original must not go on beside it: each secret would be used twice, for all to see.\n";
    say_next(context, fmt::format("bgbingo series check {}", file.series));
    return 0;
  };
  return verb;
}

}  // namespace cli
