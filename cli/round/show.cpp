#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

std::string published_text(const game::Store& store, const game::RoundInfo& round,
                           const game::RoundKey& key) {
  if (round.state == game::State::open) return game::format_announcement(*round.announcement);
  if (round.state == game::State::closed) return game::format_list(*round.announcement, *round.list);
  return game::format_round_file(store.file(key));
}

void show_json(Context& context, const game::RoundInfo& round) {
  JsonWriter json(context.out);
  json.open('{')
      .member("series", round.series)
      .member("round", round.round)
      .member("state", game::name(round.state));
  json.member("public_value", game::name(round.kind)).key("participants").open('[');
  for (const auto& participant : round.participants)
    json.open('{').member("number", participant.number).member("name", participant.name).close('}');
  json.close(']').member("open_objections", round.open_objections).key("history").open('[');
  for (const game::HistoryLine& line : round.history) {
    json.open('{').member("id", line.id).member("at", core::format_utc(line.at)).member("what", line.kind);
    if (line.entry != 0) json.member(line.kind == "answer" ? "objection" : "entry", line.entry);
    json.close('}');
  }
  json.close(']').close('}').finish();
}

/// "corrected entry 3: a slip of the pen"
std::string format_history(const game::HistoryLine& line) {
  std::string text = fmt::format("{}  {}", core::format_utc(line.at), line.kind);
  if (line.kind == "objection") text += fmt::format(" {}", line.id);
  if (line.entry != 0)
    text += fmt::format(" {} {}", line.kind == "answer" ? "to objection" : "entry", line.entry);
  return text + (line.text.empty() ? "" : ": ") + core::printable(line.text);
}

void show_text(Context& context, const game::Store& store, const game::RoundInfo& round,
               const game::RoundKey& key) {
  context.out << fmt::format("Round {} of the series {}: {}\n", round.round, round.series,
                             game::name(round.state));
  std::string entered;
  for (const auto& participant : round.participants)
    entered += fmt::format("{}{} {}", entered.empty() ? "" : ", ", participant.number,
                           core::printable(participant.name));
  if (!entered.empty()) context.out << "Entered: " << entered << "\n";
  if (round.announcement) print_opening(context, *round.announcement);
  if (round.list) print_closing(context, *round.announcement, *round.list);
  if (game::values_are_open(round.state) || round.state == game::State::void_)
    print_result(context, store.file(key));
  for (const game::HistoryLine& line : round.history) context.out << format_history(line) << "\n";
}

}  // namespace

Verb round_show_verb() {
  struct Options {
    RoundChoice choice;
    bool text = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below("show", "where a round stands, or its file",
                         "Values are shown only after the draw, and only those of the ranked.\n\n"
                         "  bgbingo round show --text > 2026-W48-1.round     what is to be published: "
                         "opening, list, or the whole file");
  verb.options = round_options(
      options->choice, {{"--text", "", "exactly the text to publish (docs/round-file.md)", &options->text}});
  verb.run = [options](Context& context) {
    const game::Store store = look_into_store(context);
    const game::RoundKey key = options->choice.key();
    const game::RoundInfo round = store.info(key);
    if (options->text)
      context.out << published_text(store, round, key);
    else if (context.options.json)
      show_json(context, round);
    else
      show_text(context, store, round, key);
    return 0;
  };
  return verb;
}

}  // namespace cli
