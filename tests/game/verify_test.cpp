#include "game/verify.hpp"

#include <cstdlib>
#include <random>

#include "game/digest.hpp"
#include "game/mine.hpp"
#include "tests/catch.hpp"
#include "tests/game/made_round.hpp"

using namespace core::literals;
using made::Player;

namespace {

const std::vector<Player> players{{"anna", 6.4_mmol_l},
                                  {"bea", 150_mg_dl},
                                  {"carl", core::below_range(20_mg_dl)},
                                  {"dora", 3.4_mmol_l},
                                  {"emil", 8.1_mmol_l, false}};

/// The digests as they were announced, and the value as the beacon shows it.
game::Witnesses witnesses_of(const game::RoundFile& file) {
  game::Witnesses witnesses{file.announcement.anchor, game::opening_digest(file.announcement),
                            game::list_digest(file.announcement, file.list), std::nullopt};
  if (file.value && file.value->kind != game::PublicKind::local)
    witnesses.public_value = game::format_value(*file.value).substr(game::name(file.value->kind).size() + 1);
  return witnesses;
}

/// The file with each digest line made anew, as a host would who changed it later.
std::string with_new_digests(const std::string& text) {
  std::string made;
  std::size_t opening = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    const std::string key = line.substr(0, line.find(' '));
    std::string hashed;
    if (key == "rules" && made.find('\n') != std::string::npos) hashed = made.substr(made.find('\n') + 1);
    if (key == "opening") {
      opening = made.size();
      hashed = made;
    }
    if (key == "list") hashed = made.substr(opening);
    if (key == "file") hashed = made;
    made += hashed.empty() ? line + "\n" : key + " " + game::sha256_hex(hashed) + "\n";
  }
  return made;
}

int rounds_to_alter() {
  return std::getenv("BGBINGO_CAMPAIGN") ? 1'000 : 12;
}

}  // namespace

TEST_CASE("an honest round is valid, and what nobody witnessed is not called witnessed") {
  const game::RoundFile file = made::round(players);
  const game::Verdict verdict = game::verify(game::format_round_file(file));
  CHECK(verdict.failures == std::vector<std::string>{});
  CHECK(verdict.valid);
  CHECK(verdict.unit == "mmol/L");
  CHECK(verdict.number == game::format_steps(*file.number, core::GlucoseUnit::mmol_l));
  CHECK(verdict.public_value == "drand");
  CHECK(verdict.winner_entries ==
        made::winners(game::judge(std::vector<game::Opening>{{1, 6.4_mmol_l}, {2, 150_mg_dl}}, {},
                                  *file.number, file.announcement.rules)));
  CHECK(verdict.winners.size() == verdict.winner_entries.size());
  CHECK(verdict.not_checked == 3);
  CHECK_FALSE(verdict.witnessed.opening);
  CHECK_FALSE(verdict.witnessed.anchor);
  CHECK_FALSE(verdict.witnessed.list);
  CHECK_FALSE(verdict.witnessed.public_value);
  CHECK(verdict.look_up.size() >= 4);
}

TEST_CASE("what a witness saw is named, for each kind of public value") {
  for (const auto kind : {game::PublicKind::drand, game::PublicKind::dice, game::PublicKind::local}) {
    const game::RoundFile file = made::round(players, {}, kind);
    const game::Verdict verdict = game::verify(game::format_round_file(file), witnesses_of(file));
    CHECK(verdict.valid);
    CHECK(verdict.witnessed.opening);
    CHECK(verdict.witnessed.anchor);
    CHECK(verdict.witnessed.list);
    CHECK(verdict.witnessed.public_value == (kind != game::PublicKind::local));
  }
  game::Witnesses beacon;
  beacon.public_value = "FC1873A13F3545AEADE8401532EF5519920652EEE6B0D2B19CA12643B87B3587";
  CHECK(game::verify(game::format_round_file(made::round(players)), beacon).witnessed.public_value);
}

TEST_CASE("a round file is written and read in one form") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const game::RoundFile file = made::any_round(seed);
    const std::string text = game::format_round_file(file);
    const auto parsed = game::parse_round_file(text);
    INFO("seed " << seed << "\n" << text);
    REQUIRE(parsed.has_value());
    CHECK(game::format_round_file(*parsed) == text);
    CHECK(game::verify(text, witnesses_of(file)).failures == std::vector<std::string>{});
  }
}

TEST_CASE("a literal round file is read as the format says") {
  const std::string text =
      game::format_round_file(made::round({{"anna", 6.4_mmol_l}}, {}, game::PublicKind::local));
  CHECK(text.find("bgbingo-round 1\nunit mmol/L\nrange 4.0 10.0 0.1\nlow-line 3.9 mmol/L 70 mg/dL\nwindow "
                  "600\nties share\n"
                  "prize none\ndisclosure ranked\npoints 5 3 2 and 1\nrules ") == 0);
  CHECK(text.find("\npublic local\nopening ") != std::string::npos);
  CHECK(text.find("\nvalue-from local\nranked ") != std::string::npos);
  CHECK(text.find("\nopenings 1\n1 6.4 mmol/L ") != std::string::npos);
  CHECK(text.find("\ncorrections 0\nplaces 1\n1 1 ") != std::string::npos);
  CHECK(text.find("\nprize-to -\nreason -\nnames 1\n1 anna\nfile ") != std::string::npos);
}

