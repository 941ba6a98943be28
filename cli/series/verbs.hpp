#pragma once

#include "cli/verb.hpp"

namespace cli {

// The verbs below `series`, one file each.
Verb series_new_verb();
Verb series_check_verb();
Verb series_verify_verb();
Verb series_next_verb();
Verb series_backup_verb();
Verb series_hand_over_verb();
Verb series_take_over_verb();

}  // namespace cli
