#include <algorithm>
#include <memory>

#include "cli/round/choice.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"
#include "cli/round/words.hpp"
#include "game/mine.hpp"

namespace cli {
namespace {

constexpr std::size_t longest_receipt = 4'096;

void require_noted(const std::optional<std::string>& witness) {
  if (witness && witness->empty())
    throw core::Failure({core::Errc::usage, "an option of what you saw has nothing after it", "",
                         "See `bgbingo round verify --help`."});
}

/// The receipt itself is no file's name: it is private, and is not said again.
std::string read_receipt(const std::string& file) {
  if (std::count(file.begin(), file.end(), '|') >= 4)
    throw core::Failure({core::Errc::usage, "--mine takes a file that holds your receipt", "",
                         "Keep the receipt in a file that you alone can read."});
  return read_text(file, longest_receipt);
}

}  // namespace

Verb round_verify_verb() {
  struct Options {
    std::string file;
    std::optional<std::string> mine;
    game::Witnesses witnesses;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below(
      "verify", "check a round file",
      "Says whether the file is consistent with itself, and what only the chat, the beacon or the players "
      "can show. Give what you saw yourself, a whole line of the chat if you like, and it says which of it "
      "the file agrees with. `scripts/verify-round.sh` does the same with standard tools.\n\n"
      "  bgbingo round verify 2026-W48-1.round --opening 3f… --list ef…\n"
      "  bgbingo round verify 2026-W48-1.round --mine receipt.txt");
  game::Witnesses& seen = options->witnesses;
  verb.options = {
      {"FILE", "", "the round file; - for stdin", &options->file, true},
      {"--anchor", "X", "the season's anchor, as announced", &seen.anchor},
      {"--opening", "X", "the opening's digest, as announced", &seen.opening},
      {"--list", "X", "the list's digest, as announced at the close", &seen.list},
      {"--public", "X", "the beacon's signature, randomness or answer, or the throws", &seen.public_value},
      {"--mine", "FILE", "a file with your receipt: find your own line", &options->mine}};
  verb.run = [options](Context& context) {
    const game::Witnesses& given = options->witnesses;
    for (const auto* witness : {&given.anchor, &given.opening, &given.list, &given.public_value})
      require_noted(*witness);
    const std::string text = read_text(options->file, game::largest_round_file + 1);
    const game::Verdict verdict = game::verify(text, given);
    std::optional<std::vector<std::string>> mine;
    std::optional<core::Error> not_found;
    if (options->mine && verdict.valid) {
      auto found = game::find_mine(text, read_receipt(*options->mine));
      if (found)
        mine = std::move(*found);
      else
        not_found = found.error();
    }
    context.options.json ? print_verdict_json(context, verdict, mine) : print_verdict(context, verdict, mine);
    if (not_found) throw core::Failure(*not_found);
    return verdict.valid ? 0 : core::exit_code(core::Errc::bad_data);
  };
  return verb;
}

}  // namespace cli
