#include "core/text/same_name.hpp"

#include <string>

namespace core {
namespace {

std::string bare(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) {
  const std::string letters = bare(a);
  return !letters.empty() && letters == bare(b);
}

}  // namespace core
