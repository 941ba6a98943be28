#include "core/text/printable.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace core {
namespace {

struct CodePoint {
  std::uint32_t value;
  std::size_t length;  ///< bytes taken; 0 where the bytes are not UTF-8 and the value means nothing
};

/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
CodePoint decode_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {lead, 0};
  std::uint32_t value = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {lead, 0};
    value = value << 6 | (byte(i) & 0x3Fu);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return {value, overlong || surrogate || value > 0x10FFFF ? 0 : length};
}

/// Control characters, and the format characters that reorder or hide text.
bool is_unsafe(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    if (c.length == 0 || (c.length == 1 && is_unsafe(c.value)))
      safe += fmt::format("\\x{:02X}", static_cast<std::uint8_t>(text.front()));
    else if (is_unsafe(c.value))
      safe += fmt::format("\\u{{{:04X}}}", c.value);
    else
      safe += text.substr(0, c.length);
    text.remove_prefix(c.length == 0 ? 1 : c.length);
  }
  return safe;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    if (c.length == 0) return false;
    text.remove_prefix(c.length);
  }
  return true;
}

std::string json_text(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    if (c.length == 0)
      quoted += "\\ufffd";
    else if (c.value == '"' || c.value == '\\')
      quoted += fmt::format("\\{}", static_cast<char>(c.value));
    else if (c.value == '\n')
      quoted += "\\n";
    else if (is_unsafe(c.value) && c.value > 0xFFFF)
      quoted += fmt::format("\\u{:04x}\\u{:04x}", 0xD7C0 + (c.value >> 10), 0xDC00 + (c.value & 0x3FF));
    else if (is_unsafe(c.value))
      quoted += fmt::format("\\u{:04x}", c.value);
    else
      quoted += text.substr(0, c.length);
    text.remove_prefix(c.length == 0 ? 1 : c.length);
  }
  return quoted + "\"";
}

bool is_printable(std::string_view text) {
  return printable(text) == text;
}

}  // namespace core
