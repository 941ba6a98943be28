#include "game/free_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/io/bytes.hpp"

namespace game {
namespace {

bool is_plain(unsigned char c) {
  return c >= 0x20 && c <= 0x7e && c != '\\';
}

bool is_ascii_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

bool is_free_text(std::string_view text) {
  return !text.empty() && text.size() <= 80 && text.front() != ' ' && text.back() != ' ';
}

std::string escape_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(byte))
      escaped += c;
    else
      escaped += fmt::format("\\x{:02x}", byte);
  }
  return escaped;
}

std::optional<std::string> unescape_text(std::string_view escaped) {
  std::string text;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] != '\\') {
      text += escaped[i];
      continue;
    }
    if (escaped.size() - i < 4 || escaped[i + 1] != 'x') return std::nullopt;
    const auto byte = core::parse_hex(escaped.substr(i + 2, 2));
    if (!byte || byte->size() != 1) return std::nullopt;
    text += static_cast<char>(byte->front());
    i += 3;
  }
  if (!is_free_text(text) || escape_text(text) != escaped) return std::nullopt;
  return text;
}

bool is_short_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 && is_ascii_word(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_ascii_word(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace game