TEST_CASE("every altered byte of a round file is found") {
  std::mt19937_64 random(11);
  std::size_t missed = 0;
  std::size_t altered = 0;
  for (int round = 0; round < rounds_to_alter(); ++round) {
    const game::RoundFile file = made::any_round(static_cast<std::uint64_t>(round));
    const game::Witnesses witnesses = witnesses_of(file);
    std::string text = game::format_round_file(file);
    for (char& byte : text) {
      const char before = byte;
      byte = static_cast<char>(static_cast<unsigned char>(before) ^ (1 + random() % 255));
      missed += game::verify(text, witnesses).valid ? 1 : 0;
      byte = before;
      ++altered;
    }
  }
  CHECK(missed == 0);
  CHECK(altered > 10'000);
}

TEST_CASE(
    "with the announced digests, a byte altered under new digests is found wherever it changes the game") {
  std::mt19937_64 random(12);
  const std::string alphabet = "0123456789abcdef .-TZ";
  for (int round = 0; round < rounds_to_alter(); ++round) {
    const game::RoundFile file = made::any_round(static_cast<std::uint64_t>(round));
    const game::Witnesses witnesses = witnesses_of(file);
    const std::string text = game::format_round_file(file);
    // Names, a void round's reason, evidence words and the state are the host's word; docs/fairness.md says
    // so.
    const std::size_t host_word = text.find("\nreason ");
    const std::size_t state = text.find("\nstate ");
    const std::size_t corrections = text.find("\ncorrections ");
    const std::size_t places = text.find("\nplaces ");
    for (int i = 0; i < 150; ++i) {
      const std::size_t at = random() % host_word;
      const bool in_state = at > state && at < text.find('\n', state + 1);
      const bool in_corrections = at > corrections && at < places;
      std::string changed = text;
      changed[at] = alphabet[random() % alphabet.size()];
      changed = with_new_digests(changed);
      if (changed == text || in_state || in_corrections) continue;
      INFO("seed " << round << ", byte " << at << "\n" << changed);
      CHECK_FALSE(game::verify(changed, witnesses).valid);
    }
  }
}

TEST_CASE("a file that is not one is refused with its line") {
  const std::string text = game::format_round_file(made::round(players));
  const auto first_failure = [](const std::string& file) { return game::verify(file).failures.at(0); };
  CHECK(first_failure("") == "line 1: the file ends too early");
  CHECK(first_failure("hello\n") == "line 1: this is not a round file of version 1");
  CHECK(first_failure(std::string(1'000'000, 'a') + "\n") == "a round file has at most 262144 bytes");
  CHECK(first_failure(std::string(2'000, 'a') + "\n") == "line 1: the line is too long");
  CHECK(first_failure(text + "x\n") != "");
  CHECK(first_failure(text.substr(0, text.size() - 1)).find("the file ends too early") != std::string::npos);
  std::string with_nul = text;
  with_nul[40] = '\0';
  CHECK(first_failure(with_nul).find("printable ASCII only") != std::string::npos);
  CHECK(game::verify(with_nul).number.empty());
  CHECK(game::verify(with_nul).winners.empty());
}

TEST_CASE("one's own line is found by the receipt, and a changed receipt is not") {
  const game::RoundFile file = made::round(players);
  const std::string text = game::format_round_file(file);
  const game::Receipt receipt{file.announcement.round, 1, 6.4_mmol_l, file.openings[0].salt};
  const auto mine = game::find_mine(text, game::format_receipt(receipt) + "\n");
  REQUIRE(mine.has_value());
  CHECK(mine->at(0) == "your line 1 is in the list");
  CHECK(mine->at(1).find("it was opened and has place") == 0);
  CHECK(mine->at(2) == "it carries the name anna");
  game::Receipt other = receipt;
  other.value = 6.5_mmol_l;
  CHECK(game::find_mine(text, game::format_receipt(other)).error().kind == core::Errc::not_found);
  CHECK(game::find_mine(text, "no receipt").error().kind == core::Errc::usage);
}

TEST_CASE("names with terminal escapes are shown harmless") {
  const game::RoundFile file = made::round({{"\x1b[31mred\xe2\x80\xae", 6.4_mmol_l}});
  const game::Verdict verdict = game::verify(game::format_round_file(file));
  REQUIRE(verdict.winners.size() == 1);
  CHECK(verdict.winners[0].find('\x1b') == std::string::npos);
  CHECK(verdict.winners[0].find("red") != std::string::npos);
}
