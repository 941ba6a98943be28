#include <csignal>
#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/help.hpp"
#include "cli/parse.hpp"
#include "cli/verbs.hpp"
#include "cli/welcome.hpp"

namespace {

using cli::Context;

std::filesystem::path xdg_folder(const char* variable, const char* below_home) {
  const char* value = std::getenv(variable);
  if (value && *value == '/') return std::filesystem::path(value) / "bgbingo";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home && *home ? home : "/") / below_home / "bgbingo";
}

int terminal_columns() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  return columns && std::atoi(columns) > 0 ? std::atoi(columns) : 80;
}

Context make_context(const std::vector<std::string>& words) {
  Context context{std::cout, std::cerr};
  context.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  context.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  context.can_ask = ::isatty(STDIN_FILENO) == 1 && context.err_is_terminal;
  context.columns = terminal_columns();
  context.command_line = fmt::format("{}", fmt::join(words, " "));
  context.now = [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); };
  context.data_folder = xdg_folder("XDG_DATA_HOME", ".local/share");
  context.config_file = xdg_folder("XDG_CONFIG_HOME", ".config") / "config";
  return context;
}

core::Failure unknown_verb(const std::vector<cli::Verb>& verbs, const cli::Found& found) {
  std::vector<std::string> names;
  for (const cli::Verb& verb : found.verb ? found.verb->verbs : verbs)
    if (found.verb || !verb.group.empty()) names.emplace_back(verb.name);
  const std::string near = cli::nearest(found.unknown, names);
  const std::string path = found.path.empty() ? "" : found.path + " ";
  return core::Failure(
      {core::Errc::usage, "there is no such command", path + found.unknown,
       near.empty() ? "See `bgbingo " + path + "--help`." : "Did you mean `bgbingo " + path + near + "`?"});
}

core::Failure verb_missing(const cli::Found& found) {
  std::vector<std::string_view> names;
  for (const cli::Verb& verb : found.verb->verbs) names.push_back(verb.name);
  return core::Failure({core::Errc::usage, "this command wants one more word", found.path,
                        fmt::format("One of: {}.", fmt::join(names, ", "))});
}

int run(std::vector<std::string> words) {
  Context context = make_context(words);
  const std::vector<cli::Verb> verbs = cli::all_verbs();
  if (words.size() == 1 && (words[0] == "--version" || words[0] == "version")) {
    context.out << "bgbingo " BGBINGO_VERSION "\n";
    return 0;
  }
  if (!words.empty() && words[0] == "help") {  // `bgbingo help log add` is `bgbingo log add --help`
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  const std::vector<cli::Option> common = cli::common_options(context);
  const cli::Found found = cli::find_verb(verbs, common, words);
  if (!found.unknown.empty()) throw unknown_verb(verbs, found);
  if (found.wants_help) {
    context.out << (found.verb ? cli::help_page(*found.verb, found.path, common, context.columns)
                               : cli::overview(verbs, context.columns));
    return 0;
  }
  if (found.verb && !found.verb->run) throw verb_missing(found);
  const cli::Verb nothing{};
  const cli::Verb& verb = found.verb ? *found.verb : nothing;
  cli::parse_arguments(verb, found.path, cli::common_of(verb, common), found.arguments);
  return found.verb ? verb.run(context) : cli::welcome(context);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_DFL);  // `bgbingo log list | head` ends quietly
  std::ios::sync_with_stdio(false);
  try {
    const int code = run({argv + 1, argv + argc});
    std::cout.flush();
    if (!std::cout) throw core::Failure({core::Errc::refused, "the output could not be written", "", ""});
    return code;
  } catch (const core::Failure& failure) {
    std::cout.flush();
    std::cerr << "bgbingo: " << core::sentence(failure.error()) << "\n";
    return core::exit_code(failure.error().kind);
  } catch (const std::exception& exception) {
    std::cout.flush();
    std::cerr << "bgbingo: "
              << core::sentence({core::Errc::internal, "this is a fault of bgbingo", exception.what(),
                                 "Please report it with what you did."})
              << "\n";
    return 1;
  }
}
