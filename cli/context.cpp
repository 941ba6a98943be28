#include "cli/context.hpp"

#include <absl/strings/match.h>
#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <iostream>
#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/config.hpp"
#include "cli/country.hpp"
#include "cli/require.hpp"
#include "core/text/printable.hpp"
#include "core/time/zone.hpp"

namespace cli {
namespace {

core::Failure closed(const std::filesystem::path& place) {
  return core::Failure({core::Errc::access_denied, "the system does not let us look here", place.string(),
                        "Check its owner and permissions with ls -ld."});
}

core::Failure refused(const std::string& what, const std::string& advice) {
  return core::Failure({core::Errc::refused, what, "", advice});
}

core::Failure no_answer() {
  return core::Failure({core::Errc::cancelled, "no answer was given", "", ""});
}

constexpr std::array stop_signals{SIGINT, SIGTERM, SIGHUP};

/// Asks, and gives the line that comes. Waits with ppoll: a read would go on after a signal that somebody
/// handles (cli/wire), and Ctrl-C must end a question. From before the question can be seen until the wait
/// such a signal is held back, so that none falls in between and is waited past; one that came together with
/// a line is still pending after it. Nothing where the input has ended.
std::optional<std::string> answer_to(std::ostream& err, const std::string& question) {
  sigset_t stops, before, pending;
  sigemptyset(&stops);
  for (const int signal : stop_signals) sigaddset(&stops, signal);
  ::pthread_sigmask(SIG_BLOCK, &stops, &before);
  err << question << std::flush;
  pollfd terminal{STDIN_FILENO, POLLIN, 0};
  const bool is_interrupted =
      std::cin.rdbuf()->in_avail() <= 0 && ::ppoll(&terminal, 1, nullptr, &before) < 0;
  ::sigpending(&pending);
  const bool is_stopped = is_interrupted || std::ranges::any_of(stop_signals, [&](int signal) {
                            return sigismember(&pending, signal) == 1;
                          });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  std::string answer;
  if (is_stopped) throw no_answer();
  if (!std::getline(std::cin, answer)) {
    err << std::endl;
    return std::nullopt;
  }
  return answer;
}

/// The settings of the profile in use; with --logbook those of the configured one.
Person person(const Context& context) {
  const Config config = read_config(context.config_file);
  const auto found =
      config.people.find(context.options.logbook ? config.default_profile : profile_name(context));
  return found == config.people.end() ? Person{} : found->second;
}

}  // namespace

bool Context::confirm(const std::string& question) {
  if (options.yes) return true;
  if (!can_ask)  // as the end of a sentence, which gets its own full stop
    throw refused("this wants a yes: " + question.substr(0, question.find_last_not_of(".?") + 1),
                  "Add --yes when you mean it.");
  const std::optional<std::string> answer = answer_to(err, question + " [y/N] ");
  return answer == "y" || answer == "Y" || answer == "yes";
}

void Context::require_yes(const std::string& question, const std::string& left_undone) {
  if (!confirm(question)) throw core::Failure({core::Errc::cancelled, left_undone, "", ""});
}

std::string Context::ask(const std::string& question, const std::string& suggestion) {
  if (!can_ask) {
    if (!suggestion.empty()) return suggestion;
    throw refused("this must be asked, and there is nobody to ask: " + question, "Give it as an option.");
  }
  const std::string suggested = suggestion.empty() ? "" : " [" + core::printable(suggestion) + "]";
  const std::optional<std::string> answer = answer_to(err, question + suggested + ": ");
  if (!answer) throw no_answer();
  return answer->empty() ? suggestion : *answer;
}

std::vector<std::string> profile_names(const Context& context) {
  std::vector<std::string> names;
  std::error_code error;
  const std::filesystem::directory_iterator files(context.data_folder, error);
  if (error && error != std::errc::no_such_file_or_directory) throw closed(context.data_folder);
  for (const auto& file : files)
    if (file.path().extension() == ".logbook" && is_profile_name(file.path().stem().string()))
      names.push_back(file.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string profile_name(const Context& context) {
  return profile_name(context, read_config(context.config_file));
}

std::string profile_name(const Context& context, const Config& config) {
  if (context.options.logbook) return "";
  if (context.options.profile) return *context.options.profile;
  if (!config.default_profile.empty()) return config.default_profile;
  const std::vector<std::string> names = profile_names(context);
  return names.size() == 1 ? names.front() : "me";
}

std::string owner_name(const Context& context) {
  if (context.options.logbook) return core::printable(*context.options.logbook);
  const std::string name = person(context).name;
  return core::printable(name.empty() ? profile_name(context) : name);
}

std::filesystem::path profile_file(const Context& context, const std::string& name) {
  return context.data_folder / (name + ".logbook");
}

bool is_there(const std::filesystem::path& file) {
  std::error_code error;
  const bool found = std::filesystem::exists(file, error);
  if (error) throw closed(file);
  return found;
}

std::filesystem::path logbook_file(const Context& context) {
  if (context.options.logbook) return *context.options.logbook;
  return profile_file(context, profile_name(context));
}

std::optional<core::Logbook> find_logbook(const std::filesystem::path& file, core::Logbook::Open how) {
  try {
    if (is_there(file)) return core::Logbook(file, how);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != core::Errc::not_found) throw;
  }
  return std::nullopt;
}

core::Logbook open_logbook(const Context& context, core::Logbook::Open how) {
  const std::filesystem::path file = logbook_file(context);
  if (auto logbook = find_logbook(file, how)) return std::move(*logbook);
  throw core::Failure({core::Errc::not_found, "there is no logbook here yet", file.string(),
                       "Read a meter (`bgbingo sync --port /dev/ttyUSB0`), a file (`bgbingo import`), "
                       "or write a reading (`bgbingo log add 6.4`)."});
}

core::Logbook create_logbook(Context& context) {
  require_somebody(context);
  return core::Logbook(logbook_file(context), core::Logbook::Open::create);
}

std::string profile_called(const Context& context, const std::string& name) {
  const Config config = read_config(context.config_file);
  if (config.people.contains(name) || (is_profile_name(name) && is_there(profile_file(context, name))))
    return name;
  std::vector<std::string> profiles;
  for (const auto& [profile, person] : config.people)
    if (!name.empty() && absl::EqualsIgnoreCase(person.name, name)) profiles.push_back(profile);
  if (profiles.size() > 1)
    throw core::Failure({core::Errc::usage, "several people here are called so", name,
                         fmt::format("Say whose profile: {}.", fmt::join(profiles, ", "))});
  return profiles.empty() ? name : profiles.front();
}

std::string title_of_profile(const Context& context, const std::string& profile) {
  const Config config = read_config(context.config_file);
  const auto found = config.people.find(profile);
  if (found == config.people.end() || absl::EqualsIgnoreCase(found->second.name, profile) ||
      found->second.name.empty())
    return profile;
  return fmt::format("{} (profile {})", core::printable(found->second.name), profile);
}

bool agree_on_somebody(Context& context, const std::string& profile) {
  require_profile_name(profile);
  return read_config(context.config_file).people.contains(profile) ||
         is_there(profile_file(context, profile)) ||
         context.confirm("Nobody here is called " + profile + " yet. Begin a logbook for them?");
}

void require_somebody(Context& context) {
  if (!context.options.profile || context.options.logbook) return;
  if (!agree_on_somebody(context, *context.options.profile))
    throw core::Failure({core::Errc::cancelled, "nothing was written", "", ""});
}

core::GlucoseUnit display_unit(const Context& context) {
  if (context.options.unit) return core::parse_glucose_unit(*context.options.unit).value();
  const Person someone = person(context);
  return someone.unit ? *someone.unit : unit_of_country(country(context));
}

std::optional<core::GlucoseUnit> own_unit(const Context& context) {
  if (context.options.unit) return display_unit(context);
  return person(context).unit;
}

std::string zone_name(const Context& context) {
  if (context.options.zone) return *context.options.zone;
  const Person someone = person(context);
  return someone.zone.empty() ? core::zone_of_machine() : someone.zone;
}

std::string country(const Context& context) {
  const Person someone = person(context);
  return someone.country.empty() ? country_of_locale() : someone.country;
}

core::LocalSeconds wall_clock(const Context& context) {
  return core::Zone(zone_name(context)).to_local(context.now());
}

std::string for_logbook(const Context& context) {
  if (context.options.logbook) return " --logbook " + as_word(*context.options.logbook);
  const std::optional<std::string>& profile = context.options.profile;
  if (!profile || *profile == read_config(context.config_file).default_profile) return "";
  return " --profile " + *profile;
}

std::string as_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '.' || c == '-' || c == '_';
  };
  const std::string shown = core::printable(text);
  return std::all_of(shown.begin(), shown.end(), is_plain) ? shown : "'" + shown + "'";
}

void say_next(Context& context, const std::string& text) {
  if (!context.options.json && context.err_is_terminal) context.err << "Next: " << text << "\n";
}

}  // namespace cli
