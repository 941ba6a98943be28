#include "core/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

/// The readings in ascending order, looked up by rank without laying them out one by one. Ranks must be
/// asked for in ascending order.
class Ranked {
 public:
  explicit Ranked(const std::map<double, std::int64_t>& counts) : at_(counts.begin()), end_(at_->second) {}

  double operator[](std::int64_t rank) {
    while (rank >= end_) end_ += (++at_)->second;
    return at_->first;
  }

 private:
  std::map<double, std::int64_t>::const_iterator at_;
  std::int64_t end_;  ///< the first rank behind *at_
};

/// Hyndman and Fan's type 7 (doi 10.2307/2684934), the default of R and numpy: linear between the ranks
/// around (n - 1) p, counted from 0. The rank is split in whole numbers, so it is exact.
double percentile(const std::map<double, std::int64_t>& counts, std::int64_t n, int percent) {
  const std::int64_t hundredths = (n - 1) * percent;
  const std::int64_t rank = hundredths / 100;
  const double fraction = static_cast<double>(hundredths % 100) / 100.0;
  Ranked readings(counts);
  const double below = readings[rank];
  return fraction == 0.0 ? below : below + fraction * (readings[rank + 1] - below);
}

}  // namespace

void GlucoseHistogram::add(const Glucose& value, std::int64_t count) {
  bands_[static_cast<std::size_t>(band(value))] += count;
  if (const auto number = numeric_mg_dl(value))
    counts_[*number] += count;
  else
    (value.reach == Reach::hi ? hi_ : lo_) += count;
}

/// Kovatchev et al. 1997 (doi 10.2337/diacare.20.11.1655), mg/dL form: f = 1.509 ((ln G)^1.084 - 5.381),
/// r = 10 f^2. The mmol/L form has other rounded constants and differs by up to 1 %: one form for both units.
double signed_risk(double mg_dl) {
  const double f = 1.509 * (std::pow(std::log(std::max(mg_dl, 1.0)), 1.084) - 5.381);
  return std::copysign(10.0 * f * f, f);
}

Statistics GlucoseHistogram::statistics(std::int64_t days) const {
  Statistics result;
  result.days = days;
  result.excluded_hi = hi_;
  result.excluded_lo = lo_;
  result.bands = bands_;

  std::int64_t n = 0;
  double sum = 0;  // exact for whole mg/dL: whole numbers below 2^53
  double low_risk = 0;
  double high_risk = 0;
  for (const auto& [value, count] : counts_) {
    const auto times = static_cast<double>(count);
    n += count;
    sum += times * value;
    const double risk = signed_risk(value);
    (risk < 0 ? low_risk : high_risk) += times * std::abs(risk);
  }
  result.readings = n + hi_ + lo_;
  if (n == 0) return result;

  const auto readings = static_cast<double>(n);
  const double mean = sum / readings;
  result.mean_mg_dl = mean;
  // LBGI and HBGI are means over all readings, those on the other side counting 0.
  result.lbgi = low_risk / readings;
  result.hbgi = high_risk / readings;

  if (n > 1) {
    double squares = 0;  // around the mean: no cancellation
    for (const auto& [value, count] : counts_)
      squares += static_cast<double>(count) * (value - mean) * (value - mean);
    result.sd_mg_dl = std::sqrt(squares / (readings - 1));
    if (mean > 0) result.cv_percent = 100.0 * *result.sd_mg_dl / mean;
  }

  // ADAG study, Nathan et al. 2008 (doi 10.2337/dc08-0545): mean = 28.7 A1c - 46.7.
  const double ea1c = (mean + 46.7) / 28.7;
  result.ea1c_percent = ea1c;
  // The NGSP/IFCC master equation, Hoelzel et al. 2004 (doi 10.1373/clinchem.2003.024802): NGSP = 0.09148
  // IFCC + 2.152.
  result.ea1c_mmol_mol = (ea1c - 2.152) / 0.09148;

  for (std::size_t i = 0; i < percentile_ranks.size(); ++i)
    result.percentiles_mg_dl[i] = percentile(counts_, n, percentile_ranks[i]);
  result.median_mg_dl = percentile(counts_, n, 50);
  return result;
}

}  // namespace core
