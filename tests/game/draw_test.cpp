#include "game/draw.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "game/digest.hpp"
#include "tests/catch.hpp"

namespace {

using game::Source;

// The full draw of the project's vector: secret, list digest, and drand quicknet round 657413.
const std::string secret = "c233ea028c820817f0dc64282c4d44bbfd79803c30cf181caf17d9ace85ec16b";
const std::string list = "ef216964cc779358652a8169d493e763fc13a3276cd47e92fb2d87685cf59d13";
const game::PublicValue drand_657413{
    game::PublicKind::drand,
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
    {}};

/// 50,000 in a debug build, a million in an optimised one or when a campaign asks for it.
int draws() {
#ifdef NDEBUG
  return 1'000'000;
#else
  return std::getenv("BGBINGO_CAMPAIGN") ? 1'000'000 : 50'000;
#endif
}

/// Pearson's statistic against equal shares. For 60 degrees of freedom it is above 99.61 once in a thousand.
double chi_square(const std::vector<int>& counts) {
  double total = 0;
  for (const int count : counts) total += count;
  const double expected = total / static_cast<double>(counts.size());
  double sum = 0;
  for (const int count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}
constexpr double one_in_a_thousand = 99.61;

}  // namespace

TEST_CASE("the worked example of RFC 3797 gives the RFC's key and order") {
  const std::array sources{Source{9319}, Source{2, 5, 12, 8, 10}, Source{9, 18, 26, 34, 41, 45}};
  const std::string key = game::key_of(sources);
  CHECK(key == "9319./2.5.8.10.12./9.18.26.34.41.45./");
  const std::vector<int> order{17, 7, 2, 16, 25, 23, 8,  24, 19, 13, 22, 5, 18,
                               9,  1, 4, 12, 15, 20, 14, 11, 3,  6,  21, 10};
  CHECK(game::choose(key, 25, 25) == order);
}

TEST_CASE("the NomCom 2012 selection is reproduced") {
  const std::array sources{Source{17, 20, 22, 35, 36, 38, 48}, Source{90193202}, Source{55598744},
                           Source{9, 10, 11, 17, 21, 48, 50}};
  const std::string key = game::key_of(sources);
  CHECK(key == "17.20.22.35.36.38.48./90193202./55598744./9.10.11.17.21.48.50./");
  CHECK(game::choose(key, 134, 12) == std::vector<int>{90, 25, 92, 126, 24, 31, 122, 96, 81, 132, 2, 41});
}

TEST_CASE("choices beyond the 256th go on as in a program in another language") {
  // Made with Python's hashlib by RFC 3797's text, which gives the RFC's own order for the key above.
  const std::vector<int> chosen = game::choose("9319./2.5.10.12.25./", 1000, 520);
  REQUIRE(chosen.size() == 520);
  CHECK(std::vector<int>(chosen.begin(), chosen.begin() + 4) == std::vector<int>{354, 794, 152, 108});
  CHECK(std::vector<int>(chosen.begin() + 254, chosen.begin() + 260) ==
        std::vector<int>{837, 498, 636, 582, 814, 75});
  CHECK(std::vector<int>(chosen.begin() + 510, chosen.begin() + 514) == std::vector<int>{203, 982, 773, 276});
}

TEST_CASE("sha256 and md5 give their published values") {
  CHECK(game::sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(game::md5("abc")[0] == 0x90);
  CHECK(game::md5("abc")[15] == 0x72);
}

TEST_CASE("the full draw gives slot 44 of 61, which is 8.3 mmol/L") {
  CHECK(game::words_of(secret) ==
        Source{3258182146, 2357331991, 4040975400, 743261371, 4252598332, 818878492, 2937575852, 3898524011});
  CHECK(game::randomness(drand_657413) == "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587");
  const std::string key = game::draw_key(secret, list, drand_657413);
  const game::Drawn drawn = game::draw_number(key, game::default_rules(core::GlucoseUnit::mmol_l));
  CHECK(drawn.md5 == "9D8C8F59865C2AD86C76E96F29AE60BD");
  CHECK(game::format_steps(drawn.number, core::GlucoseUnit::mmol_l) == "8.3");
  // 8.3, then 4.7, 7.7, 6.4
  CHECK(game::choose(key, 61, 4) == std::vector<int>{44, 8, 38, 25});
}

TEST_CASE("a tie of two in the full draw falls to the second line") {
  const std::string key = game::draw_key(secret, list, drand_657413);
  CHECK(game::draw_among(key, std::vector<int>{2, 5}) == 5);
  CHECK(game::choose(key + "1./", 2, 1) == std::vector<int>{2});
}

TEST_CASE("throws are an ordinary source of their numbers, and a local round has two sources") {
  const game::PublicValue dice{game::PublicKind::dice, "", {6, 1, 3, 3, 2, 5, 4, 4, 1, 6}};
  const std::string two = game::draw_key(secret, list, game::PublicValue{});
  CHECK(game::draw_key(secret, list, dice) == two + "1.1.2.3.3.4.4.5.6.6./");
  CHECK(std::count(two.begin(), two.end(), '/') == 2);
}

TEST_CASE("local draws spread evenly over the 61 numbers, and one byte modulo 61 would not") {
  const game::Rules rules = game::default_rules(core::GlucoseUnit::mmol_l);
  std::mt19937_64 random(20261125);
  std::vector<int> drawn(61);
  std::vector<int> one_byte(61);
  for (int i = 0; i < draws(); ++i) {
    Source words(8);
    for (std::uint32_t& word : words) word = static_cast<std::uint32_t>(random());
    const std::array sources{words, game::words_of(list)};
    ++drawn[static_cast<std::size_t>(game::draw_number(game::key_of(sources), rules).number - rules.low)];
    ++one_byte[(random() & 0xff) % 61];
  }
  INFO("chi-square of the draws " << chi_square(drawn) << ", of one byte modulo 61 " << chi_square(one_byte));
  CHECK(chi_square(drawn) < one_in_a_thousand);
  CHECK(chi_square(one_byte) > one_in_a_thousand);
}

TEST_CASE("rounds of drand quicknet have the times the beacon documents") {
  const auto at = [](const char* text) { return *core::parse_utc(text); };
  CHECK(game::drand_time(1) == core::UtcSeconds{std::chrono::seconds{1692803367}});
  // floor((t - genesis) / 3) + 1 of 2026-04-20T00:00:00Z is documented as 27946612.
  CHECK(game::drand_time(27946612) <= at("2026-04-20T00:00:00Z"));
  CHECK(game::drand_time(27946613) > at("2026-04-20T00:00:00Z"));
}

TEST_CASE("the round of the beacon is the first at or after the close + 60 s") {
  const std::int64_t round = 657413;
  const auto due = game::drand_time(round);
  const auto minute = std::chrono::seconds{60};
  CHECK(game::drand_round_for(due - minute) == round);
  CHECK(game::drand_round_for(due - minute + std::chrono::seconds{1}) == round + 1);
  CHECK(game::drand_round_for(due - minute - std::chrono::seconds{2}) == round);
  CHECK(game::drand_round_for(due - minute - std::chrono::seconds{3}) == round - 1);
  CHECK(game::drand_round_for(core::UtcSeconds{}) < 1);
}

TEST_CASE("a pasted value is a signature, the beacon's answer, or throws") {
  const game::PublicSource drand{game::PublicKind::drand, 657413};
  const auto with_randomness = [](std::string_view randomness) {
    return fmt::format(R"({{"round":657413,"randomness":{},"signature":"{}"}})", randomness,
                       drand_657413.signature);
  };
  const std::string answer =
      with_randomness("\"fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587\"");
  CHECK(game::read_public_value(drand, drand_657413.signature).value() == drand_657413);
  CHECK(game::read_public_value(drand, answer).value() == drand_657413);
  CHECK(game::read_public_value({game::PublicKind::drand, 657414}, answer).error().kind ==
        core::Errc::refused);
  for (const std::string_view altered :
       {"\"fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3588\"", "\"fc18\"", "\"\"", "null",
        "1"})
    CHECK(game::read_public_value(drand, with_randomness(altered)).error().kind == core::Errc::refused);
  CHECK(game::read_public_value(drand,
                                fmt::format(R"({{"round":657413,"signature":"{}"}})", drand_657413.signature))
            .value() == drand_657413);
  CHECK_FALSE(game::read_public_value(drand, answer + std::string(64 * 1024, ' ')).has_value());
  CHECK_FALSE(game::read_public_value(drand, std::string(40'000, '{')).has_value());
  CHECK_FALSE(game::read_public_value(drand, "b713").has_value());
  CHECK_FALSE(game::read_public_value(drand, "{\"round\":").has_value());

  const game::PublicSource dice{game::PublicKind::dice, 2};
  CHECK(game::read_public_value(dice, "1,2,3,4,5,6,1,2,3,4").value().throws.size() == 10);
  CHECK_FALSE(game::read_public_value(dice, "1 2 3 4 5 6 1 2 3").has_value());
  CHECK_FALSE(game::read_public_value(dice, "1 2 3 4 5 6 1 2 3 7").has_value());
  CHECK_FALSE(game::read_public_value(dice, "1 2 3 4 5 6 1 2 3 4 5 6 1 2 3 4 5").has_value());
}
