#include "game/draw.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/io/bytes.hpp"
#include "game/digest.hpp"

namespace game {
namespace {

std::array<std::uint8_t, 16> hash_of_choice(std::string_view key, int choice) {
  const std::string index{static_cast<char>(choice >> 8 & 0xff), static_cast<char>(choice & 0xff)};
  return md5(index + std::string(key) + index);
}

int modulo(const std::array<std::uint8_t, 16>& big_endian, int divisor) {
  std::uint64_t rest = 0;
  for (const std::uint8_t byte : big_endian) rest = (rest << 8 | byte) % static_cast<std::uint64_t>(divisor);
  return static_cast<int>(rest);
}

}  // namespace

std::string key_of(std::span<const Source> sources) {
  std::string key;
  for (Source source : sources) {
    std::sort(source.begin(), source.end());
    for (const std::uint32_t number : source) fmt::format_to(std::back_inserter(key), "{}.", number);
    key += '/';
  }
  return key;
}

std::vector<int> choose(std::string_view key, int pool, int count) {
  std::vector<int> left;
  for (int slot = 1; slot <= pool; ++slot) left.push_back(slot);
  std::vector<int> chosen;
  for (int choice = 0; choice < std::min(pool, count); ++choice) {
    const auto taken = left.begin() + modulo(hash_of_choice(key, choice), static_cast<int>(left.size()));
    chosen.push_back(*taken);
    left.erase(taken);
  }
  return chosen;
}

Source words_of(std::string_view hex) {
  const core::Bytes bytes = core::parse_hex(hex).value_or(core::Bytes{});
  Source words;
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4)
    words.push_back(static_cast<std::uint32_t>(bytes[i]) << 24 |
                    static_cast<std::uint32_t>(bytes[i + 1]) << 16 |
                    static_cast<std::uint32_t>(bytes[i + 2]) << 8 | bytes[i + 3]);
  return words;
}

std::string draw_key(const std::string& secret, const std::string& list_digest, const PublicValue& value) {
  std::vector<Source> sources{words_of(secret), words_of(list_digest)};
  if (value.kind == PublicKind::drand) sources.push_back(words_of(randomness(value)));
  if (value.kind == PublicKind::dice) sources.emplace_back(value.throws.begin(), value.throws.end());
  return key_of(sources);
}

Drawn draw_number(std::string_view key, const Rules& rules) {
  const auto hash = hash_of_choice(key, 0);
  std::string text = core::format_hex(hash);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
  return {std::move(text), rules.low + modulo(hash, pool_size(rules))};
}

int draw_among(std::string_view key, std::span<const int> tied) {
  const std::vector<int> chosen = choose(std::string(key) + "1./", static_cast<int>(tied.size()), 1);
  return tied[static_cast<std::size_t>(chosen.at(0) - 1)];
}

}  // namespace game
