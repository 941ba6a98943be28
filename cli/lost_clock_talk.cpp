#include "cli/lost_clock_talk.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "core/logbook/lost_clock.hpp"
#include "core/text/counted.hpp"

namespace cli {

std::vector<std::optional<core::MeterTime>> real_times(const Context& context, const core::Logbook& logbook,
                                                       const core::Source& meter,
                                                       const device::MeterRead& read) {
  core::ClockAtDownload clock{wall_clock(context), {}, {}, !read.downloaded.complete};
  if (clock.wall < core::oldest_now)
    return std::vector<std::optional<core::MeterTime>>(read.downloaded.entries.size());
  if (read.clock) clock.ahead = core::clock_difference(*read.clock);
  const auto source = logbook.find_source(meter.kind, meter.family, meter.serial);
  if (source && read.downloaded.met_bookmark) clock.newest_before = logbook.newest_time(*source, clock.wall);
  return core::real_times(read.downloaded.entries, clock);
}

std::string lost_clock_talk(const Context& context, const core::Added& added) {
  const std::string whose = for_logbook(context);
  std::string talk;
  if (added.dated > 0)
    talk += fmt::format("The meter's clock was lost: when {} came is worked out from what it shows now.\n",
                        core::counted(added.dated, "reading"));
  if (added.time_unknown > 0)
    talk += fmt::format(
        "The time of {} is unknown: `bgbingo log list --time-unknown{}` lists them, and `bgbingo log edit "
        "NUMBER "
        "--time TIME{}` says when one was.\n",
        core::counted(added.time_unknown, "record"), whose, whose);
  return talk;
}

}  // namespace cli
