#include "cli/verbs.hpp"

#include <ostream>

#include "cli/context.hpp"
#include "cli/help.hpp"
#include "cli/parse.hpp"

namespace cli {
namespace {

/// What scripts/install asks for; in no help page.
Verb man_verb() {
  const auto run = [](Context& context) {
    context.out << man_page(all_verbs(), common_options(context));
    return 0;
  };
  return {.name = "man", .help = "print the man page", .run = run};
}

Verb completion_verb() {
  const auto run = [](Context& context) {
    context.out << bash_completion(all_verbs(), common_options(context));
    return 0;
  };
  return {.name = "completion",
          .help = "print the completion of a shell",
          .verbs = {{.name = "bash", .help = "print the bash completion", .run = run}}};
}

}  // namespace

std::vector<Verb> all_verbs() {
  return {setup_verb(),   profile_verb(),   meters_verb(),     clock_verb(),  sync_verb(),  log_verb(),
          stats_verb(),   import_verb(),    check_verb(),      series_verb(), round_verb(), simulate_verb(),
          inspect_verb(), recording_verb(), completion_verb(), man_verb()};
}

}  // namespace cli
