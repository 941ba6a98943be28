#include "device/text_form.hpp"

#include <utility>

namespace device {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool fits(char c, char form) {
  switch (form) {
    case 'd':
      return is_digit(c);
    case 'h':
      return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    case 'n':
      return is_digit(c) || (c >= 'A' && c <= 'Z');
    case '*':
      return c >= ' ' && c <= '~';
    default:
      return c == form;
  }
}

int number_at(std::string_view text, std::size_t place, std::size_t count, int base) {
  int number = 0;
  for (const char c : text.substr(place, count))
    number = number * base + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  return number;
}

}  // namespace

bool fits(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!fits(text[i], form[i])) return false;
  return true;
}

int digits_at(std::string_view text, std::size_t place, std::size_t count) {
  return number_at(text, place, count, 10);
}

int hex_at(std::string_view text, std::size_t place, std::size_t count) {
  return number_at(text, place, count, 16);
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string_view take_line(std::string_view& text) {
  while (true) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return text = {};
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) return line;
  }
}

core::Error misfit(std::string what, std::string_view line) {
  return {core::Errc::protocol, std::move(what), std::string(line),
          "The line may be disturbed: try another cable or port."};
}

}  // namespace device
