#include <cstdlib>
#include <map>
#include <string>

#include "tests/device/noise.hpp"

// 500 readings over a line that flips one bit in 10,000, or in 1,000,000 where the memory comes as one dump,
// with one download each: complete, none wrong, and within three times what a clean line takes.

namespace {

void print(const Family& family, const char* what, const std::string& value, const char* unit,
           const std::string& limit, bool is_ok) {
  fmt::print("noise_{}_{} {} {} {} {}\n", family.name(), what, value, unit, limit, is_ok ? "ok" : "over");
}

}  // namespace

int main() {
  const char* const scale = std::getenv("SCALE");
  const char* const given = std::getenv("SEED");
  const int downloads = scale && std::string(scale) == "full" ? 1000 : 20;
  const std::uint64_t first = (given ? std::stoull(given) : 1) * 1'000'000;
  for (const Family& family : families()) {
    const double rate = noise::rate_for(family.name());
    const noise::Download clean = noise::download(family, 0, 1);
    int complete = 0, slow = 0;
    std::size_t wrong = 0;
    double times = 0;
    std::map<std::string, int> errors;
    for (int i = 0; i < downloads; ++i) {
      const noise::Download one = noise::download(family, rate, first + static_cast<std::uint64_t>(i));
      complete += one.is_complete;
      wrong += one.wrong;
      slow += one.time > 3 * clean.time;
      times += one.time / clean.time / downloads;
      if (!one.error.empty()) ++errors[one.error];
    }
    fmt::print("# {}: one bit in {:.0f}, {:.1f} s over a clean line\n", family.name(), 1 / rate,
               clean.time.count());
    for (const auto& [error, count] : errors) fmt::print("#   {} times: {}\n", count, error);
    // One in a hundred may meet damage each time it asks.
    const int least = downloads * 99 / 100;
    print(family, "complete", std::to_string(complete), "downloads", std::to_string(least),
          complete >= least);
    print(family, "wrong", std::to_string(wrong), "readings", "0", wrong == 0);
    print(family, "mean_time", fmt::format("{:.2f}", times), "x_clean", "3", times <= 3);
    print(family, "over_three_times", std::to_string(slow), "downloads", "-", true);
  }
}
