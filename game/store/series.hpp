#pragma once

#include "game/store/rows.hpp"

namespace game {

/// Adds a series with its first season; `round new` makes the series `local` by the way.
SeriesInfo make_series(StoreDatabase& database, const SeriesSettings& settings, core::UtcSeconds now);

}  // namespace game
