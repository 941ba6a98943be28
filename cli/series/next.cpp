#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/series/verbs.hpp"

namespace cli {

Verb series_next_verb() {
  auto name = std::make_shared<std::string>("local");
  Verb verb = verb_below(
      "next", "end the season with its closing reveal, and begin the next",
      "The reveal opens all secrets of the season, so that everybody can see that none was kept back.");
  verb.options = {{"NAME", "", "the series; local when not given", name.get()}};
  verb.run = [name](Context& context) {
    context.require_yes("End the season and reveal its secrets?", "the season goes on");
    const auto next = open_store(context).next_season(*name, context.now());
    if (context.options.json) {
      print_object(context.out, "reveal", next.reveal, "anchor", next.anchor);
      return 0;
    }
    context.out << fmt::format("Publish the closing reveal:\n{}\nand the anchor of the next season:\n{}\n",
                               next.reveal, next.anchor);
    say_next(context, RoundChoice{*name, ""}.next("new"));
    return 0;
  };
  return verb;
}

}  // namespace cli
