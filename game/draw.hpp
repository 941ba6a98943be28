#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "game/public_value.hpp"
#include "game/rules.hpp"

namespace game {

/// The integers of one source of RFC 3797.
using Source = std::vector<std::uint32_t>;

/// RFC 3797, section 4: each source's integers ascending, each followed by ".", the source ended with "/".
std::string key_of(std::span<const Source> sources);

/// RFC 3797, section 4: choice i is MD5(be16(i) key be16(i)), read as one big-endian number, modulo how many
/// are left; that slot of the remaining list is taken. Gives the chosen slots of 1 … pool in order; the
/// modulo's skew is below 2^-121 for 61 numbers.
std::vector<int> choose(std::string_view key, int pool, int count);

/// A 256-bit value of 64 hexadecimal digits as eight 32-bit integers.
Source words_of(std::string_view hex);

/// The key of a round: secret, list digest, and the public value (docs/round-file.md).
std::string draw_key(const std::string& secret, const std::string& list_digest, const PublicValue& value);

struct Drawn {
  std::string md5;  ///< 32 upper-case digits, as the RFC prints them
  int number = 0;   ///< in steps of the rules' unit
};
Drawn draw_number(std::string_view key, const Rules& rules);

/// One of several who share a place, by the same key with one more source `1./`; `tied` in list order.
int draw_among(std::string_view key, std::span<const int> tied);

}  // namespace game
