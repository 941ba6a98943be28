#include "core/statistics/statistics.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "tests/catch.hpp"

using namespace core;
using namespace core::literals;

namespace {

Statistics of(const std::vector<Glucose>& values, std::int64_t days = 1) {
  GlucoseHistogram histogram;
  for (const Glucose& value : values) histogram.add(value);
  return histogram.statistics(days);
}

Statistics of_numbers(std::int64_t n, std::int64_t days) {
  GlucoseHistogram histogram;
  histogram.add(100_mg_dl, n - n / 2);
  histogram.add(200_mg_dl, n / 2);
  return histogram.statistics(days);
}

bool near(const std::optional<double>& ours, double wanted) {
  return ours && std::abs(*ours - wanted) <= 1e-12 * std::abs(wanted);
}

const Glucose hi = above_range(mg_dl(600));
const Glucose lo = below_range(mg_dl(0));

}  // namespace

TEST_CASE("without readings every figure is absent and every count 0") {
  CHECK(of({}, 0) == Statistics{});
  CHECK(
      format_json(of({}, 0)) ==
      R"({"readings":0,"days":0,"time_unknown":0,"excluded_hi":0,"excluded_lo":0,"mean_mg_dl":null,"median_mg_dl":null,)"
      R"("sd_mg_dl":null,"cv_percent":null,"bands":{"very_low":0,"low":0,"in_range":0,"high":0,"very_high":0},)"
      R"("lbgi":null,"hbgi":null,"ea1c_percent":null,"ea1c_mmol_mol":null,)"
      R"("percentiles_mg_dl":{"5":null,"25":null,"50":null,"75":null,"95":null}})");
}

TEST_CASE("one reading has a mean and percentiles but no spread") {
  const Statistics one = of({104_mg_dl});
  CHECK(one.readings == 1);
  CHECK(one.mean_mg_dl == 104.0);
  CHECK(one.median_mg_dl == 104.0);
  CHECK_FALSE(one.sd_mg_dl);
  CHECK_FALSE(one.cv_percent);
  for (const auto& percentile : one.percentiles_mg_dl) CHECK(percentile == 104.0);
  CHECK(one.hbgi == 0.0);
}

TEST_CASE("two readings have a standard deviation with n - 1") {
  const Statistics two = of({100_mg_dl, 110_mg_dl});
  CHECK(two.mean_mg_dl == 105.0);
  CHECK(two.median_mg_dl == 105.0);
  CHECK(near(two.sd_mg_dl, std::sqrt(50.0)));
  CHECK(near(two.cv_percent, 100 * std::sqrt(50.0) / 105));
  CHECK(near(two.percentiles_mg_dl[0], 100.5));
  CHECK(near(two.percentiles_mg_dl[4], 109.5));
}

TEST_CASE("equal readings have a standard deviation of 0") {
  const Statistics same = of({6.4_mmol_l, 6.4_mmol_l, 6.4_mmol_l});
  CHECK(near(same.mean_mg_dl, 115.299776));
  REQUIRE(same.sd_mg_dl);
  CHECK(*same.sd_mg_dl < 1e-12);
}

TEST_CASE("percentiles are of type 7") {
  // Checked against R: quantile(c(...), c(.05, .25, .5, .75, .95)).
  const Statistics five = of({40_mg_dl, 50_mg_dl, 70_mg_dl, 120_mg_dl, 300_mg_dl});
  const std::vector<double> wanted{42, 50, 70, 120, 264};
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(near(five.percentiles_mg_dl[i], wanted[i]));
  // A rank that falls between two equal readings, and one between two runs of them.
  const Statistics runs = of({90_mg_dl, 90_mg_dl, 90_mg_dl, 150_mg_dl, 150_mg_dl, 150_mg_dl});
  CHECK(runs.percentiles_mg_dl[1] == 90.0);
  CHECK(runs.percentiles_mg_dl[2] == 120.0);
  CHECK(runs.percentiles_mg_dl[3] == 150.0);
}

TEST_CASE("HI and LO are readings of the outer bands and of nothing else") {
  const Statistics all = of({hi, hi, lo, 100_mg_dl});
  CHECK(all.readings == 4);
  CHECK(all.numeric() == 1);
  CHECK(all.excluded_hi == 2);
  CHECK(all.excluded_lo == 1);
  CHECK(all.bands == BandCounts{1, 0, 1, 0, 2});
  CHECK(all.mean_mg_dl == 100.0);
  CHECK_FALSE(all.sd_mg_dl);

  const Statistics only = of({hi, lo});
  CHECK(only.readings == 2);
  CHECK(only.bands == BandCounts{1, 0, 0, 0, 1});
  CHECK_FALSE(only.mean_mg_dl);
  CHECK_FALSE(only.lbgi);
  CHECK_FALSE(only.ea1c_percent);
  CHECK_FALSE(only.percentiles_mg_dl[2]);
}

