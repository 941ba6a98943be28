#include <algorithm>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

#include "core/statistics/statistics.hpp"

namespace core {
namespace {

// How many numeric readings a figure wants before a text shows it: 30 for what describes the spread, and the
// outer percentiles, as Tidepool's reports of finger-stick readings; 3 and 5 for median and quartiles.
constexpr std::int64_t for_spread = 30;
constexpr std::int64_t for_median = 3;
constexpr std::int64_t for_quartiles = 5;
// eA1c was fitted to means over weeks; the consensus asks for 14 days of data (doi 10.2337/dci19-0028).
constexpr std::int64_t days_for_ea1c = 14;

constexpr std::array<std::string_view, 5> band_names{"very_low", "low", "in_range", "high", "very_high"};

std::string json_number(const std::optional<double>& figure) {
  return figure ? fmt::format("{}", *figure) : "null";
}

}  // namespace

Statistics only_supported(Statistics all) {
  const std::int64_t n = all.numeric();
  auto& percentile = all.percentiles_mg_dl;
  if (n < for_median) all.median_mg_dl = percentile[2] = std::nullopt;
  if (n < for_quartiles) percentile[1] = percentile[3] = std::nullopt;
  if (n < for_spread) {
    percentile[0] = percentile[4] = std::nullopt;
    all.sd_mg_dl = all.cv_percent = all.lbgi = all.hbgi = std::nullopt;
  }
  if (n < for_spread || all.days < days_for_ea1c) all.ea1c_percent = all.ea1c_mmol_mol = std::nullopt;
  return all;
}

std::array<std::string, 5> band_percentages(const BandCounts& bands) {
  const std::int64_t n = std::accumulate(bands.begin(), bands.end(), std::int64_t{0});
  std::array<std::string, 5> shown;
  if (n == 0) {
    shown.fill("–");
    return shown;
  }
  BandCounts percent{};
  for (std::size_t i = 0; i < bands.size(); ++i) percent[i] = 100 * bands[i] / n;
  // What rounding down left over goes to the largest remainders, the lower band first where they are equal.
  std::array<std::size_t, 5> order{0, 1, 2, 3, 4};
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return 100 * bands[a] % n > 100 * bands[b] % n; });
  const auto left = 100 - std::accumulate(percent.begin(), percent.end(), std::int64_t{0});
  for (std::size_t i = 0; i < static_cast<std::size_t>(left); ++i) ++percent[order[i]];

  for (std::size_t i = 0; i < bands.size(); ++i) {
    if (bands[i] > 0 && percent[i] == 0)
      shown[i] = "<1 %";
    else if (bands[i] < n && percent[i] == 100)
      shown[i] = ">99 %";
    else
      shown[i] = fmt::format("{} %", percent[i]);
  }
  return shown;
}

std::string format_json(const Statistics& s) {
  std::string bands;
  std::string percentiles;
  for (std::size_t i = 0; i < band_names.size(); ++i) {
    const char* const comma = i == 0 ? "" : ",";
    bands += fmt::format("{}\"{}\":{}", comma, band_names[i], s.bands[i]);
    percentiles +=
        fmt::format("{}\"{}\":{}", comma, percentile_ranks[i], json_number(s.percentiles_mg_dl[i]));
  }
  return fmt::format(
      "{{\"readings\":{},\"days\":{},\"time_unknown\":{},\"excluded_hi\":{},\"excluded_lo\":{},\"mean_mg_"
      "dl\":{},\"median_mg_"
      "dl\":{},"
      "\"sd_mg_dl\":{},\"cv_percent\":{},\"bands\":{{{}}},\"lbgi\":{},\"hbgi\":{},\"ea1c_percent\":{},"
      "\"ea1c_mmol_mol\":{},\"percentiles_mg_dl\":{{{}}}}}",
      s.readings, s.days, s.time_unknown, s.excluded_hi, s.excluded_lo, json_number(s.mean_mg_dl),
      json_number(s.median_mg_dl), json_number(s.sd_mg_dl), json_number(s.cv_percent), bands,
      json_number(s.lbgi), json_number(s.hbgi), json_number(s.ea1c_percent), json_number(s.ea1c_mmol_mol),
      percentiles);
}

}  // namespace core
