#include "core/logbook/foreign.hpp"

#include <charconv>

namespace core::rows {

Failure foreign(const std::string& what) {
  return Failure({Errc::bad_data, "the logbook holds what no version of this program writes", what,
                  "`bgbingo check` names all of it."});
}

std::int64_t parse_whole(const std::string& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end) throw foreign("\"" + text + "\" for a number");
  return number;
}

}  // namespace core::rows
