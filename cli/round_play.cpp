#include "cli/round_play.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/round_talk.hpp"
#include "core/io/input_file.hpp"
#include "core/text/printable.hpp"
#include "game/safety.hpp"

namespace cli {
namespace {

core::Glucose parse_words(Context& context, const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return core::parse_glucose(text, own_unit(context)).value();
}

game::Evidence parse_evidence_word(const std::optional<std::string>& word) {
  if (!word) return game::Evidence::typed;
  if (const auto evidence = game::parse_evidence(*word)) return *evidence;
  throw core::Failure({core::Errc::usage, "evidence is typed, picture or log", *word, ""});
}

/// The reading of the logbook that counts for the round, by its time in UTC.
game::TakenReading from_logbook(Context& context, const game::Announcement& announcement) {
  const core::Logbook logbook = open_logbook(context, core::Logbook::Open::read_only);
  std::map<std::int64_t, core::Timeline> timelines;
  for (const auto& [id, source] : logbook.sources())
    timelines.try_emplace(
        id, core::Timeline({{core::LocalSeconds{}, zone_name(context)}}, logbook.clock_checks(id)));
  std::vector<game::TakenReading> readings;
  core::Filter filter;
  filter.newest_first = true;
  filter.limit = 1'000;
  logbook.each(filter, [&](const core::StoredEntry& stored) {
    const core::PlacedTime placed = timelines.at(stored.source).place(stored.entry.time);
    if (!placed.utc) return;
    if (const auto* blood = std::get_if<core::BloodGlucose>(&stored.entry.content))
      readings.push_back({blood->value, *placed.utc});
    if (const auto* sensor = std::get_if<core::SensorGlucose>(&stored.entry.content))
      readings.push_back({sensor->value, *placed.utc});
  });
  if (const auto found = game::counting_reading(readings, announcement.opened, context.now())) return *found;
  throw core::Failure({core::Errc::not_found, "the logbook has no reading of this round's time", "",
                       "Read the meter first (bgbingo sync), or type the value."});
}

void print_entered(Context& context, const std::string& name, const game::Entered& entered) {
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('{')
        .member("value", format_number(entered.value))
        .member("unit", core::name(entered.value.unit));
    json.key("receipt");
    entered.receipt ? json.value(game::format_receipt(*entered.receipt)) : json.null();
    json.key("private");
    entered.private_line ? json.value(*entered.private_line) : json.null();
    json.member("needs_a_moment", entered.needs_a_moment).close('}').finish();
    return;
  }
  if (entered.private_line) context.out << *entered.private_line << "\n";
  context.out << fmt::format("{}: {}\n", core::printable(name), format_glucose(entered.value));
  if (entered.receipt)
    context.out << "Receipt, for " << core::printable(name) << " alone:\n"
                << game::format_receipt(*entered.receipt) << "\n";
  else
    context.out << "The round has closed: this counts as taking part.\n";
  if (entered.needs_a_moment) context.err << game::moment_line << "\n";
}

std::string read_file(const std::string& path, std::size_t most) {
  std::ifstream file;
  if (path != "-") file = core::open_input_file(path);
  std::istream& in = path == "-" ? std::cin : file;
  std::string text(most, '\0');
  in.read(text.data(), static_cast<std::streamsize>(most));
  if (in.bad()) throw core::Failure({core::Errc::not_found, "this file cannot be read", path, ""});
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

}  // namespace

std::vector<Option> round_options(RoundChoice& choice, std::vector<Option> own) {
  own.push_back({"--series", "NAME", "the series; local when not given", &choice.series});
  own.push_back({"--round", "NAME", "the round; the newest when not given", &choice.round});
  return own;
}

Verb enter_verb() {
  struct Options {
    RoundChoice choice;
    std::string name;
    std::vector<std::string> value;
    bool logbook = false;
    bool part = false;
    bool after_error = false;
    std::optional<std::string> taken;
    std::optional<std::string> evidence;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"enter", "", "enter a player's reading", "", {}, {}, {}, true};
  verb.more =
      "The player gets a receipt: keep it private, it tells the value. With it `bgbingo round verify FILE "
      "--mine RECEIPT` "
      "finds the line in the list.\n\n"
      "  bgbingo round enter anna 6.4\n"
      "  bgbingo round enter bea 114 mg/dL\n"
      "  bgbingo round enter me --from-logbook";
  verb.options = round_options(
      options->choice,
      {{"NAME", "", "who plays", &options->name, true},
       {"VALUE", "", "as the meter shows it, with its unit; HI and LO too", &options->value},
       {"--from-logbook", "", "take the reading that counts from the logbook", &options->logbook},
       {"--just-taking-part", "", "a point for taking part, and no place", &options->part},
       {"--taken", "TIME", "when the meter took it; now when not given", &options->taken},
       {"--evidence", "WORD", "typed, picture or log", &options->evidence},
       {"--after-meter-error", "", "instead of an earlier entry: the meter showed an error code",
        &options->after_error}});
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    game::EntryRequest request{options->name, {},
                               options->part, parse_evidence_word(options->evidence),
                               std::nullopt,  options->after_error};
    if (options->logbook != options->value.empty())
      throw core::Failure({core::Errc::usage, "a value or --from-logbook is wanted", "",
                           "See `bgbingo round enter --help`."});
    if (options->taken) request.taken = parse_moment(context, *options->taken);
    if (options->logbook) {
      const auto announcement = store.info(options->choice.key()).announcement;
      if (!announcement)
        throw core::Failure(
            {core::Errc::refused, "the round is not open yet", "", "Next: bgbingo round open"});
      const game::TakenReading reading = from_logbook(context, *announcement);
      request.value = reading.value;
      request.taken = reading.taken;
      request.evidence = game::Evidence::log;
    } else {
      request.value = parse_words(context, options->value);
    }
    print_entered(context, request.name, store.enter(options->choice.key(), request, context.now()));
    say_next(context, "bgbingo round enter NAME VALUE, or bgbingo round close");
    return 0;
  };
  return verb;
}

