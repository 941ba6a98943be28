#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/config.hpp"
#include "cli/context.hpp"
#include "cli/country.hpp"
#include "cli/json.hpp"
#include "cli/require.hpp"
#include "cli/verbs.hpp"
#include "core/text/printable.hpp"
#include "core/time/zone.hpp"

namespace cli {
namespace {

struct Options {
  std::optional<std::string> name;
  std::optional<std::string> country;
};

/// An option's value, or the answer to a question.
std::string value_of(Context& context, const std::optional<std::string>& given, const std::string& question,
                     const std::string& suggestion) {
  return given ? *given : context.ask(question, suggestion);
}

std::string name_of(Context& context, const Options& options, const std::string& suggestion) {
  const std::string name = trimmed(
      core::printable(value_of(context, options.name, "Your name, as others shall see it", suggestion)));
  if (name.empty())
    throw core::Failure({core::Errc::usage, "a name is wanted", "", "For example: --name Anna"});
  return name;
}

/// "" where none is told; then the locale decides. Without anybody to ask it stays as it is.
std::string country_of(Context& context, const Options& options, const std::string& suggestion) {
  const bool is_asked = !options.country && context.can_ask;
  const std::string country =
      is_asked ? context.ask("Your country, two letters (GB, US, DE …), or none", suggestion)
               : options.country.value_or(suggestion);
  if (country.empty() || country == "none") return "";
  require_country(country);
  return country;
}

core::GlucoseUnit unit_of(Context& context, core::GlucoseUnit suggestion) {
  const std::string unit = value_of(context, context.options.unit, "Your unit, as your meter shows it",
                                    std::string(core::name(suggestion)));
  require_unit(unit);
  return *core::parse_glucose_unit(unit);
}

std::string zone_of(Context& context, const std::string& suggestion) {
  std::string zone = value_of(context, context.options.zone, "Your time zone", suggestion);
  require_zone(zone);
  return zone;
}

int run(Context& context, const Options& options) {
  if (context.options.logbook)
    throw core::Failure({core::Errc::usage, "settings belong to a profile, not to a logbook file", "",
                         "Use --profile NAME."});
  std::vector<UnreadableLine> left_out;
  Config config = read_config(context.config_file, left_out);
  for (const auto& [line, text] : left_out)
    context.err << fmt::format("{}:{} cannot be read and is left out: {}\n",
                               core::printable(context.config_file.string()), line, core::printable(text));
  const std::string profile = profile_name(context, config);
  const bool is_known = config.people.contains(profile);
  Person& person = config.people[profile];
  person.name = name_of(context, options, person.name.empty() ? profile : person.name);
  person.country = country_of(context, options, is_known ? person.country : country_of_locale());
  const std::string where = person.country.empty() ? country_of_locale() : person.country;
  person.unit = unit_of(context, person.unit.value_or(unit_of_country(where)));
  person.zone = zone_of(context, person.zone.empty() ? core::zone_of_machine() : person.zone);
  if (config.default_profile.empty() || !context.options.profile) config.default_profile = profile;
  write_config(context.config_file, config);
  if (context.options.json)
    print_object(context.out, "profile", profile, "name", person.name, "unit", core::name(*person.unit),
                 "zone", person.zone, "country", person.country);
  else
    context.out << fmt::format("{}: {}, {}{}\n", core::printable(person.name), core::name(*person.unit),
                               person.zone, person.country.empty() ? "" : ", " + person.country);
  say_next(context,
           "bgbingo sync --port /dev/ttyUSB0 reads your meter; "
           "bgbingo simulate ibgstar --link ./meter makes one.");
  return 0;
}

}  // namespace

Verb setup_verb() {
  auto options = std::make_shared<Options>();
  return {
      .name = "setup",
      .group = "My logbook",
      .help = "your name, unit, zone and country, once",
      .more =
          "Asks what is not given; without a terminal the usual values of your locale are taken, and what "
          "is set stays. Run it again to change them, with --profile for another person. "
          "A line of the settings that cannot be read is named and left out.\n\n"
          "  bgbingo setup\n"
          "  bgbingo setup --profile anna --name Anna --unit mmol/L --zone Europe/London --country GB",
      .options = {{"--name", "NAME", "the name others see", &options->name},
                  {"--country", "CC",
                   "two letters, or none; decides the usual unit and the low line of a round",
                   &options->country}},
      .run = [options](Context& context) { return run(context, *options); },
      .prints_data = true};
}

}  // namespace cli
