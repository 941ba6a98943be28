#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/public_value.hpp"
#include "cli/round_play.hpp"
#include "cli/round_talk.hpp"
#include "cli/rules_options.hpp"
#include "cli/verbs.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

Verb new_verb() {
  struct Options {
    RoundChoice choice;
    RulesOptions rules;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"new", "", "prepare a round", "", {}, {}, {}, true};
  verb.more =
      "Without a series the round belongs to the series `local`, made on first use. Nothing is published "
      "before `round open`.\n\n"
      "  bgbingo round new\n"
      "  bgbingo round new --series gbdoc --round 2026-W48-1 --public drand";
  verb.options = round_options(options->choice);
  verb.options[1].help = "a name for the round; the series' name and a number when not given";
  for (Option& option : rules_options(options->rules)) verb.options.push_back(std::move(option));
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    std::optional<game::Rules> rules;
    if (options->rules.change_rules() || context.options.unit || !store.find_series(options->choice.series))
      rules = chosen_rules(context, options->rules);
    std::optional<game::PublicKind> kind;
    if (options->rules.kind) kind = public_kind(*options->rules.kind);
    const game::RoundInfo round = store.new_round(options->choice.key(), rules, kind, context.now());
    if (context.options.json)
      print_object(context.out, "series", round.series, "round", round.round);
    else
      context.out << fmt::format("Round {} of the series {} is prepared.\n", round.round, round.series);
    say_next(context, "bgbingo round open");
    return 0;
  };
  return verb;
}

Verb open_verb() {
  struct Options {
    RoundChoice choice;
    std::optional<std::int64_t> minutes;
    std::optional<std::string> closes;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"open", "", "open the round: prints what is to be published", "", {}, {}, {}, true};
  verb.more =
      "From now on rules, secret and kind of public value are fixed.\n\n  bgbingo round open --minutes 10";
  verb.options = round_options(
      options->choice,
      {{"--minutes", "N", "how long it is planned to be open; 10 when not given", &options->minutes},
       {"--closes", "TIME", "when it is planned to close", &options->closes}});
  verb.run = [options](Context& context) {
    const core::UtcSeconds now = context.now();
    const std::int64_t minutes = std::min<std::int64_t>(options->minutes.value_or(10), 1'000'000);
    const core::UtcSeconds closes =
        options->closes ? parse_moment(context, *options->closes) : now + std::chrono::minutes{minutes};
    const game::Announcement announcement = open_store(context).open(options->choice.key(), closes, now);
    if (context.options.json)
      print_object(context.out, "round", announcement.round, "anchor", announcement.anchor, "opening",
                   game::opening_digest(announcement));
    else
      print_opening(context, announcement);
    say_next(context, "bgbingo round enter NAME VALUE");
    return 0;
  };
  return verb;
}

Verb close_verb() {
  struct Options {
    RoundChoice choice;
    std::optional<std::int64_t> caller;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"close", "", "close the list: prints its digest", "", {}, {}, {}, true};
  verb.more =
      "Publish it before the public value is known. After this nobody can change the list or the number.";
  verb.options =
      round_options(options->choice,
                    {{"--caller", "N", "the entry that calls the throws; chosen by the list when not given",
                      &options->caller}});
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    std::optional<int> caller;
    if (options->caller)
      caller = static_cast<int>(std::clamp<std::int64_t>(*options->caller, 0, game::most_entries + 1));
    const game::ClosedList list = store.close(options->choice.key(), caller, context.now());
    const game::RoundInfo round = store.info(options->choice.key());
    if (context.options.json) {
      print_object(context.out, "round", round.round, "list", game::list_digest(*round.announcement, list),
                   "entries", list.commitments.size(), "value_from", game::format_source(list.source));
    } else {
      print_closing(context, *round.announcement, list);
    }
    say_next(context, "bgbingo round draw");
    return 0;
  };
  return verb;
}

int show_file(Context& context, const game::RoundFile& file, const std::string& next) {
  if (context.options.json)
    print_verdict_json(context, game::verify(game::format_round_file(file)));
  else
    print_result(context, file);
  say_next(context, next);
  return 0;
}

Verb draw_verb() {
  struct Options {
    RoundChoice choice;
    PublicValueOptions value;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"draw", "", "draw the number and give the places", "", {}, {}, {}, true};
  verb.more =
      "Secret, list and public value make the number by RFC 3797. drand's value is fetched over HTTPS from "
      "one of the beacon's public relays; where that does not work, or with --offline, you are asked for the "
      "line its page shows. For dice, give the throws in the order they were called.\n\n"
      "  bgbingo round draw\n"
      "  bgbingo round draw --public \"3 1 6 2 2 5 4 1 6 3\"";
  verb.options = round_options(options->choice, public_value_options(options->value));
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    const std::string value = public_value(context, store.info(options->choice.key()), options->value);
    return show_file(context, store.draw(options->choice.key(), value, context.now()),
                     "bgbingo round show --text > round.txt, publish it, then bgbingo round final");
  };
  return verb;
}

Verb final_verb() {
  auto choice = std::make_shared<RoundChoice>();
  Verb verb{
      "final", "",  "make the provisional result final", "Every objection has its answer first.", {}, {},
      {},      true};
  verb.options = round_options(*choice);
  verb.run = [choice](Context& context) {
    return show_file(context, open_store(context).finalise(choice->key(), context.now()),
                     "bgbingo series check");
  };
  return verb;
}

