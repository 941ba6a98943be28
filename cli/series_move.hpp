#pragma once

#include "cli/verb.hpp"

namespace cli {

// The verbs of `series` that take a series to another machine.
Verb backup_verb();
Verb hand_over_verb();
Verb take_over_verb();

}  // namespace cli
