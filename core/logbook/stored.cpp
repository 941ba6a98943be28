#include "core/logbook/stored.hpp"

#include <array>

namespace core {

std::string_view name(State state) {
  constexpr std::array<std::string_view, 4> names{"active", "removed", "undone", "conflict"};
  return names.at(static_cast<std::size_t>(state));
}

std::string_view field_name(const FieldValue& value) {
  constexpr std::array<std::string_view, std::variant_size_v<FieldValue>> names{"state",   "time", "content",
                                                                                "twin_of", "tags", "note"};
  return names.at(value.index());
}

}  // namespace core
