#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/config.hpp"
#include "cli/context.hpp"
#include "cli/verbs.hpp"
#include "core/text/printable.hpp"
#include "core/time/zone.hpp"

namespace cli {
namespace {

struct Options {
  std::optional<std::string> name;
  std::optional<std::string> country;
};

/// An option's value, or the answer to a question; `given` is an option that was set on the command line.
std::string value_of(Context& context, const std::optional<std::string>& given, const std::string& question,
                     const std::string& suggestion) {
  return given ? *given : context.ask(question, suggestion);
}

int run(Context& context, const Options& options) {
  if (context.options.logbook)
    throw core::Failure({core::Errc::usage, "settings belong to a profile, not to a logbook file", "",
                         "Use --profile NAME."});
  Config config = read_config(context.config_file);
  const std::string profile = profile_name(context);
  const Person before = config.people[profile];
  Person person;
  person.name = core::printable(value_of(context, options.name, "Your name, as others shall see it",
                                         before.name.empty() ? profile : before.name));
  const std::string guess = before.country.empty() ? country_of_locale() : before.country;
  person.country = options.country   ? *options.country
                   : context.can_ask ? context.ask("Your country, two letters (GB, US, DE …)", guess)
                                     : guess;
  if (!person.country.empty() &&
      (person.country.size() != 2 ||
       person.country.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos))
    throw core::Failure(
        {core::Errc::usage, "a country is two capital letters", person.country, "For example GB."});
  const core::GlucoseUnit usual = before.unit ? *before.unit : unit_of_country(person.country);
  const std::string unit = value_of(context, context.options.unit, "Your unit, as your meter shows it",
                                    std::string(core::name(usual)));
  person.unit = core::parse_glucose_unit(unit);
  if (!person.unit)
    throw core::Failure({core::Errc::usage, "this is not a unit of glucose", unit, "Write mmol/L or mg/dL."});
  person.zone = value_of(context, context.options.zone, "Your time zone",
                         before.zone.empty() ? core::zone_of_machine() : before.zone);
  if (!core::is_zone(person.zone))
    throw core::Failure({core::Errc::not_found, "no such time zone", person.zone,
                         "Write it as Europe/London or America/New_York."});
  config.people[profile] = person;
  if (config.default_profile.empty() || !context.options.profile) config.default_profile = profile;
  write_config(context.config_file, config);
  context.out << fmt::format("{}: {}, {}{}\n", core::printable(person.name), core::name(*person.unit),
                             person.zone, person.country.empty() ? "" : ", " + person.country);
  say_next(context,
           "bgbingo sync --port /dev/ttyUSB0 reads your meter; bgbingo simulate ibgstar --link ./meter makes "
           "one.");
  return 0;
}

}  // namespace

Verb setup_verb() {
  auto options = std::make_shared<Options>();
  Verb verb{"setup", "My logbook", "your name, unit, zone and country, once", "", {}, {}, {}, false};
  verb.more =
      "Asks what is not given; without a terminal the usual values of your locale are taken. Run it again to "
      "change "
      "them, with --profile for another person.\n\n"
      "  bgbingo setup\n"
      "  bgbingo setup --profile anna --name Anna --unit mmol/L --zone Europe/London --country GB";
  verb.options = {{"--name", "NAME", "the name others see", &options->name},
                  {"--country", "CC", "two letters; decides the usual unit and the low line of a round",
                   &options->country}};
  verb.run = [options](Context& context) { return run(context, *options); };
  return verb;
}

}  // namespace cli
