#pragma once

#include <string>
#include <vector>

#include "cli/verb.hpp"

namespace cli {

/// What a newcomer does first, a line each: of the overview, and of `bgbingo` alone.
inline constexpr std::string_view setup_step =
    "  bgbingo setup                          your name, unit and time zone, once\n";
inline constexpr std::string_view sync_step =
    "  bgbingo sync --port /dev/ttyUSB0       read your meter into the logbook\n";
inline constexpr std::string_view stats_step = "  bgbingo stats --days 14                your figures\n";

/// The page `bgbingo --help` prints.
std::string overview(const std::vector<Verb>& verbs, int columns);
/// The page of one verb.
std::string help_page(const Verb& verb, const std::string& path, const std::vector<Option>& common,
                      int columns);
/// The man page (troff) and the bash completion, made from the same table.
std::string man_page(const std::vector<Verb>& verbs, const std::vector<Option>& common);
std::string bash_completion(const std::vector<Verb>& verbs, const std::vector<Option>& common);

/// Breaks text into lines of at most `columns`, each indented; lines that begin with spaces stay as they are.
std::string wrap(std::string_view text, int columns, int indent);

}  // namespace cli
