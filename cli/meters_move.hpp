#pragma once

#include "cli/verb.hpp"

namespace cli {

/// `bgbingo meters move`: from one person's logbook to another's.
Verb meters_move_verb();

/// `bgbingo meters --known`: every meter that a logbook here knows, and whose it is.
int list_known_meters(Context& context);

}  // namespace cli
