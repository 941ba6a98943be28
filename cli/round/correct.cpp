#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"
#include "cli/round/words.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

void print_corrected(Context& context, const std::string& name, const game::Corrected& corrected) {
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('{').member("outcome", corrected.outcome);
    write_private_members(json, corrected.receipt, corrected.private_line, corrected.needs_a_moment);
    json.close('}').finish();
    return;
  }
  if (corrected.private_line) context.out << *corrected.private_line << "\n";
  context.out << corrected.outcome << ".\n";
  if (corrected.receipt) print_receipt(context, name, *corrected.receipt);
  if (corrected.needs_a_moment) context.err << game::moment_line << "\n";
}

}  // namespace

Verb round_correct_verb() {
  struct Options {
    RoundChoice choice;
    std::string name;
    std::vector<std::string> value;
    std::optional<std::string> evidence;
    std::optional<std::string> made;
    std::string reason;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below("correct", "correct an entry, or withdraw it",
                         "Before the close the value is replaced, and the receipt with it. After it the "
                         "correction is appended and judged over the same number; it improves a place only "
                         "where a meter record or a picture from before the close shows it. Without a value "
                         "the entry is withdrawn; until the close a value takes that back.\n\n"
                         "  bgbingo round correct anna 6.4 mmol/L --reason \"a slip of the pen\"\n"
                         "  bgbingo round correct anna 6.4 --evidence picture --made 21:50");
  verb.options = round_options(
      options->choice,
      {{"NAME", "", "whose entry", &options->name, true},
       {"VALUE", "", "the right value; none to withdraw", &options->value},
       {"--evidence", "WORD", "typed, picture or log", &options->evidence},
       {"--made", "TIME", "when the record or picture was made, or the reading taken", &options->made},
       {"--reason", "TEXT", "why", &options->reason}});
  verb.run = [options](Context& context) {
    game::CorrectionRequest request{options->name, std::nullopt, parse_evidence_word(options->evidence),
                                    std::nullopt, options->reason};
    if (!options->value.empty()) request.value = parse_value_words(context, options->value);
    if (options->made) request.made = parse_moment(context, *options->made);
    if (!request.value)
      context.require_yes(
          fmt::format("No value is given: withdraw the entry of {}?", core::printable(request.name)),
          "nothing was changed");
    print_corrected(context, request.name,
                    open_store(context).correct(options->choice.key(), request, context.now()));
    return 0;
  };
  return verb;
}

}  // namespace cli
