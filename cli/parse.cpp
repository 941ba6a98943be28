#include "cli/parse.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "cli/context.hpp"

namespace cli {
namespace {

core::Failure usage(const std::string& what, const std::string& where, const std::string& advice) {
  return core::Failure({core::Errc::usage, what, where, advice});
}

void add_option(CLI::App& app, const Option& option) {
  CLI::Option* added = std::visit(
      [&](auto* target) -> CLI::Option* {
        using Target = std::remove_pointer_t<decltype(target)>;
        if constexpr (std::is_same_v<Target, bool>)
          return app.add_flag(std::string(option.names), *target);
        else
          return app.add_option(std::string(option.names), *target);
      },
      option.target);
  if (option.required) added->required();
}

std::vector<std::string> option_words(const Verb& verb, const std::vector<Option>& common) {
  std::vector<std::string> words;
  for (const auto* options : {&verb.options, &common})
    for (const Option& option : *options)
      for (const std::string& word : CLI::detail::split(std::string(option.names), ','))
        if (word.starts_with("--")) words.push_back(word);
  return words;
}

/// Optimal string alignment: insert, delete, replace, and swap of neighbours count one each.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] = std::min(
          {cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  return cost[a.size()][b.size()];
}

bool takes_value(const std::string& word) {
  return word == "--profile" || word == "--logbook" || word == "--unit" || word == "--zone";
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& words) {
  std::string best;
  std::size_t least = word.size() / 2 + 1;
  for (const std::string& candidate : words) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

Found find_verb(const std::vector<Verb>& verbs, const std::vector<std::string>& words) {
  Found found;
  const std::vector<Verb>* level = &verbs;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--help" || word == "-h") {
      found.wants_help = true;
    } else if (word.starts_with("-") || level->empty()) {
      found.arguments.push_back(word);
      if (takes_value(word) && i + 1 < words.size()) found.arguments.push_back(words[++i]);
    } else {
      const auto verb =
          std::find_if(level->begin(), level->end(), [&](const Verb& v) { return v.name == word; });
      if (verb == level->end()) {
        if (found.verb && found.verb->run) {  // a verb with a default and verbs below it: its own argument
          found.arguments.push_back(word);
          continue;
        }
        found.unknown = word;
        return found;
      }
      found.verb = &*verb;
      found.path += (found.path.empty() ? "" : " ") + word;
      level = &verb->verbs;
    }
  }
  return found;
}

void parse_arguments(const Verb& verb, const std::string& path, const std::vector<Option>& common,
                     std::vector<std::string> arguments) {
  CLI::App app;
  app.set_help_flag();
  for (const Option& option : verb.options) add_option(app, option);
  for (const Option& option : common) add_option(app, option);
  const std::string see = "See `bgbingo " + path + " --help`.";
  try {
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
  } catch (const CLI::ExtrasError&) {
    const std::vector<std::string> extras = app.remaining();
    const std::string word = extras.empty() ? "" : extras.front();
    const std::string near = word.starts_with("-") ? nearest(word, option_words(verb, common)) : "";
    throw usage(word.starts_with("-") ? "this option is not known" : "this is one word too many", word,
                near.empty() ? see : "Did you mean " + near + "?");
  } catch (const CLI::RequiredError& error) {
    std::string missing = error.what();
    throw usage("something is missing: " + missing.substr(0, missing.find(" is required")), "", see);
  } catch (const CLI::ParseError& error) {
    throw usage("the command's words are off: " + std::string(error.what()), "", see);
  }
}

std::vector<Option> common_options(Context& context) {
  CommonOptions& o = context.options;
  return {{"--profile", "NAME", "whose logbook (see `bgbingo profile`)", &o.profile},
          {"--logbook", "FILE", "a logbook file instead of a profile's", &o.logbook},
          {"--unit", "UNIT", "show glucose in mmol/L or mg/dL", &o.unit},
          {"--zone", "ZONE", "the time zone, as Europe/London", &o.zone},
          {"--json", "", "print data as JSON (docs/json.md)", &o.json},
          {"--yes", "", "answer yes to every question", &o.yes},
          {"--verbose", "", "tell more on the way", &o.verbose}};
}

}  // namespace cli
