#include "cli/round/verbs.hpp"
#include "cli/verbs.hpp"

namespace cli {

Verb round_verb() {
  Verb verb{"round", "Hosting", "one round of bingo: from opening to winner, and the check of it", "", {}, {},
            {},      true};
  verb.more =
      "new, open, enter …, close, draw, final: docs/hosting.md goes through an evening. Everybody can check "
      "the file afterwards: bgbingo round verify FILE.";
  verb.verbs = {round_new_verb(),    round_open_verb(),  round_enter_verb(), round_correct_verb(),
                round_close_verb(),  round_draw_verb(),  round_show_verb(),  round_verify_verb(),
                round_object_verb(), round_final_verb(), round_void_verb(),  round_receipt_verb(),
                round_forget_verb()};
  return verb;
}

}  // namespace cli
