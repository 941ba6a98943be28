#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/verb.hpp"
#include "game/series_file.hpp"

// A series as a file, on its way to another machine.
namespace cli {

/// Which series, and into which file.
struct SeriesWords {
  std::string name;
  std::string file;
};
std::vector<Option> words_of(SeriesWords& words);

/// Failure (refused) where the file is there: asked before a series is given away; the writing sees to it
/// again.
void require_free(const std::string& file);
/// Writes the file and says so. Nothing of the file's content is shown.
void write_series(Context& context, const SeriesWords& words, const game::SeriesFile& file, int places_used);
game::SeriesFile read_series(const std::string& path);

}  // namespace cli
