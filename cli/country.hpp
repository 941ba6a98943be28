#pragma once

#include <string>
#include <string_view>

#include "core/values/glucose.hpp"

namespace cli {

/// Two capital letters of ISO 3166-1.
bool is_country(std::string_view text);

/// The country of the locale, "GB"; "" when it names none.
std::string country_of_locale();

/// The unit people there are used to. No list of it has authority: it is what `setup` suggests.
core::GlucoseUnit unit_of_country(std::string_view country);

}  // namespace cli
