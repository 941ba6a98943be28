#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "game/draw.hpp"
#include "game/result.hpp"
#include "game/round_file.hpp"
#include "game/secret_chain.hpp"

/// Makes whole rounds without a store, from literal or seeded choices, as an honest host would.
namespace made {

inline const std::string signature =
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";
inline const std::string root = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

struct Player {
  std::string name;
  core::Glucose value;
  bool joins = true;
};

inline std::string hex(std::mt19937_64& random, int digits) {
  std::string text;
  for (int i = 0; i < digits; ++i) text += "0123456789abcdef"[random() & 15];
  return text;
}

inline std::vector<int> winners(const std::vector<game::Placing>& places) {
  std::vector<int> first;
  for (const auto& placing : places)
    if (placing.place == 1) first.push_back(placing.entry);
  return first;
}

/// Judges again what the file's openings and corrections say, and hands the prize out.
inline void settle(game::RoundFile& file) {
  std::vector<game::Opening> openings;
  for (const auto& line : file.openings)
    if (line.kind == game::OpenedLine::Kind::value) openings.push_back({line.entry, line.value});
  file.places = game::judge(openings, file.corrections, *file.number, file.announcement.rules);
  file.prize_to = game::prize_of(file);
}

/// Draws the number of a file whose list and value stand.
inline void draw(game::RoundFile& file) {
  const auto key = game::draw_key(file.secret, game::list_digest(file.announcement, file.list), *file.value);
  const game::Drawn drawn = game::draw_number(key, file.announcement.rules);
  file.md5 = drawn.md5;
  file.number = drawn.number;
}

/// An honest provisional round of these players.
inline game::RoundFile round(const std::vector<Player>& players, game::Rules rules = {},
                             game::PublicKind kind = game::PublicKind::drand, int place = 1,
                             std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  constexpr int season = 20;
  game::RoundFile file;
  const core::UtcSeconds closed = game::drand_time(657413) - std::chrono::seconds{61};
  file.announcement = {std::move(rules),
                       "gbdoc",
                       "2026-W48-" + std::to_string(place),
                       game::anchor_of_root(root, season),
                       place,
                       season,
                       closed - std::chrono::minutes{10},
                       closed,
                       kind};
  file.list.closed = closed;
  file.list.source = {kind, kind == game::PublicKind::drand  ? 657413
                            : kind == game::PublicKind::dice ? 1
                                                             : 0};
  std::vector<int> ranked;
  for (std::size_t i = 0; i < players.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    const game::Receipt receipt{file.announcement.round, number, players[i].value, hex(random, 32)};
    file.list.commitments.push_back(game::commitment(receipt));
    file.names[number] = players[i].name;
    if (!players[i].joins || !game::can_rank(players[i].value, file.announcement.rules)) continue;
    ranked.push_back(number);
    game::OpenedLine line{number, game::OpenedLine::Kind::value, players[i].value, receipt.salt,
                          std::nullopt};
    if (file.announcement.rules.prize != game::Prize::none)
      line.evidence = static_cast<game::Evidence>(random() % 3);
    file.openings.push_back(line);
  }
  file.ranked_salt = hex(random, 32);
  file.list.ranked = game::ranked_commitment(file.announcement.round, ranked, file.ranked_salt);
  file.secret = game::secret_at(root, season, place);
  file.value = game::PublicValue{kind, kind == game::PublicKind::drand ? signature : "", {}};
  if (kind == game::PublicKind::dice) file.value->throws = {6, 1, 3, 3, 2, 5, 4, 4, 1, 6};
  draw(file);
  settle(file);
  return file;
}

/// A value as people's meters show them: mostly in range, sometimes low, high, HI or LO, in either unit.
inline core::Glucose value(std::mt19937_64& random) {
  const int dice = static_cast<int>(random() % 100);
  const bool mmol = random() % 2 == 0;
  if (dice < 3)
    return core::Glucose{0, 0, core::GlucoseUnit::mg_dl, dice == 0 ? core::Reach::hi : core::Reach::lo};
  if (dice < 20)
    return mmol ? core::mmol_l_tenths(11 + static_cast<int>(random() % 28))
                : core::mg_dl(20 + static_cast<int>(random() % 50));
  if (dice < 85)
    return mmol ? core::mmol_l_tenths(39 + static_cast<int>(random() % 70))
                : core::mg_dl(70 + static_cast<int>(random() % 130));
  return mmol ? core::mmol_l_tenths(101 + static_cast<int>(random() % 233))
              : core::mg_dl(181 + static_cast<int>(random() % 420));
}

/// A round of any kind, with corrections and withdrawals.
inline game::RoundFile any_round(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto unit = random() % 2 == 0 ? core::GlucoseUnit::mmol_l : core::GlucoseUnit::mg_dl;
  game::Rules rules = game::default_rules(unit, random() % 3 == 0 ? "GB" : "FI");
  rules.prize = static_cast<game::Prize>(random() % 3);
  if (rules.prize != game::Prize::none) rules.prize_text = "a meter (mmol/L) & 100% \"strips\" $HOME";
  std::vector<Player> players;
  const std::vector<std::string> names{"anna",
                                       "B\xc3\xa9"
                                       "a",
                                       "c a r l",
                                       "d%s",
                                       "e*",
                                       "f\\x",
                                       "\xe2\x80\xae"
                                       "g",
                                       "`h`",
                                       "$(i)",
                                       "j;k"};
  for (std::size_t i = 0, count = random() % (names.size() + 1); i < count; ++i)
    players.push_back({names[i], value(random), random() % 8 != 0});
  game::RoundFile file = round(players, rules, static_cast<game::PublicKind>(random() % 3),
                               1 + static_cast<int>(random() % 5), random());
  if (random() % 6 == 0) {
    file.state = game::State::void_;
    file.reason = "the beacon was silent";
    file.ranked_salt = "-";
    file.openings.clear();
    file.places.clear();
    file.prize_to = "-";
    if (random() % 2 == 0) {
      file.value.reset();
      file.number.reset();
      file.md5 = "-";
    }
    return file;
  }
  if (random() % 2 == 0) file.state = game::State::final;
  for (const game::OpenedLine& line : file.openings) {
    if (random() % 5 != 0) continue;
    game::Correction correction{line.entry, std::nullopt, game::Evidence::typed, std::nullopt};
    if (random() % 3 != 0) {
      do correction.value = value(random);
      while (!game::can_rank(*correction.value, rules));
      correction.evidence = static_cast<game::Evidence>(random() % 3);
      if (correction.evidence != game::Evidence::typed)
        correction.made = file.list.closed - std::chrono::seconds{30};
    }
    file.corrections.push_back(correction);
  }
  settle(file);
  for (game::OpenedLine& line : file.openings) {
    const bool corrected = std::any_of(file.corrections.begin(), file.corrections.end(),
                                       [&](const auto& c) { return c.entry == line.entry; });
    if (corrected || random() % 10 != 0) continue;
    line = {line.entry, game::OpenedLine::Kind::withdrawn, {}, "", std::nullopt};
    file.names.erase(line.entry);
    for (auto& placed : file.places)
      if (placed.entry == line.entry) placed.steps.reset();
  }
  return file;
}

}  // namespace made
