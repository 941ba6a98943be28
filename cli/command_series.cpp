#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round_talk.hpp"
#include "cli/rules_options.hpp"
#include "cli/series_move.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

Verb new_verb() {
  struct Options {
    std::string name;
    RulesOptions rules;
    std::optional<std::int64_t> rounds;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"new", "", "begin a series: its rules, and the anchor of its first season", "", {}, {}, {}, true};
  verb.more =
      "The rules are settled once and printed at each opening. Publish the anchor before the first round: "
      "with it everybody "
      "can check that no secret was made up later.\n\n"
      "  bgbingo series new gbdoc --public drand --country GB";
  verb.options = rules_options(options->rules);
  verb.options.insert(verb.options.begin(),
                      {"NAME", "", "letters, digits, '.', '_', '-'", &options->name, true});
  verb.options.push_back({"--rounds", "N", "rounds in a season; 60 when not given", &options->rounds});
  verb.run = [options](Context& context) {
    game::SeriesSettings settings;
    settings.name = options->name;
    settings.rules = chosen_rules(context, options->rules);
    settings.kind = options->rules.kind ? public_kind(*options->rules.kind) : game::PublicKind::local;
    settings.season_length = static_cast<int>(std::min<std::int64_t>(options->rounds.value_or(60), 100'000));
    const game::SeriesInfo series = open_store(context).new_series(settings, context.now());
    if (context.options.json) {
      print_object(context.out, "series", settings.name, "anchor", series.anchor);
      return 0;
    }
    context.out << fmt::format("Series {} begins. Publish its anchor now:\n{}\n", settings.name,
                               series.anchor);
    say_next(context, fmt::format("bgbingo round new --series {}", settings.name));
    return 0;
  };
  return verb;
}

Verb check_series_verb() {
  auto name = std::make_shared<std::string>("local");
  Verb verb{"check", "", "check the season's rounds together, and show its table", "", {}, {}, {}, true};
  verb.more =
      "Each place of the secret chain is used once, in order, and each round that was opened came to its "
      "end.";
  verb.options = {{"NAME", "", "the series; local when not given", name.get()}};
  verb.run = [name](Context& context) {
    const game::Store store = open_store(context);
    const auto findings = store.check(*name).findings;
    const auto board = game::scoreboard(store.season_files(*name));
    if (context.options.json) {
      JsonWriter json(context.out);
      json.open('{').member("findings", findings).key("table").open('[');
      for (const game::Standing& s : board)
        json.open('{')
            .member("place", s.place)
            .member("name", s.name)
            .member("points", s.points)
            .member("rounds", s.rounds)
            .member("wins", s.wins)
            .close('}');
      json.close(']').close('}').finish();
      return findings.empty() ? 0 : 5;
    }
    for (const std::string& finding : findings) context.out << core::printable(finding) << "\n";
    if (findings.empty()) context.out << "The season's rounds agree with its anchor.\n";
    Table table{{"place", "who", "points", "rounds", "wins"}, {}, {true, false, true, true, true}};
    for (const game::Standing& s : board)
      table.rows.push_back({std::to_string(s.place), core::printable(s.name), std::to_string(s.points),
                            std::to_string(s.rounds), std::to_string(s.wins)});
    if (!table.rows.empty()) print(context.out, table, context.out_is_terminal ? context.columns : 1000);
    return findings.empty() ? 0 : 5;
  };
  return verb;
}

Verb next_season_verb() {
  auto name = std::make_shared<std::string>("local");
  Verb verb{"next", "", "end the season with its closing reveal, and begin the next", "", {}, {}, {}, true};
  verb.more =
      "The reveal opens all secrets of the season, so that everybody can see that none was kept back.";
  verb.options = {{"NAME", "", "the series; local when not given", name.get()}};
  verb.run = [name](Context& context) {
    if (!context.confirm("End the season and reveal its secrets?"))
      throw core::Failure({core::Errc::cancelled, "the season goes on", "", ""});
    game::Store store = open_store(context);
    const auto next = store.next_season(*name, context.now());
    if (context.options.json) {
      print_object(context.out, "reveal", next.reveal, "anchor", next.anchor);
      return 0;
    }
    context.out << fmt::format("Publish the closing reveal:\n{}\nand the anchor of the next season:\n{}\n",
                               next.reveal, next.anchor);
    say_next(context, "bgbingo round new");
    return 0;
  };
  return verb;
}

}  // namespace

Verb series_verb() {
  Verb verb{"series", "Hosting", "a series of rounds: rules, seasons, table", "", {}, {}, {}, true};
  verb.more = "docs/hosting.md goes through an evening. A single round needs no series: bgbingo round new.";
  verb.verbs = {new_verb(),    check_series_verb(), next_season_verb(),
                backup_verb(), hand_over_verb(),    take_over_verb()};
  return verb;
}

}  // namespace cli
