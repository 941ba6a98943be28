#include "tests/device/random_sessions.hpp"

#include "tests/catch.hpp"

TEST_CASE("random meters read over faulty lines fill the logbook as the model has it") {
  // BGBINGO_SEED=N tells one story again; tests/campaign/sessions_campaign.cpp tells 10,000.
  const char* const seed = std::getenv("BGBINGO_SEED");
  const std::uint64_t first = seed ? std::stoull(seed) : 1;
  for (std::uint64_t n = first; n < first + (seed ? 1 : 60); ++n) {
    const random_sessions::Story story = random_sessions::tell(n);
    INFO(story.told);
    CHECK(story.problem == "");
    if (seed) WARN(story.told);
  }
}
