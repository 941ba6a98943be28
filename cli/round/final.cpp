#include <memory>

#include "cli/round/choice.hpp"
#include "cli/round/talk.hpp"
#include "cli/round/verbs.hpp"

namespace cli {

Verb round_final_verb() {
  auto choice = std::make_shared<RoundChoice>();
  Verb verb =
      verb_below("final", "make the provisional result final", "Every objection has its answer first.");
  verb.options = round_options(*choice);
  verb.run = [choice](Context& context) {
    print_file(context, open_store(context).finalise(choice->key(), context.now()));
    say_next(context, "bgbingo series check " + choice->series);
    return 0;
  };
  return verb;
}

}  // namespace cli
