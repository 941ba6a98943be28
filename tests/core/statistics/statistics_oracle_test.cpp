// The figures of whole logbooks against other programs: the reference figures of three real logbooks where
// they are at hand, and always an oracle in Python over data of our own.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <boost/json.hpp>

#include "core/interchange/uci.hpp"
#include "core/statistics/statistics.hpp"
#include "tests/catch.hpp"

using namespace core;
namespace fs = std::filesystem;

namespace {

const fs::path source_dir = BGBINGO_SOURCE_DIR;

Statistics of_uci_file(const fs::path& file) {
  GlucoseHistogram histogram;
  std::set<date::local_days> days;
  read_uci(
      file,
      [&](LogEntry&& entry) {
        const auto* reading = std::get_if<BloodGlucose>(&entry.content);
        if (!reading) return;
        histogram.add(reading->value);
        days.insert(date::floor<date::days>(*entry.time.local));
      },
      [](auto&&...) {});
  return histogram.statistics(static_cast<std::int64_t>(days.size()));
}

Statistics of_plain_file(const fs::path& file) {
  GlucoseHistogram histogram;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) histogram.add(parse_glucose(line).value());
  return histogram.statistics(0);
}

bool near(const std::optional<double>& ours, const boost::json::value& wanted) {
  const double number = wanted.to_number<double>();
  return ours && std::abs(*ours - number) <= 1e-9 * std::abs(number);
}

/// Runs the oracle on `data` and has it compare; the differences it names, or "".
std::string differences_from_oracle(const fs::path& data, const Statistics& ours) {
  const fs::path json =
      fs::temp_directory_path() / ("bgbingo-statistics-" + data.filename().string() + ".json");
  const fs::path told = json.string() + ".out";
  std::ofstream(json) << format_json(ours);
  const std::string command = "python3 '" + (source_dir / "tests/oracle/glucose_statistics.py").string() +
                              "' '" + data.string() + "' --equals '" + json.string() + "' > '" +
                              told.string() + "' 2>&1";
  const int status = std::system(command.c_str());
  std::stringstream text;
  text << std::ifstream(told).rdbuf();
  fs::remove(json);
  fs::remove(told);
  if (status != 0 && text.str().empty()) return "the oracle ended with status " + std::to_string(status);
  return text.str();
}

bool has_python() {
  return std::system("python3 -c '' > /dev/null 2>&1") == 0;
}

}  // namespace

TEST_CASE("statistics of our own logbooks equal an oracle in another language") {
  if (!has_python()) {
    WARN("python3 is not installed: the oracle did not run");
    return;
  }
  const fs::path data = source_dir / "tests/data";
  const Statistics logbook = of_uci_file(data / "uci-logbook.txt");
  REQUIRE(logbook.readings > 150);
  CHECK(logbook.excluded_hi > 0);
  CHECK(logbook.excluded_lo > 0);
  CHECK(differences_from_oracle(data / "uci-logbook.txt", logbook) == "");

  const Statistics mixed = of_plain_file(data / "mixed-values.txt");
  REQUIRE(mixed.readings > 300);
  CHECK(differences_from_oracle(data / "mixed-values.txt", mixed) == "");

  // The oracle does see a difference.
  Statistics other = logbook;
  *other.sd_mg_dl *= 1 + 1e-8;
  other.bands[2] += 1;
  const std::string named = differences_from_oracle(data / "uci-logbook.txt", other);
  CHECK(named.find("sd_mg_dl") != std::string::npos);
  CHECK(named.find("bands.in_range") != std::string::npos);
  CHECK(named.find("mean_mg_dl") == std::string::npos);
}

TEST_CASE("statistics of three real logbooks equal the reference figures") {
  const fs::path folder = source_dir / "../shared/data/uci";
  if (!fs::exists(folder / "expected_metrics.json")) {
    WARN("SKIP: needs ../shared, the reference logbooks");
    return;
  }
  std::stringstream text;
  text << std::ifstream(folder / "expected_metrics.json").rdbuf();
  const boost::json::value all = boost::json::parse(text.str());
  for (const char* patient : {"01", "02", "20"}) {
    INFO(patient);
    const boost::json::object& ours = all.at("patients").at(patient).at("ours").as_object();
    const Statistics s = of_uci_file(folder / (std::string("data-") + patient));
    CHECK(s.numeric() == ours.at("n").as_int64());
    CHECK(s.days == ours.at("days").as_int64());
    CHECK(near(s.mean_mg_dl, ours.at("mean")));
    CHECK(near(s.sd_mg_dl, ours.at("sd")));
    CHECK(near(s.cv_percent, ours.at("cv_percent")));
    CHECK(near(s.lbgi, ours.at("lbgi")));
    CHECK(near(s.hbgi, ours.at("hbgi")));
    CHECK(near(s.ea1c_percent, ours.at("ea1c_ngsp_percent")));
    CHECK(near(s.ea1c_mmol_mol, ours.at("ea1c_ifcc_mmol_mol")));
    CHECK(near(s.median_mg_dl, ours.at("quantile_type7").at("50")));
    for (std::size_t i = 0; i < percentile_ranks.size(); ++i)
      CHECK(near(s.percentiles_mg_dl[i], ours.at("quantile_type7").at(std::to_string(percentile_ranks[i]))));
    // The reference leaves HI and LO out of the bands, too.
    const boost::json::value& counts = ours.at("counts");
    CHECK(s.bands[0] - s.excluded_lo == counts.at("lt54").as_int64());
    CHECK(s.bands[1] == counts.at("54_69").as_int64());
    CHECK(s.bands[2] == counts.at("70_180").as_int64());
    CHECK(s.bands[3] == counts.at("181_250").as_int64());
    CHECK(s.bands[4] - s.excluded_hi == counts.at("gt250").as_int64());
  }
}
