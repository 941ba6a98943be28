#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace game {

/// The words of a line: what stands between runs of spaces.
inline std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find(' ', i), text.size());
    if (end > i) words.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return words;
}

/// The words of what a witness noted: runs of letters and digits, in lower case. So a whole line of the chat
/// will do, or the beacon's answer as its page shows it.
inline std::vector<std::string> noted_words(std::string_view text) {
  std::vector<std::string> words;
  bool is_in_word = false;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_word = is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_word && !is_in_word) words.emplace_back();
    if (is_word) words.back() += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    is_in_word = is_word;
  }
  return words;
}

/// A whole number of at most ten digits, without sign and leading zeros.
inline std::optional<std::int64_t> parse_whole(std::string_view text) {
  if (text.empty() || text.size() > 10 || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace game