Verb correct_verb() {
  struct Options {
    RoundChoice choice;
    std::string name;
    std::vector<std::string> value;
    std::optional<std::string> evidence;
    std::optional<std::string> made;
    std::string reason;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"correct", "", "correct an entry, or withdraw it", "", {}, {}, {}, false};
  verb.more =
      "Before the close the value is replaced. After it the correction is appended and judged over the same "
      "number; it "
      "improves a place only where a meter record or a picture from before the close shows it. Without a "
      "value the entry is "
      "withdrawn.\n\n"
      "  bgbingo round correct anna 6.4 mmol/L --reason \"a slip of the pen\"\n"
      "  bgbingo round correct anna 6.4 --evidence picture --made 21:50";
  verb.options = round_options(options->choice,
                               {{"NAME", "", "whose entry", &options->name, true},
                                {"VALUE", "", "the right value; none to withdraw", &options->value},
                                {"--evidence", "WORD", "typed, picture or log", &options->evidence},
                                {"--made", "TIME", "when the record or picture was made", &options->made},
                                {"--reason", "TEXT", "why", &options->reason}});
  verb.run = [options](Context& context) {
    game::CorrectionRequest request{options->name, std::nullopt, parse_evidence_word(options->evidence),
                                    std::nullopt, options->reason};
    if (!options->value.empty()) request.value = parse_words(context, options->value);
    if (options->made) request.made = parse_moment(context, *options->made);
    context.out << open_store(context).correct(options->choice.key(), request, context.now()).outcome
                << ".\n";
    return 0;
  };
  return verb;
}

Verb receipt_verb() {
  struct Options {
    RoundChoice choice;
    std::string name;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"receipt",
            "",
            "show a player's receipt again",
            "It tells the value: it is for the player alone.",
            {},
            {},
            {},
            false};
  verb.options = round_options(options->choice, {{"NAME", "", "whose receipt", &options->name, true}});
  verb.run = [options](Context& context) {
    context.out << game::format_receipt(open_store(context).receipt(options->choice.key(), options->name))
                << "\n";
    return 0;
  };
  return verb;
}

Verb verify_verb() {
  struct Options {
    std::string file;
    std::optional<std::string> mine;
    game::Witnesses witnesses;
  };
  auto options = std::make_shared<Options>();
  Verb verb{"verify", "", "check a round file", "", {}, {}, {}, true};
  verb.more =
      "Says whether the file is consistent with itself, and what only the chat, the beacon or the players "
      "can show. Give what "
      "you saw yourself and it says which of it the file agrees with. `scripts/verify-round.sh` does the "
      "same with standard "
      "tools.\n\n"
      "  bgbingo round verify 2026-W48-1.round --opening 3f… --list ef…\n"
      "  bgbingo round verify 2026-W48-1.round --mine receipt.txt";
  verb.options = {{"FILE", "", "the round file; - for stdin", &options->file, true},
                  {"--anchor", "X", "the season's anchor, as announced", &options->witnesses.anchor},
                  {"--opening", "X", "the opening's digest, as announced", &options->witnesses.opening},
                  {"--list", "X", "the list's digest, as announced at the close", &options->witnesses.list},
                  {"--public", "X", "the beacon's signature or randomness, or the throws",
                   &options->witnesses.public_value},
                  {"--mine", "RECEIPT", "a file with your receipt: find your own line", &options->mine}};
  verb.run = [options](Context& context) {
    const game::Witnesses& seen = options->witnesses;
    for (const auto* witness : {&seen.anchor, &seen.opening, &seen.list, &seen.public_value})
      if (*witness && (*witness)->empty())
        throw core::Failure({core::Errc::usage, "an option of what you saw has nothing after it", "",
                             "See `bgbingo round verify --help`."});
    const std::string text = read_file(options->file, game::largest_round_file + 1);
    const game::Verdict verdict = game::verify(text, options->witnesses);
    context.options.json ? print_verdict_json(context, verdict) : print_verdict(context, verdict);
    if (options->mine && verdict.valid && !context.options.json)
      for (const std::string& line : game::find_mine(text, read_file(*options->mine, 4'096)).value())
        context.out << line << "\n";
    return verdict.valid ? 0 : 5;
  };
  return verb;
}

}  // namespace cli
