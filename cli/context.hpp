#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "core/logbook/logbook.hpp"
#include "core/time/meter_time.hpp"
#include "core/values/glucose.hpp"

namespace cli {

struct Config;

/// The options every command takes, checked by the parser.
struct CommonOptions {
  std::optional<std::string> profile;
  std::optional<std::string> logbook;
  std::optional<std::string> unit;
  std::optional<std::string> zone;
  bool json = false;
  bool yes = false;
};

/// What a command sees of the world: streams, terminal, clock, places, the person's settings.
struct Context {
  std::ostream& out;  ///< data
  std::ostream& err;  ///< talk and progress
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool can_ask = false;  ///< stdin and stderr are a terminal
  int columns = 80;
  CommonOptions options{};
  std::string command_line{};  ///< as typed, for the operation's record; never holds secrets
  std::function<core::UtcSeconds()> now{};

  std::filesystem::path data_folder{};  ///< $XDG_DATA_HOME/bgbingo
  std::filesystem::path config_file{};  ///< $XDG_CONFIG_HOME/bgbingo/config

  /// Asks a yes-no question on the terminal; `--yes` answers yes; without a terminal: refused.
  bool confirm(const std::string& question);
  /// The same, where a no ends the command: throws core::Failure (cancelled) with what was left undone.
  void require_yes(const std::string& question, const std::string& left_undone);
  /// Asks for a line of text; without a terminal the suggestion is taken, and where there is none: refused.
  std::string ask(const std::string& question, const std::string& suggestion = "");
};

/// The profiles there are: the logbooks in the data folder.
std::vector<std::string> profile_names(const Context& context);
/// The profile in use: --profile, the configured one, the only one, or "me"; "" with --logbook.
std::string profile_name(const Context& context);
std::string profile_name(const Context& context, const Config& config);
/// Whose logbook it is, for talk: the name given at setup, else the profile or the file.
std::string owner_name(const Context& context);
std::filesystem::path profile_file(const Context& context, const std::string& name);
/// Whether there is a file. Throws core::Failure (access_denied) where its folder does not let us look.
bool is_there(const std::filesystem::path& file);

/// The logbook in a file; nothing where there is none, or one that has never been written to.
std::optional<core::Logbook> find_logbook(const std::filesystem::path& file, core::Logbook::Open how);
/// The logbook in use, and opened. Where there is none it says how to get one.
std::filesystem::path logbook_file(const Context& context);
core::Logbook open_logbook(const Context& context, core::Logbook::Open how);
/// The same, made when it is not there.
core::Logbook create_logbook(Context& context);
/// The profile of whom `name` means: a profile, or a person that one profile alone is called after ("Anna").
/// Where it means nobody, the name itself. Throws core::Failure (usage) where it means several.
std::string profile_called(const Context& context, const std::string& name);
/// The person and the profile, as "Anna (profile me)"; the profile alone where it has no other name.
std::string title_of_profile(const Context& context, const std::string& profile);
/// Whether the profile is somebody's, or shall become a new person's: it may be mistyped, so that is asked.
/// Throws core::Failure (usage) for a name that can be no profile's.
bool agree_on_somebody(Context& context, const std::string& profile);
/// The same for the profile that --profile names; throws core::Failure (cancelled) after a no, too.
void require_somebody(Context& context);

/// The unit to show glucose in: --unit, the profile's, or what is usual in the country.
core::GlucoseUnit display_unit(const Context& context);
/// The person's own unit where it is known: a number against it is asked about.
std::optional<core::GlucoseUnit> own_unit(const Context& context);
/// --zone, the profile's, or the machine's.
std::string zone_name(const Context& context);
/// "GB"; the profile's or the locale's; "" when neither tells.
std::string country(const Context& context);
/// Now, on a wall clock in that zone.
core::LocalSeconds wall_clock(const Context& context);

/// " --profile ben" or " --logbook FILE" for a command about the same logbook; nothing where that is the one
/// of every day.
std::string for_logbook(const Context& context);
/// A file's name as a word of a shell's command.
std::string as_word(const std::string& text);

/// "Next: …" on stderr, the way every command ends; silent with --json and when stderr is no terminal.
void say_next(Context& context, const std::string& text);

}  // namespace cli
