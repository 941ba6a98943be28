#include <cstdlib>
#include <string>

#include "tests/device/corruption.hpp"

// Two flipped bits in one frame, ten million times for each family with a wire: how many wrong readings come
// through when a record is read once, and when it is read twice, or thrice, with two flipped bits each time.
// Of two reads that are alike the driver reads some a third time, where the reading does not fit to the
// others; for these families all pairs of bits are tried as well, which gives the average without chance.

namespace {

void print(const std::string& name, std::uint64_t count, std::uint64_t limit) {
  fmt::print("{} {} wrong {} {}\n", name, count, limit, count <= limit ? "ok" : "over");
}

}  // namespace

int main(int count_of_words, char** words) {
  const std::vector<std::string> wanted(words + 1, words + count_of_words);  // families; none: all
  const bool is_full = std::string(std::getenv("SCALE") ? std::getenv("SCALE") : "") == "full";
  const char* const seed = std::getenv("SEED");
  const std::uint64_t trials = is_full ? 10'000'000 : 100'000;
  for (const corruption::Codec& codec : corruption::codecs()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), codec.family) == wanted.end()) continue;
    const corruption::Count count = corruption::count_wrong(codec, trials, seed ? std::stoull(seed) : 1);
    const std::string name = "corruption_" + std::string(codec.family);
    if (codec.has_crc16)
      print(name + "_one_read", count.wrong_of_one, 0);
    else
      fmt::print("{}_one_read {} wrong - ok\n", name, count.wrong_of_one);
    if (codec.is_doubtful) fmt::print("{}_two_reads_alike {} wrong - ok\n", name, count.alike_of_two);
    print(name + "_two_reads", count.wrong_of_two, 10);
    if (!codec.is_doubtful) continue;
    print(name + "_three_reads", count.wrong_of_three, 10);
    const double expected = corruption::expected_wrong_of_two(codec, 1e7, 40);
    fmt::print("{}_two_reads_of_all_pairs {:.2f} wrong 10 {}\n", name, expected,
               expected <= 10 ? "ok" : "over");
  }
}
