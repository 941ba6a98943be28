#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace game {

/// SHA-256 of the bytes of `text`, as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view text);
/// MD5 of the bytes of `text`; RFC 3797 asks for it (docs/fairness.md says why that is enough here).
std::array<std::uint8_t, 16> md5(std::string_view text);
/// `bytes` random bytes from the system, in lower-case hexadecimal.
std::string random_hex(std::size_t bytes);
/// True for exactly `digits` digits 0-9 a-f.
bool is_hex(std::string_view text, std::size_t digits);

}  // namespace game
