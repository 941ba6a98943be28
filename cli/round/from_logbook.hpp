#pragma once

#include "cli/context.hpp"
#include "game/round_file.hpp"

namespace cli {

/// The logbook's reading that counts for the round now, by its time in UTC. Its evidence is the meter's log
/// where a real meter stored it; put in by hand, from a file or from a simulated meter it is typed
/// (docs/fairness.md). Failure not_found.
game::TakenReading counting_reading_of_logbook(Context& context, const game::Announcement& announcement);

}  // namespace cli
