#pragma once

#include "cli/verb.hpp"

namespace cli {

// The verbs below `round`, one file each.
Verb round_new_verb();
Verb round_open_verb();
Verb round_enter_verb();
Verb round_correct_verb();
Verb round_close_verb();
Verb round_draw_verb();
Verb round_show_verb();
Verb round_verify_verb();
Verb round_object_verb();
Verb round_final_verb();
Verb round_void_verb();
Verb round_receipt_verb();
Verb round_forget_verb();

}  // namespace cli
