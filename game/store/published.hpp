#pragma once

#include "game/store/rows.hpp"

namespace game {

/// The round file of a row that is provisional, final or void: made anew from the rows each time.
RoundFile round_file_of(StoreDatabase& database, const RoundRow& row);

}  // namespace game
