#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/round/choice.hpp"
#include "cli/round/words.hpp"
#include "cli/series/season_talk.hpp"
#include "cli/series/verbs.hpp"

namespace cli {

Verb series_verify_verb() {
  struct Options {
    std::vector<std::string> files;
    std::optional<std::string> anchor;
    std::optional<std::string> reveal;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below("verify", "check the round files of a season together",
                         "For everybody: the files, and the season's anchor and closing reveal as announced, "
                         "are all it needs. A secret that was used twice, a round that was kept back and a "
                         "season that was made up come to light.\n\n"
                         "  bgbingo series verify *.round --anchor 3f… --reveal ef…");
  verb.options = {{"FILE", "", "the round files of one season", &options->files, true},
                  {"--anchor", "X", "the season's anchor, as announced", &options->anchor},
                  {"--reveal", "X", "its closing reveal, as announced", &options->reveal}};
  verb.run = [options](Context& context) {
    std::vector<game::RoundFile> rounds;
    std::vector<std::string> findings;
    for (const std::string& path : options->files) {
      auto round = game::parse_round_file(read_text(path, game::largest_round_file + 1));
      if (round)
        rounds.push_back(std::move(*round));
      else
        findings.push_back(fmt::format("{}: {} ({})", path, round.error().what, round.error().where));
    }
    if (!rounds.empty())
      for (std::string& finding : game::check_season(rounds, options->anchor, options->reveal))
        findings.push_back(std::move(finding));
    const std::vector<game::Standing> table = game::scoreboard(rounds);
    if (context.options.json) {
      JsonWriter json(context.out);
      json.open('{');
      write_season_members(json, findings, table);
      json.close('}').finish();
    } else {
      print_season(context, findings,
                   options->anchor
                       ? "The rounds agree with each other and with the anchor you saw."
                       : "The rounds agree with each other. Give the anchor you saw with --anchor.",
                   table);
    }
    return findings.empty() ? 0 : core::exit_code(core::Errc::bad_data);
  };
  return verb;
}

}  // namespace cli
