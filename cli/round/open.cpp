#include <memory>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"
#include "cli/round/words.hpp"

namespace cli {

Verb round_open_verb() {
  struct Options {
    RoundChoice choice;
    std::optional<std::int64_t> minutes;
    std::optional<std::string> closes;
  };
  constexpr int a_week = 7 * 24 * 60;
  auto options = std::make_shared<Options>();
  Verb verb = verb_below(
      "open", "open the round: prints what is to be published",
      "From now on rules, secret and kind of public value are fixed.\n\n  bgbingo round open --minutes 10");
  verb.options = round_options(options->choice,
                               {{"--minutes", "N", "how long it is planned to be open; 10 when not given",
                                 Count(&options->minutes, 1, a_week)},
                                {"--closes", "TIME", "when it is planned to close", &options->closes}});
  verb.run = [options](Context& context) {
    const core::UtcSeconds now = context.now();
    const core::UtcSeconds closes = options->closes
                                        ? parse_coming_moment(context, *options->closes)
                                        : now + std::chrono::minutes{options->minutes.value_or(10)};
    const game::Announcement announcement = open_store(context).open(options->choice.key(), closes, now);
    if (context.options.json)
      print_object(context.out, "round", announcement.round, "anchor", announcement.anchor, "opening",
                   game::opening_digest(announcement));
    else
      print_opening(context, announcement);
    say_next(context, options->choice.next("enter NAME VALUE"));
    return 0;
  };
  return verb;
}

}  // namespace cli
