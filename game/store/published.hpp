#pragma once

#include "game/store/rows.hpp"

namespace game {

/// The round file of a row that is provisional, final or void: made anew from the rows each time.
RoundFile round_file_of(StoreDatabase& database, const RoundRow& row);

/// The same, to be published: one that its own check does not call valid is never given out, and the step
/// that led to it is not done. Failure bad_data.
RoundFile published(StoreDatabase& database, const RoundRow& row);

}  // namespace game
