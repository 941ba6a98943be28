#include "cli/parse.hpp"

#include <algorithm>
#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/require.hpp"

namespace cli {
namespace {

core::Failure usage(const std::string& what, const std::string& where, const std::string& advice) {
  return core::Failure({core::Errc::usage, what, where, advice});
}

/// "--port" of "--port,-p".
std::string title(const Option& option) {
  return std::string(option.names.substr(0, option.names.find(',')));
}

std::int64_t parse_count(const std::string& option, const Count& count, const std::string& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && stop == end && number >= count.least && number <= count.most) return number;
  throw usage(fmt::format("{} wants a whole number from {} to {}", option, count.least, count.most), text,
              "");
}

void add_option(CLI::App& app, const Option& option) {
  const std::string names{option.names};
  const auto take = [&option](auto assign) {
    return [&option, assign](const std::string& text) {
      if (option.require) option.require(text);
      assign(text);
    };
  };
  CLI::Option* added = std::visit(
      [&](auto target) -> CLI::Option* {
        if constexpr (std::is_same_v<decltype(target), bool*>)
          return app.add_flag(names, *target);
        else if constexpr (std::is_same_v<decltype(target), std::vector<std::string>*>)
          return app.add_option(names, *target)->allow_extra_args(!names.starts_with("-"));  // one each time
        else if constexpr (std::is_same_v<decltype(target), Count>)
          return app.add_option_function<std::string>(names, take([&option, target](const std::string& text) {
                                                        *target.target =
                                                            parse_count(title(option), target, text);
                                                      }));
        else
          return app.add_option_function<std::string>(
              names, take([target](const std::string& text) { *target = text; }));
      },
      option.target);
  if (option.required) added->required();
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

/// The option a word names, "--port" or "--port=PATH"; nullptr when there is none.
const Option* find_option(const std::string& word, const std::vector<Option>& options) {
  const std::string name = word.substr(0, word.find('='));
  for (const Option& option : options)
    for (const std::string& one : CLI::detail::split(std::string(option.names), ','))
      if (one == name) return &option;
  return nullptr;
}

std::string see_help(const std::string& path) {
  return "See `bgbingo " + (path.empty() ? "" : path + " ") + "--help`.";
}

/// Short words, so that two letters are far; the dashes say nothing.
std::string nearest_option(const std::string& word, const std::vector<Option>& options) {
  const std::string bare = word.substr(std::min(word.find_first_not_of('-'), word.size()));
  std::vector<std::string> words;
  for (const Option& option : options)
    for (const std::string& name : CLI::detail::split(std::string(option.names), ','))
      if (name.starts_with("--")) words.push_back(name.substr(2));
  const std::string near = nearest(bare, words);
  return near.empty() || edit_distance(bare, near) > 1 + bare.size() / 5 ? "" : "--" + near;
}

core::Failure unknown_option(const std::string& word, const std::vector<Option>& options,
                             const std::string& advice) {
  const std::string near = nearest_option(word, options);
  return usage("this option is not known here", word, near.empty() ? advice : "Did you mean " + near + "?");
}

/// What may stand where a command is still to come: an option that one has besides its subcommands, too.
std::vector<Option> options_before(std::vector<Option> common, const Found& found) {
  if (found.verb) common.insert(common.end(), found.verb->options.begin(), found.verb->options.end());
  return common;
}

/// The option CLI11 speaks of; its own words are not for users.
std::string named_in(const CLI::Error& error) {
  const std::string text = error.what();
  const std::size_t dashes = text.find("--");
  const std::string from = dashes == std::string::npos ? text : text.substr(dashes);
  return from.substr(0, from.find_first_of(": ="));
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
  constexpr std::size_t telling = 3;  // a shorter part is in many words by chance
  for (const std::string& candidate : words)
    if (best.empty() && word.size() >= telling && candidate.find(word) != std::string::npos) best = candidate;
  return best;
}

Found find_verb(const std::vector<Verb>& verbs, const std::vector<Option>& common,
                const std::vector<std::string>& words) {
  Found found;
  const std::vector<Verb>* level = &verbs;
  bool is_option_over = false;  // by "--"
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool is_option = !is_option_over && word.size() > 1 && word.front() == '-';
    if (is_option && (word == "--help" || word == "-h")) {
      found.wants_help = true;
    } else if (is_option) {
      const Option* option = find_option(word, common);
      if (!option && found.verb) option = find_option(word, found.verb->options);
      if (!option && !level->empty() && word != "--")
        throw unknown_option(word, options_before(common, found), "The options of a command stand after it.");
      is_option_over = word == "--";
      found.arguments.push_back(word);
      const bool has_value = option && !option->value.empty() && word.find('=') == std::string::npos;
      if (has_value && i + 1 < words.size()) found.arguments.push_back(words[++i]);
    } else if (level->empty()) {
      found.arguments.push_back(word);
    } else {
      const auto verb =
          std::find_if(level->begin(), level->end(), [&](const Verb& v) { return v.name == word; });
      if (verb == level->end()) {
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
  const std::string see = see_help(path);
  try {
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
  } catch (const CLI::ExtrasError&) {
    const std::vector<std::string> extras = app.remaining();
    const auto extra =
        std::find_if(extras.begin(), extras.end(), [](const auto& word) { return word != "--"; });
    const std::string word = extra == extras.end() ? "--" : *extra;
    if (!word.starts_with("-")) throw usage("this is one word too many", word, see);
    std::vector<Option> options = verb.options;
    options.insert(options.end(), common.begin(), common.end());
    throw unknown_option(word, options, see);
  } catch (const CLI::RequiredError& error) {
    throw usage("something is missing: " + named_in(error), "", see);
  } catch (const CLI::ArgumentMismatch& error) {
    throw usage(named_in(error) + " wants one value", "", see);
  } catch (const CLI::ParseError& error) {
    throw usage("this option takes no value", named_in(error), see);
  }
}

std::vector<Option> common_options(Context& context) {
  CommonOptions& o = context.options;
  return {
      {"--profile", "NAME", "whose logbook (see `bgbingo profile`)", &o.profile, false, require_profile_name},
      {"--logbook", "FILE", "a logbook file instead of a profile's", &o.logbook},
      {"--unit", "UNIT", "show glucose in mmol/L or mg/dL", &o.unit, false, require_unit},
      {"--zone", "ZONE", "the time zone, as Europe/London", &o.zone, false, require_zone},
      {"--json", "", "print data as JSON (docs/json.md)", &o.json},
      {"--yes", "", "answer yes where a command asks before it goes on", &o.yes}};
}

std::vector<Option> common_of(const Verb& verb, const std::vector<Option>& common) {
  std::vector<Option> options = common;
  if (!verb.prints_data)
    std::erase_if(options, [](const Option& option) { return option.names == "--json"; });
  return options;
}

}  // namespace cli