TEST_CASE("a band is judged in the unit the meter showed") {
  CHECK(of({53_mg_dl, 54_mg_dl, 69_mg_dl, 70_mg_dl, 180_mg_dl, 181_mg_dl, 250_mg_dl, 251_mg_dl}).bands ==
        BandCounts{1, 2, 2, 2, 1});
  CHECK(
      of({2.9_mmol_l, 3.0_mmol_l, 3.8_mmol_l, 3.9_mmol_l, 10.0_mmol_l, 10.1_mmol_l, 13.9_mmol_l, 14.0_mmol_l})
          .bands == BandCounts{1, 2, 2, 2, 1});
  // Each of these shows as the other unit's in-range or low edge, and is not that.
  CHECK(converted(181_mg_dl, GlucoseUnit::mmol_l) == 10.0_mmol_l);
  CHECK(of({181_mg_dl}).bands == BandCounts{0, 0, 0, 1, 0});
  CHECK(converted(251_mg_dl, GlucoseUnit::mmol_l) == 13.9_mmol_l);
  CHECK(of({251_mg_dl}).bands == BandCounts{0, 0, 0, 0, 1});
  // Decimals fall between no two bands.
  CHECK(
      of({{695, 1, GlucoseUnit::mg_dl}, {1805, 1, GlucoseUnit::mg_dl}, {539, 1, GlucoseUnit::mg_dl}}).bands ==
      BandCounts{1, 1, 0, 1, 0});
}

TEST_CASE("values of both units and of any decimals go into one mean, at 18.01559 mg/dL to 1 mmol/L") {
  CHECK(near(of({1.0_mmol_l}).mean_mg_dl, 18.01559));
  CHECK(near(of({100_mg_dl, 5.8_mmol_l}).mean_mg_dl, (100 + 5.8 * 18.01559) / 2));
  CHECK(near(of({{555, 2, GlucoseUnit::mmol_l}}).median_mg_dl, 5.55 * 18.01559));
  CHECK(near(of({{5551, 3, GlucoseUnit::mmol_l}}).median_mg_dl, 5.551 * 18.01559));
  CHECK(near(of({{695, 1, GlucoseUnit::mg_dl}}).median_mg_dl, 69.5));
}

TEST_CASE("a value given with its count is that many readings") {
  GlucoseHistogram counted;
  counted.add(90_mg_dl, 3);
  counted.add(hi, 2);
  counted.add(7.5_mmol_l, 4);
  CHECK(counted.statistics(2) ==
        of({hi, 7.5_mmol_l, 90_mg_dl, 7.5_mmol_l, 90_mg_dl, hi, 90_mg_dl, 7.5_mmol_l, 7.5_mmol_l}, 2));
  CHECK(counted.statistics(2).days == 2);
}

TEST_CASE("the risk scale runs from 100 at 20 mg/dL over 0 at 112.5 to 100 at 600") {
  // Kovatchev 1997 fixes the ends at f = -+sqrt(10); its printed constants meet them to 0.1.
  CHECK(std::abs(signed_risk(20) + 100) < 0.1);
  CHECK(std::abs(signed_risk(600) - 100) < 0.1);
  CHECK(std::abs(signed_risk(112.517)) < 1e-8);
  CHECK(signed_risk(112) < 0);
  CHECK(signed_risk(113) > 0);
  CHECK(std::abs(signed_risk(40) + 36.41754676619226) < 1e-12);
  CHECK(std::abs(signed_risk(70) + 7.755205570609446) < 1e-12);
  CHECK(std::abs(signed_risk(180) - 7.729311510542555) < 1e-12);
  CHECK(signed_risk(0) == signed_risk(1));
  CHECK(std::isfinite(signed_risk(0)));
}

TEST_CASE("LBGI and HBGI are means over all readings, not only over those on their side") {
  const Statistics s = of({40_mg_dl, 180_mg_dl, 180_mg_dl, 113_mg_dl});
  CHECK(near(s.lbgi, 36.41754676619226 / 4));
  CHECK(near(s.hbgi, (2 * 7.729311510542555 + signed_risk(113)) / 4));
}

