#include "cli/welcome.hpp"

#include <ostream>

#include <fmt/format.h>

#include "cli/config.hpp"
#include "cli/context.hpp"
#include "cli/entry_text.hpp"
#include "cli/help.hpp"
#include "core/text/counted.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

int begin(Context& context) {
  const bool is_set_up = read_config(context.config_file).people.contains(profile_name(context));
  context.out << "bgbingo reads glucose meters, keeps a logbook on your own disk, and plays BG bingo.\n"
              << "You have no logbook yet. To begin:\n\n"
              << (is_set_up ? "" : setup_step) << sync_step
              << "  bgbingo --help                         everything else\n";
  return 0;
}

int show(Context& context, const core::Logbook& logbook) {
  std::int64_t readings = 0;
  const std::int64_t days =
      logbook.each_glucose_value({}, [&](const core::Glucose&, std::int64_t n) { readings += n; });
  context.out << fmt::format("Logbook {}: {} on {}.\n", core::printable(logbook_file(context).string()),
                             core::counted(readings, "reading"), core::counted(days, "day"));
  core::Filter newest;
  newest.newest_first = true;
  newest.limit = 1;
  logbook.each(newest, [&](const core::StoredEntry& entry) {
    context.out << fmt::format("Newest entry: {}  {}\n", core::format_time(entry.entry.time),
                               format_content(entry.entry.content, display_unit(context)));
  });
  context.out << "\n" << sync_step << stats_step << "  bgbingo log list --days 7              the readings\n";
  return 0;
}

}  // namespace

int welcome(Context& context) {
  const auto logbook = find_logbook(logbook_file(context), core::Logbook::Open::read_only);
  return logbook ? show(context, *logbook) : begin(context);
}

}  // namespace cli
