#pragma once

#include <vector>

#include "cli/verb.hpp"

namespace cli {

/// One per command_<verb>.cpp.
Verb setup_verb();
Verb profile_verb();
Verb meters_verb();
Verb sync_verb();
Verb clock_verb();
Verb log_verb();
Verb stats_verb();
Verb import_verb();
Verb check_verb();
Verb simulate_verb();
Verb inspect_verb();
Verb recording_verb();
Verb round_verb();
Verb series_verb();

/// The whole table, in the order of the help.
std::vector<Verb> all_verbs();

}  // namespace cli
