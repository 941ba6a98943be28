#include "cli/verbs.hpp"

#include <ostream>

#include "cli/context.hpp"
#include "cli/help.hpp"
#include "cli/parse.hpp"

namespace cli {
namespace {

/// What scripts/install asks for; in no help page.
Verb man_verb() {
  Verb verb{"man", "", "print the man page", "", {}, {}, {}, false};
  verb.run = [](Context& context) {
    context.out << man_page(all_verbs(), common_options(context));
    return 0;
  };
  return verb;
}

Verb completion_verb() {
  Verb bash{"bash", "", "print the bash completion", "", {}, {}, {}, false};
  bash.run = [](Context& context) {
    context.out << bash_completion(all_verbs(), common_options(context));
    return 0;
  };
  return {"completion", "", "print the completion of a shell", "", {}, {bash}, {}, false};
}

}  // namespace

std::vector<Verb> all_verbs() {
  return {setup_verb(), profile_verb(),  meters_verb(),  clock_verb(),      sync_verb(),
          log_verb(),   stats_verb(),    import_verb(),  check_verb(),      series_verb(),
          round_verb(), simulate_verb(), inspect_verb(), completion_verb(), man_verb()};
}

}  // namespace cli
