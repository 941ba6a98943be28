#include "cli/country.hpp"

#include <cstdlib>

namespace cli {
namespace {

/// ISO 3166-1 alpha-2, as tzdata's iso3166.tab has it (2023-04).
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

/// Where meters are sold in mmol/L.
constexpr std::string_view mmol_countries =
    "AU BG CA CH CN CZ DK EE FI GB HR HU IE IS LT LV MY NL NO NZ RU SE SK ZA ";

bool holds(std::string_view list, std::string_view country) {
  const std::size_t place = country.size() == 2 ? list.find(country) : std::string_view::npos;
  return place != std::string_view::npos && country.find(' ') == std::string_view::npos;
}

}  // namespace

bool is_country(std::string_view text) {
  return holds(countries, text);
}

std::string country_of_locale() {
  for (const char* variable : {"LC_ALL", "LC_MEASUREMENT", "LANG"}) {
    const char* value = std::getenv(variable);
    if (!value || !*value) continue;
    const std::string locale = value;
    const std::size_t underscore = locale.find('_');
    const std::string country = underscore == std::string::npos ? "" : locale.substr(underscore + 1, 2);
    return is_country(country) ? country : "";
  }
  return "";
}

core::GlucoseUnit unit_of_country(std::string_view country) {
  return holds(mmol_countries, country) ? core::GlucoseUnit::mmol_l : core::GlucoseUnit::mg_dl;
}

}  // namespace cli
