#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/round/choice.hpp"
#include "cli/round/words.hpp"
#include "cli/series/season_talk.hpp"
#include "cli/series/verbs.hpp"

namespace cli {

Verb series_check_verb() {
  struct Options {
    std::string name = "local";
    std::optional<std::int64_t> season;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below("check", "check the season's rounds together, and show its table",
                         "Each file is valid, each place of the secret chain is used once, in order, and "
                         "each round that was opened came to its end. A season that has ended is checked "
                         "with its closing reveal, which is shown again.\n\n"
                         "  bgbingo series check gbdoc\n"
                         "  bgbingo series check gbdoc --season 1");
  verb.options = {{"NAME", "", "the series; local when not given", &options->name},
                  {"--season", "N", "which of its seasons, from 1; the running one when not given",
                   Count(&options->season)}};
  verb.run = [options](Context& context) {
    const int season = static_cast<int>(options->season.value_or(0));
    const game::SeasonReport report = look_into_store(context).check(options->name, season);
    const int code = report.findings.empty() ? 0 : core::exit_code(core::Errc::bad_data);
    if (context.options.json) {
      JsonWriter json(context.out);
      json.open('{')
          .member("season", report.season)
          .member("seasons", report.seasons)
          .member("anchor", report.anchor)
          .member("reveal", report.reveal)
          .member("rounds", report.rounds);
      write_season_members(json, report.findings, report.table);
      json.close('}').finish();
      return code;
    }
    if (report.reveal)
      context.out << fmt::format("Season {} of {} has ended. Its anchor and its closing reveal:\n{}\n{}\n",
                                 report.season, report.seasons, report.anchor, *report.reveal);
    print_season(context, report.findings,
                 report.rounds == 0 ? "No round of this season has been drawn."
                                    : "The season's rounds agree with its anchor.",
                 report.table);
    if (!report.reveal && report.seasons > 1)
      say_next(context, fmt::format("bgbingo series check {} --season {} for the season before",
                                    options->name, report.season - 1));
    return code;
  };
  return verb;
}

}  // namespace cli