Verb void_verb() {
  struct Options {
    RoundChoice choice;
    std::string reason;
    PublicValueOptions value;
    bool without = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"void", "", "call the round off, with a reason", "", {}, {}, {}, true};
  verb.more = "Secret, public value and the number it would have been are published all the same.";
  std::vector<Option> own = public_value_options(options->value);
  own.insert(own.begin(), {"--reason", "TEXT", "why; it is published", &options->reason, true});
  own.push_back({"--without-value", "", "no public value could be had", &options->without});
  verb.options = round_options(options->choice, std::move(own));
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    const game::RoundKey key = options->choice.key();
    const std::string value = options->without ? "" : public_value(context, store.info(key), options->value);
    return show_file(context, store.make_void(key, options->reason, value, options->without, context.now()),
                     "bgbingo round new");
  };
  return verb;
}

Verb object_verb() {
  struct Options {
    RoundChoice choice;
    std::string text;
    std::optional<std::int64_t> answer;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"object", "", "note an objection, or its written answer", "", {}, {}, {}, false};
  verb.more =
      "  bgbingo round object \"bea: my line is missing\"\n  bgbingo round object --answer 12 \"it is line "
      "3\"";
  verb.options = round_options(options->choice,
                               {{"TEXT", "", "what is said", &options->text, true},
                                {"--answer", "N", "answers the objection of this number", &options->answer}});
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    if (options->answer) {
      store.answer(options->choice.key(), *options->answer, options->text, context.now());
      context.out << "The answer is noted.\n";
      return 0;
    }
    const std::int64_t number = store.object(options->choice.key(), options->text, context.now());
    context.out << fmt::format(
        "Objection {} is noted; the round stays provisional until it has its answer.\n", number);
    say_next(context, fmt::format("bgbingo round object --answer {} TEXT", number));
    return 0;
  };
  return verb;
}

Verb forget_verb() {
  struct Options {
    RoundChoice choice;
    std::string name;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"forget", "", "take a player's name, value and salt out of all rounds", "", {}, {}, {}, false};
  verb.more =
      "The list's lines stay, since digests were made from them; a check then says \"withdrawn after "
      "publication\".";
  verb.options = {{"NAME", "", "who", &options->name, true}, round_options(options->choice).front()};
  verb.run = [options](Context& context) {
    if (!context.confirm("Forget this player for good?"))
      throw core::Failure({core::Errc::cancelled, "nothing was changed", "", ""});
    const int rounds = open_store(context).forget(options->name, context.now());
    context.out << fmt::format("Forgotten in {} rounds. Publish their files anew (round show --text).\n",
                               rounds);
    return 0;
  };
  return verb;
}

std::string published_text(const game::Store& store, const game::RoundInfo& round,
                           const game::RoundKey& key) {
  if (round.state == game::State::open) return game::format_announcement(*round.announcement);
  if (round.state == game::State::closed) return game::format_list(*round.announcement, *round.list);
  return game::format_round_file(store.file(key));
}

Verb show_verb() {
  struct Options {
    RoundChoice choice;
    bool text = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"show", "", "where a round stands, or its file", "", {}, {}, {}, true};
  verb.more =
      "Values are shown only after the draw, and only those of the ranked.\n\n"
      "  bgbingo round show --text > 2026-W48-1.round     what is to be published: opening, list, or the "
      "whole file";
  verb.options = round_options(
      options->choice, {{"--text", "", "exactly the text to publish (docs/round-file.md)", &options->text}});
  verb.run = [options](Context& context) {
    const game::Store store = open_store(context);
    const game::RoundInfo round = store.info(options->choice.key());
    if (options->text) {
      context.out << published_text(store, round, options->choice.key());
      return 0;
    }
    if (context.options.json) {
      JsonWriter json(context.out);
      json.open('{')
          .member("series", round.series)
          .member("round", round.round)
          .member("state", game::name(round.state));
      json.member("public_value", game::name(round.kind)).key("participants").open('[');
      for (const auto& participant : round.participants)
        json.open('{').member("number", participant.number).member("name", participant.name).close('}');
      json.close(']').member("open_objections", round.open_objections).key("history").open('[');
      for (const game::HistoryLine& line : round.history)
        json.open('{')
            .member("id", line.id)
            .member("at", core::format_utc(line.at))
            .member("what", line.kind)
            .close('}');
      json.close(']').close('}').finish();
      return 0;
    }
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
      print_result(context, store.file(options->choice.key()));
    for (const game::HistoryLine& line : round.history) {
      context.out << core::format_utc(line.at) << "  " << line.kind;
      if (line.kind == "objection") context.out << " " << line.id;
      context.out << (line.text.empty() ? "" : ": ") << core::printable(line.text) << "\n";
    }
    return 0;
  };
  return verb;
}

}  // namespace

Verb round_verb() {
  Verb verb{"round", "Hosting", "one round of bingo: from opening to winner, and the check of it", "", {}, {},
            {},      true};
  verb.more =
      "new, open, enter …, close, draw, final: docs/hosting.md goes through an evening. Everybody can check "
      "the file "
      "afterwards: bgbingo round verify FILE.";
  verb.verbs = {new_verb(),  open_verb(),    enter_verb(),  correct_verb(), close_verb(),
                draw_verb(), show_verb(),    verify_verb(), object_verb(),  final_verb(),
                void_verb(), receipt_verb(), forget_verb()};
  return verb;
}

}  // namespace cli
