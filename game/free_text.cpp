#include "game/free_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/io/bytes.hpp"
#include "core/text/printable.hpp"

namespace game {
namespace {

bool is_plain(unsigned char c) {
  return c >= 0x20 && c <= 0x7e && c != '\\';
}

bool is_ascii_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool alike(char a, char b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return lower(a) == lower(b);
}

}  // namespace

bool is_free_text(std::string_view text) {
  return !text.empty() && text.size() <= 80 && text.front() != ' ' && text.back() != ' ' &&
         core::is_utf8(text);
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

bool same_player(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), alike);
}

bool mentions(std::string_view text, std::string_view name) {
  for (auto from = text.begin();;) {
    const auto begin = std::search(from, text.end(), name.begin(), name.end(), alike);
    if (begin == text.end() || name.empty()) return false;
    const auto end = begin + static_cast<std::ptrdiff_t>(name.size());
    if ((begin == text.begin() || !is_ascii_word(begin[-1])) && (end == text.end() || !is_ascii_word(*end)))
      return true;
    from = begin + 1;
  }
}

bool is_short_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 && is_ascii_word(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_ascii_word(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace game
