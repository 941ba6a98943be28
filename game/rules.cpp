#include "game/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "game/free_text.hpp"

namespace game {
namespace {

using core::GlucoseUnit;

struct Bounds {
  int low, high;
};

/// The safe band: in range by the consensus bands (Battelino 2019), so that nobody has a dangerous number to
/// wish for.
constexpr Bounds safe_band(GlucoseUnit unit) {
  return unit == GlucoseUnit::mmol_l ? Bounds{39, 100} : Bounds{70, 180};
}

std::string_view format_low_line(LowLine line) {
  return line == LowLine::usual ? "3.9 mmol/L 70 mg/dL" : "4.0 mmol/L 72 mg/dL";
}

std::string format_prize(const Rules& rules) {
  switch (rules.prize) {
    case Prize::none:
      return "none";
    case Prize::shared:
      return "shared " + escape_text(rules.prize_text);
    case Prize::one:
      return "one " + escape_text(rules.prize_text);
  }
  return "";
}

bool are_points(int points) {
  return points >= 0 && points <= 99;
}

}  // namespace

LowLine low_line_of(std::string_view country) {
  return country == "GB" || country == "IE" ? LowLine::gb_ie : LowLine::usual;
}

Rules default_rules(GlucoseUnit unit, std::string_view country) {
  Rules rules;
  rules.unit = unit;
  if (unit == GlucoseUnit::mg_dl) {
    rules.low = 72;
    rules.high = 180;
  }
  rules.low_line = low_line_of(country);
  return rules;
}

core::Result<void> check(const Rules& rules) {
  const Bounds safe = safe_band(rules.unit);
  const std::string range = fmt::format("{} to {} {}", format_steps(rules.low, rules.unit),
                                        format_steps(rules.high, rules.unit), name(rules.unit));
  if (rules.low < safe.low || rules.high > safe.high)
    return core::Error{core::Errc::refused, "numbers are drawn from the safe band only", range,
                       "Choose a range within 3.9 to 10.0 mmol/L, or 70 to 180 mg/dL."};
  if (pool_size(rules) < 10)
    return core::Error{core::Errc::refused, "a range needs at least ten numbers", range,
                       "Choose a wider one."};
  if (rules.place_points.empty() || rules.place_points.size() > 10 || !are_points(rules.part_points) ||
      !std::all_of(rules.place_points.begin(), rules.place_points.end(), are_points))
    return core::Error{core::Errc::usage, "points are one to ten numbers from 0 to 99", "", ""};
  if ((rules.prize == Prize::none) != rules.prize_text.empty())
    return core::Error{core::Errc::usage, "a prize is named, and only where there is one", "", ""};
  if (rules.prize != Prize::none && !is_free_text(rules.prize_text))
    return core::Error{core::Errc::usage, "the prize's text is 1 to 80 bytes long", "", ""};
  return {};
}

core::Glucose number_value(int steps, GlucoseUnit unit) {
  return unit == GlucoseUnit::mmol_l ? core::mmol_l_tenths(steps) : core::mg_dl(steps);
}

std::string format_steps(int steps, GlucoseUnit unit) {
  return format_number(number_value(steps, unit));
}

bool is_low(const core::Glucose& value, LowLine line) {
  if (value.reach != core::Reach::number) return value.reach == core::Reach::lo;
  const bool usual = line == LowLine::usual;
  const std::int64_t limit_thousandths =
      value.unit == GlucoseUnit::mmol_l ? (usual ? 3'900 : 4'000) : (usual ? 70'000 : 72'000);
  std::int64_t thousandths = value.digits;
  for (int decimals = value.decimals; decimals < 3; ++decimals) thousandths *= 10;
  return thousandths < limit_thousandths;
}

bool can_rank(const core::Glucose& value, const Rules& rules) {
  return value.reach == core::Reach::number && !is_low(value, rules.low_line);
}

std::array<std::string, 3> sentences(const Rules& rules) {
  const GlucoseUnit other = rules.unit == GlucoseUnit::mmol_l ? GlucoseUnit::mg_dl : GlucoseUnit::mmol_l;
  const auto in_other = [&](int steps) {
    return format_number(converted(number_value(steps, rules.unit), other));
  };
  return {
      "Send one reading, exactly as your meter or sensor shows it, with its unit, before the round closes; "
      "one from the last ten minutes counts, so no extra finger-prick is needed.",
      fmt::format("Then a number between {} and {} {} ({}–{} {}) is drawn that nobody could know before, and "
                  "whoever is nearest, above or below, wins; equals share.",
                  format_steps(rules.low, rules.unit), format_steps(rules.high, rules.unit), name(rules.unit),
                  in_other(rules.low), in_other(rules.high), name(other)),
      "If you are low, look after yourself first: you still get your point, and nobody else is told."};
}

std::string format_rules(const Rules& rules) {
  return fmt::format(
      "unit {}\nrange {} {} {}\nlow-line {}\nwindow {}\nties share\nprize {}\ndisclosure ranked\npoints {} "
      "and {}\n",
      name(rules.unit), format_steps(rules.low, rules.unit), format_steps(rules.high, rules.unit),
      format_steps(1, rules.unit), format_low_line(rules.low_line), window_seconds, format_prize(rules),
      fmt::join(rules.place_points, " "), rules.part_points);
}

}  // namespace game
