#include "cli/log_verbs.hpp"
#include "cli/verbs.hpp"

namespace cli {

Verb log_verb() {
  return {
      .name = "log",
      .group = "My logbook",
      .help = "list, add, edit, remove, undo",
      .more = "Nothing is overwritten: every change can be seen (`log history`) and taken back (`log undo`).",
      .verbs = {log_list_verb(), log_add_verb(), log_edit_verb(), log_remove_verb(), log_undo_verb(),
                log_redo_verb(), log_history_verb(), log_keep_verb(), log_unlink_verb(), log_purge_verb()}};
}

}  // namespace cli
