#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/values/glucose.hpp"

namespace game {

/// Where a value counts as low: 3.9 mmol/L / 70 mg/dL; in GB and IE 4.0 / 72, as people there are taught.
enum class LowLine : std::uint8_t { usual, gb_ie };
LowLine low_line_of(std::string_view country);

/// What becomes of a prize when several share the first place.
enum class Prize : std::uint8_t { none, shared, one };

/// The rules of a series: settled and printed before a round opens, never changed within it. Numbers of the
/// range are counted in steps of the unit: tenths of mmol/L, or whole mg/dL.
struct Rules {
  core::GlucoseUnit unit = core::GlucoseUnit::mmol_l;
  int low = 40;    ///< smallest number that can be drawn, in steps
  int high = 100;  ///< largest
  LowLine low_line = LowLine::usual;
  Prize prize = Prize::none;
  std::string prize_text;                     ///< what it is; "" without a prize
  std::vector<int> place_points = {5, 3, 2};  ///< for the places 1, 2, …
  int part_points = 1;                        ///< for taking part, the ranked too

  bool operator==(const Rules&) const = default;
};

/// A reading counts from this long before the opening on.
constexpr int window_seconds = 600;

/// 4.0-10.0 mmol/L (61 numbers) or 72-180 mg/dL (109), and the country's low line.
Rules default_rules(core::GlucoseUnit unit, std::string_view country = "");

/// Errc::refused for a range outside 3.9-10.0 mmol/L / 70-180 mg/dL or of fewer than ten numbers; usage for
/// points or a prize that cannot be.
core::Result<void> check(const Rules& rules);

/// How many numbers can be drawn.
constexpr int pool_size(const Rules& rules) {
  return rules.high - rules.low + 1;
}
/// A number of steps as a value of the round's unit.
core::Glucose number_value(int steps, core::GlucoseUnit unit);
/// "8.3" or "150".
std::string format_steps(int steps, core::GlucoseUnit unit);

/// Below the series' low line, judged in the value's own unit; LO is low, HI is not.
bool is_low(const core::Glucose& value, LowLine line);
/// Whether a value can have a place: a number, and not low.
bool can_rank(const core::Glucose& value, const Rules& rules);

/// The three sentences printed at opening, on the page and in docs/playing.md.
std::array<std::string, 3> sentences(const Rules& rules);

/// The rules' lines of a round file, "unit" to "points" (docs/round-file.md); their sha256 is the rules'
/// digest.
std::string format_rules(const Rules& rules);

}  // namespace game
