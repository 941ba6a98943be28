#include "cli/series/verbs.hpp"
#include "cli/verbs.hpp"

namespace cli {

Verb series_verb() {
  Verb verb{"series", "Hosting", "a series of rounds: rules, seasons, table", "", {}, {}, {}, true};
  verb.more = "docs/hosting.md goes through an evening. A single round needs no series: bgbingo round new.";
  verb.verbs = {series_new_verb(),    series_check_verb(),     series_verify_verb(),   series_next_verb(),
                series_backup_verb(), series_hand_over_verb(), series_take_over_verb()};
  return verb;
}

}  // namespace cli
