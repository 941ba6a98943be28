#pragma once

#include <string>
#include <string_view>

namespace game {

/// The secrets of a season: s(0) is random, s(k) is the sha256 of the text of s(k-1), and the last one, the
/// anchor, is published when the season starts. Rounds use them backwards: the round at place k has
/// s(length - k), so hashing it k times gives the anchor, and once the secret of the round before. A secret
/// that was withheld comes to light with the next one, and at the latest with the closing reveal of s(0).
constexpr int longest_season = 100;

/// `text` hashed `times` times, each time as 64 hexadecimal digits of text.
std::string hash_times(std::string text, int times);
/// The anchor of the season that starts from `root`, s(0).
std::string anchor_of_root(const std::string& root, int length);
/// The secret of the round at `place`, 1 to length.
std::string secret_at(const std::string& root, int length, int place);
/// Whether `secret` is the one of `place` in the season of `anchor`.
bool belongs_to(const std::string& secret, int place, const std::string& anchor);

}  // namespace game
