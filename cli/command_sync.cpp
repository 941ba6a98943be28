#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/clock_talk.hpp"
#include "cli/context.hpp"
#include "cli/json.hpp"
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
  bool whole = false;
};

/// The logbook in use may be read into only when the meter is its owner's, or nobody's yet.
class Ownership {
 public:
  Ownership(Context& context, std::string family) : context_(context), family_(std::move(family)) {}

  /// The bookmark of the meter that answers. Throws core::Failure (refused) when it is another person's.
  std::optional<core::Bookmark> claim(const device::Identity& identity) {
    if (const auto owner = other_owner(identity))
      throw core::Failure({core::Errc::refused, "this meter belongs to another person: " + *owner,
                           identity.serial, "Read it into their logbook: --profile " + *owner + "."});
    const std::filesystem::path file = logbook_file(context_);
    if (std::filesystem::exists(file)) {
      const core::Logbook logbook(file, core::Logbook::Open::existing);
      if (const auto source = logbook.find_source(core::SourceKind::meter, family_, identity.serial))
        return logbook.bookmark(*source);
    }
    ask_whose(identity);
    return std::nullopt;
  }

 private:
  std::optional<std::string> other_owner(const device::Identity& identity) const {
    const std::filesystem::path own = logbook_file(context_);
    for (const std::string& name : profile_names(context_)) {
      const std::filesystem::path file = profile_file(context_, name);
      std::error_code ignored;
      if (std::filesystem::equivalent(file, own, ignored)) continue;
      const core::Logbook logbook(file, core::Logbook::Open::read_only);
      if (logbook.find_source(core::SourceKind::meter, family_, identity.serial)) return name;
    }
    return std::nullopt;
  }

  /// An unknown meter: whose is it? Naming a profile or logbook answers that, and so does there being only
  /// one.
  void ask_whose(const device::Identity& identity) {
    const bool is_named = context_.options.profile || context_.options.logbook || context_.options.yes;
    const std::string meter = core::printable(identity.model + " " + identity.serial);
    if (!is_named && context_.can_ask) {
      const std::string answer =
          context_.ask("The meter " + meter + " is new here. Whose is it? (profile)", profile_name(context_));
      context_.options.profile = answer;
      static_cast<void>(logbook_file(context_));  // the name must be one
      return;
    }
    if (!is_named && profile_names(context_).size() > 1)
      throw core::Failure({core::Errc::refused,
                           "the meter " + meter + " is new here, and several people keep a logbook", "",
                           "Say whose it is: --profile NAME."});
    if (!context_.options.json)
      context_.err << fmt::format("The meter {} is new here; it now belongs to {}.\n", meter,
                                  owner_name(context_));
  }

  Context& context_;
  std::string family_;
};

core::Added store(Context& context, const device::Driver& driver, const device::MeterRead& read) {
  core::Logbook logbook(logbook_file(context), core::Logbook::Open::create);
  const core::Source source{core::SourceKind::meter, std::string(driver.family), read.identity.serial,
                            read.identity.model, read.identity.simulated};
  auto intake =
      logbook.begin(source, read.downloaded.met_bookmark ? core::Dump::since_bookmark : core::Dump::whole,
                    context.command_line);
  for (const core::LogEntry& entry : read.downloaded.entries) intake.add(entry);
  if (read.clock) intake.add_clock_check(*read.clock);
  if (read.downloaded.complete) intake.set_bookmark(read.downloaded.bookmark);
  return intake.commit();
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

int run(Context& context, const Options& options) {
  const device::Driver& driver = chosen_driver(options.wire);
  Ownership ownership(context, std::string(driver.family));
  device::MeterRead read;
  {
    ProgressBar bar(context);
    device::ReadOptions how;
    how.read_once = options.fast;
    how.zone = zone_name(context);
    how.find_bookmark = [&](const device::Identity& identity) {
      const auto bookmark = ownership.claim(identity);
      return options.whole ? std::nullopt : bookmark;
    };
    how.progress = [&](const device::Progress& progress) { bar.show(progress.done, progress.total); };
    converse(context, options.wire,
             [&](const device::Driver& d, core::ByteStream& wire) -> boost::asio::awaitable<void> {
               read = co_await device::read_meter(d, wire, how);
             });
  }
  const core::Added added = store(context, driver, read);
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
  Verb verb{"sync", "My logbook", "read a meter into the logbook", "", {}, {}, {}, true};
  verb.more =
      "Reads what is new. What is in the logbook already is not doubled, and a download that breaks off is "
      "finished by "
      "the next one. The first sync of a meter settles whose it is.\n\n"
      "  bgbingo sync --port /dev/ttyUSB0\n"
      "  bgbingo sync --port ./meter        (a simulated one: bgbingo simulate ibgstar --link ./meter)";
  verb.options = {
      {"--port", "PATH", "the serial port; the only adapter when not given", &options->wire.port},
      {"--meter", "NAME", "which meter it is (bgbingo meters)", &options->wire.meter},
      {"--fast", "", "read each record once instead of twice; the readings are marked", &options->fast},
      {"--whole", "", "read the whole memory again, not only what is new", &options->whole},
      {"--record", "FILE", "keep what went over the wire in FILE (private; see bgbingo inspect)",
       &options->wire.record}};
  verb.run = [options](Context& context) { return run(context, *options); };
  return verb;
}

}  // namespace cli
