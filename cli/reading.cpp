#include "cli/reading.hpp"

#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/lost_clock_talk.hpp"
#include "cli/progress.hpp"
#include "core/logbook/lost_clock.hpp"
#include "core/text/counted.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

std::optional<core::Bookmark> find_bookmark(const Context& context, const core::Source& meter) {
  const auto logbook = find_logbook(logbook_file(context), core::Logbook::Open::existing);
  if (!logbook) return std::nullopt;
  const auto source = logbook->find_source(meter.kind, meter.family, meter.serial);
  return source ? logbook->bookmark(*source) : std::nullopt;
}

core::Added store(Context& context, const core::Source& meter, const device::MeterRead& read) {
  core::Logbook logbook(logbook_file(context), core::Logbook::Open::create);
  const bool was_known = logbook.find_source(meter.kind, meter.family, meter.serial).has_value();
  const std::vector<core::LogEntry>& entries = read.downloaded.entries;
  const auto times = real_times(context, logbook, meter, read);
  auto intake =
      logbook.begin(meter, read.downloaded.met_bookmark ? core::Dump::since_bookmark : core::Dump::whole,
                    context.command_line);
  // It may have been given away while it was read; from here on it cannot.
  require_no_other_owner(context, meter);
  for (std::size_t i = 0; i < entries.size(); ++i) intake.add(entries[i], times[i]);
  if (read.clock) intake.add_clock_check(*read.clock);
  if (read.downloaded.complete) intake.set_bookmark(read.downloaded.bookmark);
  const core::Added added = intake.commit();
  if (!was_known && !context.options.json)
    context.err << fmt::format("The meter {} is new here; it now belongs to {}.\n",
                               core::printable(meter.model + " " + meter.serial), owner_name(context));
  if (!context.options.json) context.err << lost_clock_talk(context, added);
  return added;
}

void store_checks(Context& context, const Session& session, const core::ClockCheck& before,
                  const std::optional<core::ClockCheck>& after) {
  if (session.is_of_nobody()) return;
  core::Logbook logbook(logbook_file(context), core::Logbook::Open::existing);
  auto intake = logbook.begin(source_of(*session.driver, session.read.identity), core::Dump::since_bookmark,
                              context.command_line);
  intake.add_clock_check(before);
  if (after) intake.add_clock_check(*after);
  intake.commit();
}

}  // namespace

bool has_right_clock(Context& context) {
  const core::LocalSeconds now = wall_clock(context);
  if (now >= core::oldest_now) return true;
  context.err << fmt::format(
      "Remark: this computer's clock shows {}, which cannot be right. The meter's was not compared with "
      "it.\n",
      core::format_local(now));
  return false;
}

boost::asio::awaitable<void> read_and_store(Session& session, Context& context, const WireOptions& wire,
                                            ReadingOptions options, device::Meter& meter) {
  device::ReadOptions how;
  how.host_clock = context.now;
  how.passes = options.passes;
  {
    ProgressBar bar(context);
    how.find_bookmark = [&](const device::Identity& identity) {
      require_named_model(wire, *session.driver, identity);
      std::optional<core::Bookmark> bookmark;
      if (!identity.serial.empty()) {  // an empty meter may have no number
        const core::Source source = source_of(*session.driver, identity);
        if (const std::string owner = whose_meter(context, source, options.owner); !owner.empty())
          context.options.profile = owner;
        if (!options.whole) bookmark = find_bookmark(context, source);
      }
      options.agree(identity);
      how.zone = zone_name(context);  // the owner's, who is known only now
      return bookmark;
    };
    how.progress = [&](const device::Progress& progress) { bar.show(progress.done, progress.total); };
    session.read = co_await device::read_meter(meter, how);
  }
  if (session.read.clock) session.shown = session.read.clock->meter;
  if (session.read.clock && !has_right_clock(context)) session.read.clock.reset();
  if (!session.is_of_nobody())
    session.added = store(context, source_of(*session.driver, session.read.identity), session.read);
}

void store_erasure(Context& context, const Session& session) {
  if (!session.shown) return;  // then it cannot be told which records are new
  core::Logbook logbook(logbook_file(context), core::Logbook::Open::existing);
  auto intake = logbook.begin(source_of(*session.driver, session.read.identity), core::Dump::since_bookmark,
                              context.command_line);
  intake.set_bookmark({{}, std::chrono::floor<std::chrono::minutes>(*session.shown)});
  intake.commit();
}

void require_unbroken(const Session& session) {
  if (!session.read.broken) return;
  core::Error error = *session.read.broken;
  if (session.added.added > 0)
    error.advice += fmt::format(
        "{}{} that came before {} kept; sync again for the rest.", error.advice.empty() ? "" : " ",
        core::counted(session.added.added, "new reading"), session.added.added == 1 ? "is" : "are");
  throw core::Failure(error);
}

boost::asio::awaitable<std::optional<core::ClockCheck>> set_clock(Context& context, const Session& session,
                                                                  device::Meter& meter) {
  if (!context.options.json) context.err << "Setting the clock … which may take a minute." << std::endl;
  device::WallClock now = [&context] { return wall_clock(context); };
  try {
    co_await meter.set_clock(std::move(now));
  } catch (const core::Failure& failure) {
    throw core::Failure(device::during("while its clock was set", failure.error()));
  }
  if (!session.read.clock) co_return std::nullopt;
  device::ReadOptions how;
  how.zone = zone_name(context);
  how.host_clock = context.now;
  core::ClockCheck before = *session.read.clock;
  before.reason = core::ClockCheckReason::before_set;
  std::optional<core::Error> unseen;
  std::optional<core::ClockCheck> after;
  try {
    after = co_await device::check_clock(meter, how, core::ClockCheckReason::after_set);
  } catch (const core::Failure& failure) {
    unseen = device::during("after its clock was set", failure.error());
  }
  store_checks(context, session, before, after);
  if (unseen) throw core::Failure(*unseen);
  co_return after;
}

}  // namespace cli
