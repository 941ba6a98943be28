#include "cli/help.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "cli/parse.hpp"

namespace cli {
namespace {

/// "--port PATH" or "FILE"
std::string option_title(const Option& option) {
  std::string names{option.names};
  for (std::size_t at = names.find(','); at != std::string::npos; at = names.find(',', at + 2))
    names.insert(at + 1, " ");
  if (option.names.starts_with("-") && !option.value.empty()) names.append(" ").append(option.value);
  return names;
}

bool is_positional(const Option& option) {
  return !option.names.starts_with("-");
}

std::string usage_line(const Verb& verb, const std::string& path) {
  std::string line = "bgbingo " + path;
  if (!verb.verbs.empty()) line += " VERB";
  for (const Option& option : verb.options)
    if (is_positional(option))
      line += option.required ? fmt::format(" {}", option.names) : fmt::format(" [{}]", option.names);
  return line + " [OPTIONS]";
}

/// Two columns: a title, and its help wrapped beside it.
std::string entry(std::string_view title, std::string_view help, int columns, int width) {
  const int rest = columns - width - 4;
  if (rest < 24) return fmt::format("  {}\n{}", title, wrap(help, columns, 6));
  std::string wrapped = wrap(help, columns, width + 4);
  const std::string head = fmt::format("  {:<{}}  ", title, width);
  if (static_cast<int>(head.size()) <= width + 4) return head + wrapped.substr(head.size());
  return fmt::format("  {}\n{}", title, wrapped);
}

std::string options_part(const std::string& title, const std::vector<Option>& options, int columns) {
  if (options.empty()) return "";
  std::size_t width = 0;
  for (const Option& option : options) width = std::max(width, option_title(option).size());
  std::string text = "\n" + title + "\n";
  for (const Option& option : options)
    text +=
        entry(option_title(option), option.help, columns, static_cast<int>(std::min<std::size_t>(width, 24)));
  return text;
}

std::string verbs_part(const std::vector<Verb>& verbs, std::string_view group, int columns) {
  std::string text;
  for (const Verb& verb : verbs)
    if (verb.group == group) text += entry(verb.name, verb.help, columns, 10);
  return text;
}

/// Names, without dashes, of the long options.
std::string long_options(const std::vector<Option>& options) {
  std::string words;
  for (const Option& option : options) {
    std::istringstream names{std::string(option.names)};
    for (std::string name; std::getline(names, name, ',');)
      if (name.starts_with("--")) words += name + " ";
  }
  return words;
}

/// Text for troff: backslashes and leading dots mean something there.
std::string troff(std::string_view text) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && (c == '.' || c == '\'')) out += "\\&";
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string{c};
    at_start = c == '\n';
  }
  return out;
}

void man_verb(std::string& page, const Verb& verb, const std::string& path) {
  page +=
      fmt::format(".SS \"bgbingo {}\"\n{}.\n.PP\n.nf\n{}\n.fi\n", path, troff(verb.help), troff(verb.more));
  for (const Option& option : verb.options)
    page += ".TP\n.B " + troff(option_title(option)) + "\n" + troff(option.help) + "\n";
  for (const Verb& below : verb.verbs) man_verb(page, below, fmt::format("{} {}", path, below.name));
}

void completion_cases(std::string& text, const std::vector<Verb>& verbs, const std::string& path,
                      const std::vector<Option>& common) {
  std::string names;
  for (const Verb& verb : verbs) names.append(verb.name) += ' ';
  text += fmt::format("    \"{}\") words=\"{}{}--help{}\" ;;\n", path, names, long_options(common),
                      path.empty() ? " --version" : "");
  for (const Verb& verb : verbs) {
    const std::string below = fmt::format("{}{}{}", path, path.empty() ? "" : " ", verb.name);
    if (verb.verbs.empty())
      text += fmt::format("    \"{}\") words=\"{}{}--help\" ;;\n", below, long_options(verb.options),
                          long_options(common_of(verb, common)));
    else
      completion_cases(text, verb.verbs, below, common);
  }
}

}  // namespace