TEST_CASE("eA1c meets the published tables") {
  // ADAG (Nathan 2008, table 2): A1c % and estimated average glucose, whole mg/dL.
  const std::vector<std::pair<int, int>> adag{{5, 97},  {6, 126},  {7, 154},  {8, 183},
                                              {9, 212}, {10, 240}, {11, 269}, {12, 298}};
  for (const auto& [percent, mean] : adag) CHECK(std::abs(*of({mg_dl(mean)}).ea1c_percent - percent) < 0.02);
  // NGSP: 6.5 % is 48 and 7.0 % is 53 mmol/mol. 139.85 and 154.2 mg/dL are these on the ADAG line.
  CHECK(std::lround(*of({{13985, 2, GlucoseUnit::mg_dl}}).ea1c_mmol_mol) == 48);
  CHECK(std::lround(*of({{1542, 1, GlucoseUnit::mg_dl}}).ea1c_mmol_mol) == 53);
}

TEST_CASE("figures that cannot be stay absent and finite for values no meter shows") {
  const Statistics zero = of({0_mg_dl, 0_mg_dl});
  CHECK(zero.mean_mg_dl == 0.0);
  CHECK_FALSE(zero.cv_percent);
  CHECK(std::isfinite(*zero.lbgi));
}

TEST_CASE("JSON names the figures of the stable form and keeps every digit") {
  CHECK(
      format_json(of({100_mg_dl, 110_mg_dl, lo}, 1))
          .starts_with(
              R"({"readings":3,"days":1,"time_unknown":0,"excluded_hi":0,"excluded_lo":1,"mean_mg_dl":105,"median_mg_dl":105,)"
              R"("sd_mg_dl":7.0710678118654755,)"));
}

TEST_CASE("a text shows a figure only from the readings it wants") {
  const Statistics two = only_supported(of_numbers(2, 20));
  CHECK(two.mean_mg_dl);
  CHECK_FALSE(two.median_mg_dl);
  CHECK_FALSE(two.percentiles_mg_dl[2]);
  const Statistics four = only_supported(of_numbers(4, 20));
  CHECK(four.median_mg_dl);
  CHECK(four.percentiles_mg_dl[2]);
  CHECK_FALSE(four.percentiles_mg_dl[1]);
  const Statistics some = only_supported(of_numbers(29, 20));
  CHECK(some.percentiles_mg_dl[1]);
  CHECK(some.percentiles_mg_dl[3]);
  CHECK_FALSE(some.percentiles_mg_dl[0]);
  CHECK_FALSE(some.percentiles_mg_dl[4]);
  CHECK_FALSE(some.sd_mg_dl);
  CHECK_FALSE(some.cv_percent);
  CHECK_FALSE(some.lbgi);
  CHECK_FALSE(some.hbgi);
  CHECK_FALSE(some.ea1c_percent);
  CHECK(only_supported(of_numbers(30, 14)) == of_numbers(30, 14));
  const Statistics brief = only_supported(of_numbers(30, 13));
  CHECK_FALSE(brief.ea1c_percent);
  CHECK_FALSE(brief.ea1c_mmol_mol);
  CHECK(brief.sd_mg_dl);
  CHECK(only_supported(only_supported(of_numbers(4, 2))) == only_supported(of_numbers(4, 2)));
}

TEST_CASE("HI and LO do not count towards the readings a figure wants") {
  GlucoseHistogram histogram;
  histogram.add(100_mg_dl, 29);
  histogram.add(hi, 5);
  CHECK_FALSE(only_supported(histogram.statistics(20)).sd_mg_dl);
}

TEST_CASE("band percentages add to 100 and hide no band") {
  using Shown = std::array<std::string, 5>;
  CHECK(band_percentages({1, 0, 1, 0, 1}) == Shown{"34 %", "0 %", "33 %", "0 %", "33 %"});
  CHECK(band_percentages({5, 22, 205, 86, 51}) == Shown{"1 %", "6 %", "56 %", "23 %", "14 %"});
  CHECK(band_percentages({0, 0, 7, 0, 0}) == Shown{"0 %", "0 %", "100 %", "0 %", "0 %"});
  CHECK(band_percentages({1, 0, 999, 0, 0}) == Shown{"<1 %", "0 %", ">99 %", "0 %", "0 %"});
  CHECK(band_percentages({1, 1, 998, 0, 0}) == Shown{"<1 %", "<1 %", ">99 %", "0 %", "0 %"});
  CHECK(band_percentages({0, 0, 0, 0, 0}) == Shown{"–", "–", "–", "–", "–"});
  // 0.5 % twice: the lower band gets the percent that is left over.
  CHECK(band_percentages({1, 0, 198, 0, 1}) == Shown{"1 %", "0 %", "99 %", "0 %", "<1 %"});
}
