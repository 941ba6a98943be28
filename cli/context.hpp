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

/// The options every command takes.
struct CommonOptions {
  std::optional<std::string> profile;
  std::optional<std::string> logbook;
  std::optional<std::string> unit;
  std::optional<std::string> zone;
  bool json = false;
  bool yes = false;
  bool verbose = false;
};

/// What a command sees of the world: streams, terminal, clock, places, the person's settings.
struct Context {
  std::ostream& out;  ///< data
  std::ostream& err;  ///< talk and progress
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool can_ask = false;  ///< stdin and stderr are a terminal
  bool colour = false;
  int columns = 80;
  CommonOptions options;
  std::string command_line;  ///< as typed, for the operation's record; never holds secrets
  std::function<core::UtcSeconds()> now;

  std::filesystem::path data_folder;  ///< $XDG_DATA_HOME/bgbingo
  std::filesystem::path config_file;  ///< $XDG_CONFIG_HOME/bgbingo/config

  /// Asks a yes-no question on the terminal; `--yes` answers yes; without a terminal: refused.
  bool confirm(const std::string& question);
  /// Asks for a line of text; throws Failure (usage) without a terminal.
  std::string ask(const std::string& question, const std::string& suggestion = "");
};

/// The logbook file that --logbook, --profile or the only profile names.
std::filesystem::path logbook_file(const Context& context);
core::Logbook open_logbook(const Context& context, core::Logbook::Open how);

/// Display unit and zone: --unit/--zone, else the config file's, else from the locale.
core::GlucoseUnit display_unit(const Context& context);
std::string zone_name(const Context& context);
std::string country(const Context& context);  ///< "GB"; "" when unknown

/// "Next: …" on stderr, the way every command ends; silent with --json and when stderr is no terminal.
void say_next(Context& context, const std::string& text);

}  // namespace cli