std::string wrap(std::string_view text, int columns, int indent) {
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  const auto width = static_cast<std::size_t>(std::max(20, columns - indent));
  std::string out;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(" ") || line.empty()) {
      out += line.empty() ? "\n" : margin + line + "\n";
      continue;
    }
    std::istringstream words(line);
    std::string current;
    for (std::string word; words >> word;) {
      if (!current.empty() && current.size() + 1 + word.size() > width) {
        out += margin + current + "\n";
        current.clear();
      }
      current += (current.empty() ? "" : " ") + word;
    }
    out += margin + current + "\n";
  }
  return out;
}

std::string overview(const std::vector<Verb>& verbs, int columns) {
  std::string text = "bgbingo: read your glucose meter, keep a logbook, play BG bingo\n";
  text += "\nbgbingo VERB [OPTIONS]\n";
  for (const char* group : {"My logbook", "Hosting", "Testing"}) {
    const std::string part = verbs_part(verbs, group, columns);
    if (!part.empty()) text += std::string("\n") + group + "\n" + part;
  }
  text += "\nStart here\n";
  text += std::string(setup_step) + std::string(sync_step) + std::string(stats_step);
  text += "\n`bgbingo VERB --help` tells more. A logbook, not a medical device: it never advises a dose.\n";
  return text;
}

std::string help_page(const Verb& verb, const std::string& path, const std::vector<Option>& common,
                      int columns) {
  std::string text = usage_line(verb, path) + "\n\n" + wrap(fmt::format("{}.", verb.help), columns, 0);
  if (!verb.more.empty()) text += "\n" + wrap(verb.more, columns, 0);
  if (!verb.verbs.empty()) text += "\nVerbs\n" + verbs_part(verb.verbs, "", columns);
  text += options_part("Options", verb.options, columns);
  if (verb.run) text += options_part("Common options", common_of(verb, common), columns);
  return text;
}

std::string man_page(const std::vector<Verb>& verbs, const std::vector<Option>& common) {
  std::string page = ".TH BGBINGO 1 \"\" \"bgbingo " BGBINGO_VERSION "\" \"User Commands\"\n";
  page += ".SH NAME\nbgbingo \\- read glucose meters, keep a logbook, play BG bingo\n";
  page += ".SH SYNOPSIS\n.B bgbingo\n.I VERB\n[\\fIOPTIONS\\fR]\n.SH VERBS\n";
  for (const Verb& verb : verbs)
    if (!verb.group.empty()) man_verb(page, verb, std::string(verb.name));
  page += ".SH COMMON OPTIONS\n";
  for (const Option& option : common)
    page += ".TP\n.B " + troff(option_title(option)) + "\n" + troff(option.help) + "\n";
  page +=
      ".SH EXIT STATUS\n"
      "0 done, 1 internal fault, 2 usage, 3 not found, 4 line trouble, 5 data that cannot be, 6 refused.\n";
  return page;
}

std::string bash_completion(const std::vector<Verb>& verbs, const std::vector<Option>& common) {
  std::string cases;
  completion_cases(cases, verbs, "", common);
  return "# bash completion of bgbingo, made by `bgbingo completion bash`\n"
         "_bgbingo() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} path=\"\" word words=\"\"\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case $word in -*) ;; *) [[ ${#path} -gt 0 ]] && path+=\" \"; path+=$word ;; esac\n"
         "  done\n"
         "  while :; do\n"
         "    case $path in\n" +
         cases +
         "    esac\n"
         "    [[ -n $words || $path != *\" \"* ]] && break\n"
         "    path=${path% *}\n"
         "  done\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "  [[ ${#COMPREPLY[@]} -gt 0 || $current == -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "
         "\"$current\")\n"
         "}\n"
         "complete -o filenames -F _bgbingo bgbingo\n";
}

}  // namespace cli
