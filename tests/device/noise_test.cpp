#include "tests/device/noise.hpp"

#include "tests/catch.hpp"

TEST_CASE("500 readings come through a line with noise, none wrong, for every family") {
  // tests/campaign/noise_campaign.cpp does so a thousand times.
  for (const Family& family : families()) {
    const noise::Download clean = noise::download(family, 0, 1);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      INFO(family.name() << ", seed " << seed);
      const noise::Download noisy = noise::download(family, noise::rate_for(family.name()), seed);
      CHECK(noisy.error == "");
      CHECK(noisy.is_complete);
      CHECK(noisy.wrong == 0);
      CHECK(noisy.time <= 3 * clean.time);
    }
  }
}
