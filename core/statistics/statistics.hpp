#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/values/glucose.hpp"

namespace core {

/// How many readings lie in each band, indexed by Band; HI and LO count in the outer ones.
using BandCounts = std::array<std::int64_t, 5>;

inline constexpr std::array<int, 5> percentile_ranks{5, 25, 50, 75, 95};

/// The figures of `stats --json`, in its order (formulas and sources: docs/statistics.md). A figure that is
/// not defined for the readings there are is absent: SD and CV of one reading, everything of none. All but
/// `readings`, `days` and `bands` are over the numeric readings, without HI and LO.
struct Statistics {
  std::int64_t readings = 0;  ///< HI and LO too
  std::int64_t days = 0;      ///< local days with a reading
  /// Readings without a time: among `readings` where no period was asked for, left out of it otherwise. The
  /// caller's count: a histogram knows no time.
  std::int64_t time_unknown = 0;
  std::int64_t excluded_hi = 0;
  std::int64_t excluded_lo = 0;
  std::optional<double> mean_mg_dl;
  std::optional<double> median_mg_dl;
  std::optional<double> sd_mg_dl;  ///< with n - 1
  std::optional<double> cv_percent;
  BandCounts bands{};
  std::optional<double> lbgi;
  std::optional<double> hbgi;
  std::optional<double> ea1c_percent;                      ///< NGSP
  std::optional<double> ea1c_mmol_mol;                     ///< IFCC
  std::array<std::optional<double>, 5> percentiles_mg_dl;  ///< of percentile_ranks, type 7

  /// Readings with a number: what the figures are over.
  std::int64_t numeric() const { return readings - excluded_hi - excluded_lo; }
  bool operator==(const Statistics&) const = default;
};

/// Readings gathered as a histogram: every figure is a function of how often each value occurs, so one pass
/// over the readings gives all of them and memory grows with the different values only. Values of both units
/// may be mixed; bands are judged in each value's own.
class GlucoseHistogram {
 public:
  void add(const Glucose& value, std::int64_t count = 1);
  /// `days` is passed through: a histogram knows no time.
  Statistics statistics(std::int64_t days) const;

 private:
  std::map<double, std::int64_t> counts_;  ///< of numeric readings, by mg/dL
  BandCounts bands_{};
  std::int64_t hi_ = 0;
  std::int64_t lo_ = 0;
};

/// 10 f(G)^2 with the sign of f(G), Kovatchev's symmetrised scale: negative towards low, positive towards
/// high values, 0 at about 112.5 mg/dL, -100 at 20, 100 at 600. Below 1 mg/dL, where f is not defined, as
/// at 1.
double signed_risk(double mg_dl);

/// What a text may show of the figures: those with enough readings behind them (docs/statistics.md), the
/// others made absent. JSON gives all.
Statistics only_supported(Statistics all);

/// Shares of the bands in whole percent that add to 100 (largest remainder): "56 %". A band with readings
/// never shows 0 but "<1 %", one that is not all never 100 but ">99 %". Without readings "–".
std::array<std::string, 5> band_percentages(const BandCounts& bands);

/// The object of `stats --json`; numbers round-trip, absent figures are null.
std::string format_json(const Statistics& statistics);

}  // namespace core
