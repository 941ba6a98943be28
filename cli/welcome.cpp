#include "cli/welcome.hpp"

#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/entry_text.hpp"
#include "core/text/printable.hpp"

namespace cli {

int welcome(Context& context) {
  const std::filesystem::path file = logbook_file(context);
  if (!is_there(file)) {
    context.out << "bgbingo reads glucose meters, keeps a logbook on your own disk, and plays BG bingo.\n"
                   "You have no logbook yet. To begin:\n\n"
                   "  bgbingo setup                        your name, unit and time zone, once\n"
                   "  bgbingo sync --port /dev/ttyUSB0     read your meter\n"
                   "  bgbingo --help                       everything else\n";
    return 0;
  }
  const core::Logbook logbook(file, core::Logbook::Open::read_only);
  std::int64_t readings = 0;
  const std::int64_t days =
      logbook.each_glucose_value({}, [&](const core::Glucose&, std::int64_t n) { readings += n; });
  context.out << fmt::format("Logbook {}: {} readings on {} days.\n", core::printable(file.string()),
                             readings, days);
  core::Filter newest;
  newest.newest_first = true;
  newest.limit = 1;
  logbook.each(newest, [&](const core::StoredEntry& entry) {
    context.out << fmt::format("Newest entry: {}  {}\n", core::format_time(entry.entry.time),
                               format_content(entry.entry.content, display_unit(context)));
  });
  context.out << "\n  bgbingo sync --port /dev/ttyUSB0     read your meter\n"
                 "  bgbingo stats --days 14              your figures\n"
                 "  bgbingo log list --days 7            the readings\n";
  return 0;
}

}  // namespace cli
