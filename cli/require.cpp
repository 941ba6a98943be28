#include "cli/require.hpp"

#include "cli/config.hpp"
#include "cli/country.hpp"
#include "core/error.hpp"
#include "core/time/zone.hpp"
#include "core/values/glucose.hpp"

namespace cli {

using core::Errc;
using core::Failure;

void require_unit(const std::string& text) {
  if (!core::parse_glucose_unit(text))
    throw Failure({Errc::usage, "this is not a unit of glucose", text, "Write mmol/L or mg/dL."});
}

void require_zone(const std::string& text) {
  if (!core::is_zone(text))
    throw Failure(
        {Errc::not_found, "no such time zone", text, "Write it as Europe/London or America/New_York."});
}

void require_country(const std::string& text) {
  if (!is_country(text))
    throw Failure({Errc::usage, "this is not a country", text, "Write its two capital letters, as GB."});
}

void require_profile_name(const std::string& text) {
  if (!is_profile_name(text))
    throw Failure({Errc::usage, "a profile's name is 1 to 32 of a-z, 0-9, - and _", text,
                   "For example: --profile anna"});
}

}  // namespace cli
