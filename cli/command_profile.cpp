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

Verb list_verb() {
  Verb verb{"list", "", "the people who keep a logbook here", "", {}, {}, {}, true};
  verb.run = [](Context& context) {
    const Config config = read_config(context.config_file);
    std::vector<std::string> names = profile_names(context);
    for (const auto& [name, person] : config.people)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    std::sort(names.begin(), names.end());
    const std::string current = profile_name(context);
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
    print(context.out, table, context.out_is_terminal ? context.columns : 1000);
    say_next(context, "bgbingo profile use NAME, or --profile NAME with any command.");
    return 0;
  };
  return verb;
}

Verb use_verb() {
  auto name = std::make_shared<std::string>();
  Verb verb{"use", "", "take this profile from now on", "", {}, {}, {}, false};
  verb.options = {{"NAME", "", "the profile", name.get(), true}};
  verb.run = [name](Context& context) {
    Config config = read_config(context.config_file);
    if (!is_profile_name(*name) ||
        (!config.people.contains(*name) && !is_there(profile_file(context, *name))))
      throw core::Failure({core::Errc::not_found, "there is no such profile", *name,
                           "Make it with `bgbingo setup --profile NAME`."});
    config.default_profile = *name;
    write_config(context.config_file, config);
    context.out << "from now on: " << *name << "\n";
    return 0;
  };
  return verb;
}

}  // namespace

Verb profile_verb() {
  Verb verb{"profile", "My logbook", "several people, a logbook each", "", {}, {}, {}, false};
  verb.more = "A profile is one person's logbook. `bgbingo setup --profile NAME` makes one.";
  verb.verbs = {list_verb(), use_verb()};
  return verb;
}

}  // namespace cli
