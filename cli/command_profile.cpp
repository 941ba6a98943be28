#include <algorithm>
#include <memory>
#include <ostream>

#include "cli/config.hpp"
#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"

namespace cli {
namespace {

int list(Context& context) {
  const Config config = read_config(context.config_file);
  std::vector<std::string> names = profile_names(context);
  for (const auto& [name, person] : config.people)
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  std::sort(names.begin(), names.end());
  const std::string current = profile_name(context, config);
  const auto person_of = [&](const std::string& name) {
    const auto found = config.people.find(name);
    return found == config.people.end() ? Person{} : found->second;
  };
  if (context.options.json) {
    JsonWriter json(context.out);
    json.open('[');
    for (const std::string& name : names) {
      const Person person = person_of(name);
      json.open('{').member("profile", name).member("name", person.name).member("zone", person.zone);
      json.key("unit");
      person.unit ? json.value(core::name(*person.unit)) : json.null();
      json.member("country", person.country).member("logbook", profile_file(context, name).string());
      json.member("in_use", name == current).close('}');
    }
    json.close(']').finish();
    return 0;
  }
  Table table{{"profile", "name", "unit", "zone"}, {}, {}};
  for (const std::string& name : names) {
    const Person person = person_of(name);
    table.rows.push_back({name + (name == current ? " *" : ""), person.name,
                          person.unit ? std::string(core::name(*person.unit)) : "", person.zone});
  }
  print(context, table);
  say_next(context, "bgbingo profile use NAME, or --profile NAME with any command.");
  return 0;
}

int use(Context& context, const std::string& name) {
  Config config = read_config(context.config_file);
  if (!is_profile_name(name) || (!config.people.contains(name) && !is_there(profile_file(context, name))))
    throw core::Failure({core::Errc::not_found, "there is no such profile", name,
                         "Make it with `bgbingo setup --profile NAME`."});
  config.default_profile = name;
  write_config(context.config_file, config);
  context.out << "from now on: " << name << "\n";
  return 0;
}

}  // namespace

Verb profile_verb() {
  auto name = std::make_shared<std::string>();
  Verb list_verb{
      .name = "list", .help = "the people who keep a logbook here", .run = list, .prints_data = true};
  Verb use_verb{.name = "use",
                .help = "take this profile from now on",
                .options = {{"NAME", "", "the profile", name.get(), true}},
                .run = [name](Context& context) { return use(context, *name); }};
  return {.name = "profile",
          .group = "My logbook",
          .help = "several people, a logbook each",
          .more = "A profile is one person's logbook. `bgbingo setup --profile NAME` makes one.",
          .verbs = {list_verb, use_verb}};
}

}  // namespace cli
