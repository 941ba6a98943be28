#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/time/meter_time.hpp"
#include "game/entry.hpp"
#include "game/rules.hpp"

namespace game {

/// A correction after the close. Without a value the entry rests: it is not ranked any more.
struct Correction {
  int entry = 0;
  std::optional<core::Glucose> value;
  Evidence evidence = Evidence::typed;
  std::optional<core::UtcSeconds> made;  ///< when the record or picture was made; nothing for typed
  bool operator==(const Correction&) const = default;
};

/// An entry opened after the draw.
struct Opening {
  int entry = 0;
  core::Glucose value;
};

struct Placing {
  int place = 0;
  int entry = 0;
  std::optional<int> steps;  ///< distance from the number; nothing for one withdrawn after publication
  bool operator==(const Placing&) const = default;
};

/// A value in steps of the round's unit: converted, rounded half up.
int grid(const core::Glucose& value, core::GlucoseUnit unit);

/// The distance that counts, corrections applied in their order: one that a meter record or picture from
/// before the close shows replaces the distance, a typed one only ever makes it larger. Nothing: no place.
std::optional<int> distance(const Opening& opening, std::span<const Correction> corrections, int number,
                            const Rules& rules);

/// Places by distance from the number, above or below alike; equals share, and the next place counts them all
/// (1, 1, 3). Low entries, HI, LO and resting ones get none. Ascending by place, then by entry.
std::vector<Placing> judge(std::span<const Opening> openings, std::span<const Correction> corrections,
                           int number, const Rules& rules);

/// Places in which `entry` alone is given another distance, or none: it leaves. Others keep their order, also
/// those whose distance nobody knows any more; `entry` goes behind them where they alone could tell.
std::vector<Placing> moved(std::span<const Placing> places, int entry, std::optional<int> steps);

}  // namespace game
