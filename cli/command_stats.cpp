#include <array>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/period.hpp"
#include "cli/verbs.hpp"
#include "core/statistics/statistics.hpp"
#include "core/text/counted.hpp"

namespace cli {
namespace {

/// A figure in mg/dL as text in the unit shown.
std::string shown(double mg_dl, core::GlucoseUnit unit) {
  return fmt::format("{:.{}f} {}", core::in_unit(mg_dl, unit), unit == core::GlucoseUnit::mg_dl ? 0 : 1,
                     core::name(unit));
}

/// "below 54", "54-69", "70-180", "181-250", "above 250", in the order of core::Band.
std::array<std::string, 5> band_names(core::GlucoseUnit unit) {
  const auto [first_low, first_in_range, last_in_range, last_high] = core::band_limits(unit);
  const auto text = [](core::Glucose limit, int steps = 0) {
    limit.digits += steps;
    return format_number(limit);
  };
  return {"below " + text(first_low), text(first_low) + "-" + text(first_in_range, -1),
          text(first_in_range) + "-" + text(last_in_range), text(last_in_range, 1) + "-" + text(last_high),
          "above " + text(last_high)};
}

/// How many readings there are whose time is unknown; no period holds one.
std::int64_t count_time_unknown(const core::Logbook& logbook) {
  core::Filter filter;
  filter.time_unknown = true;
  std::int64_t readings = 0;
  logbook.each_glucose_value(filter, [&](const core::Glucose&, std::int64_t count) { readings += count; });
  return readings;
}

void print_text(Context& context, const core::Statistics& all, bool is_period) {
  const core::Statistics s = core::only_supported(all);
  const core::GlucoseUnit unit = display_unit(context);
  std::ostream& out = context.out;
  out << fmt::format("{} on {}", core::counted(s.readings, "reading"), core::counted(s.days, "day"));
  if (s.days > 0)
    out << fmt::format(", {:.1f} a day", static_cast<double>(s.readings - (is_period ? 0 : s.time_unknown)) /
                                             static_cast<double>(s.days));
  out << "\n";
  if (s.mean_mg_dl) out << "mean        " << shown(*s.mean_mg_dl, unit) << "\n";
  if (s.median_mg_dl) out << "median      " << shown(*s.median_mg_dl, unit) << "\n";
  if (s.sd_mg_dl) out << "SD          " << shown(*s.sd_mg_dl, unit) << "\n";
  if (s.cv_percent) out << fmt::format("CV          {:.1f} %\n", *s.cv_percent);
  if (s.ea1c_percent && s.ea1c_mmol_mol)
    out << fmt::format("eA1c        {:.1f} % ({:.0f} mmol/mol), an estimate from these readings (ADAG)\n",
                       *s.ea1c_percent, *s.ea1c_mmol_mol);
  if (s.lbgi && s.hbgi) out << fmt::format("LBGI, HBGI  {:.1f}, {:.1f}\n", *s.lbgi, *s.hbgi);
  if (s.percentiles_mg_dl[0]) {
    out << "percentiles ";
    for (std::size_t i = 0; i < s.percentiles_mg_dl.size(); ++i)
      out << fmt::format("{}{}: {}", i ? ", " : "", core::percentile_ranks[i],
                         shown(*s.percentiles_mg_dl[i], unit));
    out << "\n";
  }
  const auto shares = core::band_percentages(s.bands);
  const auto names = band_names(unit);
  out << "\nreadings in range (" << core::name(unit) << ")\n";
  for (std::size_t i = s.bands.size(); i-- > 0;)
    out << fmt::format("  {:<11} {:>6}  {:>5}\n", names[i], s.bands[i], shares[i]);
  if (s.excluded_hi + s.excluded_lo > 0)
    out << fmt::format("HI {} and LO {} count in the outer bands and are left out of the other figures.\n",
                       s.excluded_hi, s.excluded_lo);
  if (s.time_unknown > 0)
    out << fmt::format("Without a time, and {}: {} (bgbingo log list --time-unknown).\n",
                       is_period ? "left out" : "on no day", core::counted(s.time_unknown, "reading"));
  if (all.numeric() > 0 && all.sd_mg_dl && !s.sd_mg_dl)
    out << "Some figures are left out: they say little about so few readings (--json has them all).\n";
}

}  // namespace

Verb stats_verb() {
  auto period = std::make_shared<Period>();
  Verb verb{"stats", "My logbook", "your figures: mean, spread, readings in range", "", {}, {}, {}, true};
  verb.more =
      "Counts every blood glucose reading once; control tests and sensor values are left out. "
      "The formulas and their sources are in docs/statistics.md.\n\n"
      "  bgbingo stats --days 14\n"
      "  bgbingo stats --from 2026-01-01 --to 2026-01-31 --json";
  verb.options = period_options(*period);
  verb.run = [period](Context& context) {
    const core::Filter filter = filter_of(context, *period);
    const core::Logbook logbook = open_logbook(context, core::Logbook::Open::read_only);
    core::GlucoseHistogram histogram;
    const std::int64_t days = logbook.each_glucose_value(
        filter, [&](const core::Glucose& value, std::int64_t count) { histogram.add(value, count); });
    core::Statistics statistics = histogram.statistics(days);
    statistics.time_unknown = count_time_unknown(logbook);
    if (context.options.json) {
      context.out << core::format_json(statistics) << "\n";
    } else {
      print_text(context, statistics, period->is_given());
      say_next(context, "bgbingo log list --days 7 shows the readings themselves.");
    }
    return 0;
  };
  return verb;
}

}  // namespace cli
