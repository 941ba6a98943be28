#pragma once

#include <string_view>

namespace core {

/// Whether two names are the same but for capitals and what stands between letters and digits: "TD-4277",
/// "td4277" and "td_4277" are. A name without any letter or digit is like no other.
bool is_same_name(std::string_view a, std::string_view b);

}  // namespace core
