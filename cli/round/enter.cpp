#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/from_logbook.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"
#include "cli/round/words.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

void print_entered(Context& context, const std::string& name, const game::Entered& entered) {
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('{')
        .member("value", format_number(entered.value))
        .member("unit", core::name(entered.value.unit))
        .member("in_time", entered.is_of_the_time);
    write_private_members(json, entered.receipt, entered.private_line, entered.needs_a_moment);
    json.close('}').finish();
    return;
  }
  if (entered.private_line) context.out << *entered.private_line << "\n";
  context.out << fmt::format("{}: {}\n", core::printable(name), format_glucose(entered.value));
  if (entered.receipt)
    print_receipt(context, name, *entered.receipt);
  else
    context.out << "The round has closed: this counts as taking part.\n";
  if (!entered.is_of_the_time)
    context.out << "It was taken before the round's time: it takes part, without a place. A slip in its time "
                   "is mended with `round correct --made`.\n";
  if (entered.needs_a_moment) context.err << game::moment_line << "\n";
}

/// Value, time and evidence from the logbook, which knows them better than the one who types.
void take_from_logbook(Context& context, const game::RoundInfo& round, game::EntryRequest& request) {
  if (!round.announcement)
    throw core::Failure(
        {core::Errc::refused, "the round is not open yet", round.round, "Open it first (`round open`)."});
  const game::TakenReading reading = counting_reading_of_logbook(context, *round.announcement);
  request.value = reading.value;
  request.taken = reading.taken;
  request.evidence = reading.evidence;
  request.from_logbook = true;
  if (reading.evidence != game::Evidence::log && !context.options.json)
    context.err << "No real meter stored this reading: it counts as typed.\n";
}

}  // namespace

Verb round_enter_verb() {
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
  Verb verb = verb_below("enter", "enter a player's reading",
                         "The player gets a receipt: keep it private, it tells the value. With it `bgbingo "
                         "round verify ROUND-FILE --mine FILE` finds the line in the list.\n\n"
                         "  bgbingo round enter anna 6.4\n"
                         "  bgbingo round enter bea 114 mg/dL\n"
                         "  bgbingo round enter me --from-logbook");
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
    if (options->logbook != options->value.empty() ||
        (options->logbook && (options->taken || options->evidence)))
      throw core::Failure({core::Errc::usage,
                           "a value is wanted, or --from-logbook, which knows time and evidence too", "",
                           "See `bgbingo round enter --help`."});
    game::EntryRequest request;
    request.name = options->name;
    request.just_taking_part = options->part;
    request.after_meter_error = options->after_error;
    request.evidence = parse_evidence_word(options->evidence);
    if (options->taken) request.taken = parse_moment(context, *options->taken);
    if (!options->logbook) request.value = parse_value_words(context, options->value);
    game::Store store = open_store(context);
    if (options->logbook) take_from_logbook(context, store.info(options->choice.key()), request);
    print_entered(context, request.name, store.enter(options->choice.key(), request, context.now()));
    say_next(context, options->choice.next("enter NAME VALUE") + ", or " + options->choice.next("close"));
    return 0;
  };
  return verb;
}

}  // namespace cli
