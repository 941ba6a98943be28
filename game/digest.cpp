#include "game/digest.hpp"

#include <algorithm>

#include "core/io/digest.hpp"

namespace game {

std::string sha256_hex(std::string_view text) {
  return core::format_hex(core::sha256(core::as_bytes(text)));
}

std::array<std::uint8_t, 16> md5(std::string_view text) {
  return core::md5(core::as_bytes(text));
}

std::string random_hex(std::size_t bytes) {
  return core::format_hex(core::random_bytes(bytes));
}

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace game
