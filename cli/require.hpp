#pragma once

#include <string>

namespace cli {

// What an option, an answer and a setting have to be, in one place. Each throws core::Failure (usage; a zone
// not_found) that says what to write.

void require_unit(const std::string& text);          ///< mmol/L or mg/dL
void require_zone(const std::string& text);          ///< an IANA name the machine knows
void require_country(const std::string& text);       ///< two capital letters of ISO 3166-1
void require_profile_name(const std::string& text);  ///< see is_profile_name

}  // namespace cli
