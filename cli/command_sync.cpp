#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/clock_talk.hpp"
#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/meter_owner.hpp"
#include "cli/progress.hpp"
#include "cli/verbs.hpp"
#include "cli/wire.hpp"
#include "core/text/printable.hpp"
#include "device/download.hpp"

namespace cli {
namespace {

struct Options {
  WireOptions wire;
  bool fast = false;
  bool twice = false;
  bool whole = false;
};

std::optional<core::Bookmark> find_bookmark(const Context& context, const core::Source& meter) {
  const auto logbook = find_logbook(logbook_file(context), core::Logbook::Open::existing);
  if (!logbook) return std::nullopt;
  const auto source = logbook->find_source(meter.kind, meter.family, meter.serial);
  return source ? logbook->bookmark(*source) : std::nullopt;
}

core::Added store(Context& context, const core::Source& meter, const device::MeterRead& read) {
  core::Logbook logbook(logbook_file(context), core::Logbook::Open::create);
  const bool was_known = logbook.find_source(meter.kind, meter.family, meter.serial).has_value();
  auto intake =
      logbook.begin(meter, read.downloaded.met_bookmark ? core::Dump::since_bookmark : core::Dump::whole,
                    context.command_line);
  for (const core::LogEntry& entry : read.downloaded.entries) intake.add(entry);
  if (read.clock) intake.add_clock_check(*read.clock);
  if (read.downloaded.complete) intake.set_bookmark(read.downloaded.bookmark);
  const core::Added added = intake.commit();
  if (!was_known && !context.options.json)
    context.err << fmt::format("The meter {} is new here; it now belongs to {}.\n",
                               core::printable(meter.model + " " + meter.serial), owner_name(context));
  return added;
}

void print_json(std::ostream& out, const device::MeterRead& read, const core::Added& added) {
  JsonWriter json(out);
  json.open('{')
      .key("meter")
      .open('{')
      .member("model", read.identity.model)
      .member("serial", read.identity.serial);
  json.close('}').member("read", read.downloaded.entries.size()).member("new", added.added);
  json.member("known", added.known).member("conflicts", added.conflicts).key("clock_difference_s");
  read.clock ? json.value(static_cast<std::int64_t>(core::clock_difference(*read.clock).count()))
             : json.null();
  json.member("exchanges", read.exchanges).member("seconds", read.time.count()).close('}').finish();
}

void print_text(Context& context, const device::MeterRead& read, const core::Added& added) {
  context.out << fmt::format("{} {}{}: {} read, {} new, {} known", core::printable(read.identity.model),
                             core::printable(read.identity.serial),
                             read.identity.simulated ? " (simulated)" : "", read.downloaded.entries.size(),
                             added.added, added.known);
  if (added.conflicts > 0) context.out << fmt::format(", {} in conflict", added.conflicts);
  context.out << fmt::format("; {} exchanges in {:.1f} s\n", read.exchanges, read.time.count());
  if (read.clock) {
    const std::string talk = clock_talk(*read.clock);
    if (!talk.empty()) context.err << talk << "\n";
  }
  if (added.conflicts > 0)
    say_next(context, "bgbingo log list --conflicts shows what differs; bgbingo log keep NUMBER chooses.");
  else
    say_next(context, "bgbingo stats");
}

boost::asio::awaitable<void> read_into(device::MeterRead& read, device::Meter& meter,
                                       const device::ReadOptions& how) {
  read = co_await device::read_meter(meter, how);
}

int run(Context& context, const Options& options) {
  if (options.fast && options.twice)
    throw core::Failure({core::Errc::usage, "--fast and --twice exclude each other", "", ""});
  const device::Driver& driver = chosen_driver(options.wire);
  device::MeterRead read;
  {
    ProgressBar bar(context);
    device::ReadOptions how;
    if (options.fast) how.passes = device::Passes::once;
    if (options.twice) how.passes = device::Passes::twice;
    how.find_bookmark = [&](const device::Identity& identity) {
      require_named_model(options.wire, driver, identity);
      const core::Source meter = source_of(driver, identity);
      if (const std::string owner = whose_meter(context, meter); !owner.empty())
        context.options.profile = owner;
      require_somebody(context);
      how.zone = zone_name(context);  // the owner's, who is known only now
      const auto bookmark = find_bookmark(context, meter);
      return options.whole ? std::nullopt : bookmark;
    };
    how.progress = [&](const device::Progress& progress) { bar.show(progress.done, progress.total); };
    converse(context, options.wire, [&](device::Meter& meter) { return read_into(read, meter, how); });
  }
  const core::Added added = store(context, source_of(driver, read.identity), read);
  if (read.broken) {
    core::Error error = *read.broken;
    if (added.added > 0)
      error.advice += fmt::format("{}{} new readings that came before are kept; sync again for the rest.",
                                  error.advice.empty() ? "" : " ", added.added);
    throw core::Failure(error);
  }
  if (context.options.json)
    print_json(context.out, read, added);
  else
    print_text(context, read, added);
  return 0;
}

}  // namespace

Verb sync_verb() {
  auto options = std::make_shared<Options>();
  return {
      .name = "sync",
      .group = "My logbook",
      .help = "read a meter into the logbook",
      .more =
          "Reads what is new. What is in the logbook already is not doubled, and a download that breaks off "
          "(Ctrl-C too) is finished by the next one. The first sync of a meter settles whose it is.\n\n"
          "  bgbingo sync --port /dev/ttyUSB0\n"
          "  bgbingo sync --port ./meter        (a simulated one: bgbingo simulate ibgstar --link ./meter)",
      .options = {{"--port", "PATH", "the serial port; the only adapter when not given", &options->wire.port},
                  {"--meter", "NAME", "which meter it is (bgbingo meters)", &options->wire.meter},
                  {"--fast", "", "read each record once instead of twice; the readings are marked",
                   &options->fast},
                  {"--twice", "", "read until two downloads agree; for meters that give their memory at once",
                   &options->twice},
                  {"--whole", "", "read the whole memory again, not only what is new", &options->whole},
                  {"--record", "FILE", "keep what went over the wire in FILE (private; see bgbingo inspect)",
                   &options->wire.record}},
      .run = [options](Context& context) { return run(context, *options); },
      .prints_data = true};
}

}  // namespace cli
