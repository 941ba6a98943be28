#include <memory>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

#include "cli/clock_talk.hpp"
#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/reading.hpp"
#include "cli/verbs.hpp"
#include "core/text/counted.hpp"
#include "core/text/printable.hpp"
#include "device/erase.hpp"
#include "device/ports.hpp"

namespace cli {
namespace {

struct Options {
  WireOptions wire;
  std::vector<std::string> ports;
  bool all = false;
  bool new_meter = false;
  bool follow_owners = false;  ///< where several meters are read
  bool json = false;
  bool fast = false;
  bool twice = false;
  bool whole = false;
  bool erase = false;
};

void write_members_of(JsonWriter& json, const Session& session) {
  const auto& [driver, read, added, shown, erased] = session;
  json.key("meter").open('{').member("model", read.identity.model).member("serial", read.identity.serial);
  json.close('}').member("read", read.downloaded.entries.size()).member("new", added.added);
  json.member("known", added.known).member("conflicts", added.conflicts).key("clock_difference_s");
  read.clock ? json.value(static_cast<std::int64_t>(core::clock_difference(*read.clock).count()))
             : json.null();
  json.member("exchanges", read.exchanges).member("seconds", read.time.count()).member("erased", erased);
}

/// --yes is not an answer to what was not asked for.
SetBy way_to_set_clock(const Context& context, const Session& session) {
  if (!session.driver->can_set_clock) return SetBy::hand;
  return context.can_ask && !context.options.yes ? SetBy::question : SetBy::command;
}

void print_text(Context& context, const WireOptions& wire, const Session& session) {
  const auto& [driver, read, added, shown, erased] = session;
  context.out << fmt::format("{} {}{}: {} read, {} new, {} known", core::printable(read.identity.model),
                             core::printable(read.identity.serial),
                             read.identity.simulated ? " (simulated)" : "", read.downloaded.entries.size(),
                             added.added, added.known);
  if (added.conflicts > 0) context.out << fmt::format(", {} in conflict", added.conflicts);
  context.out << fmt::format("; {} in {:.1f} s\n",
                             core::counted(static_cast<std::int64_t>(read.exchanges), "exchange"),
                             read.time.count());
  if (erased) context.out << "The meter's memory is erased.\n";
  context.out.flush();
  if (read.clock) {
    const std::string talk =
        clock_talk(*read.clock, way_to_set_clock(context, session), for_meter(context, wire));
    if (!talk.empty()) context.err << talk << "\n";
  }
}

/// The person is asked, with no as the default.
bool wants_clock_set(Context& context, const Session& session) {
  if (!session.read.clock || way_to_set_clock(context, session) != SetBy::question) return false;
  const std::string question = clock_question(*session.read.clock);
  return !question.empty() && context.confirm(question);
}

/// Asked before anything is read, so that nobody waits for it; the meter has to show its memory twice first.
void require_erase(Context& context, const device::Identity& identity) {
  context.require_yes(fmt::format("Erase all readings in {} {} once they are in the logbook?",
                                  core::printable(identity.model), core::printable(identity.serial)),
                      "nothing was read and nothing erased");
}

boost::asio::awaitable<void> converse_with(Session& session, Context& context, const Options& options,
                                           device::Meter& meter) {
  if (options.erase && !session.driver->can_erase)
    throw core::Failure({core::Errc::unsupported, "this meter's memory cannot be erased from here",
                         title_of_named(*session.driver, options.wire),
                         "Nothing was done. Leave out --erase-meter."});
  ReadingOptions how;
  how.owner = {options.follow_owners, options.new_meter};
  if (options.fast) how.passes = device::Passes::once;
  if (options.twice || options.erase) how.passes = device::Passes::twice;
  how.whole = options.whole || options.erase;
  how.agree = [&](const device::Identity& identity) {
    if (options.erase) require_erase(context, identity);
  };
  co_await read_and_store(session, context, options.wire, std::move(how), meter);
  require_unbroken(session);
  if (session.is_of_nobody()) {
    if (!options.json)
      context.err << "The meter holds no readings, and says nothing else of itself: nothing is kept.\n";
    co_return;
  }
  if (options.erase) {
    try {
      co_await device::erase_verified(meter, session.read.downloaded);
    } catch (const core::Failure& failure) {
      core::Error error = device::during("while its memory was erased", failure.error());
      if (error.kind == core::Errc::disconnected || error.kind == core::Errc::timeout)
        error.advice =
            "Its readings are in the logbook; whether it still holds them is not known. Plug it in and sync "
            "again.";
      throw core::Failure(error);
    }
    session.erased = true;
    try {
      store_erasure(context, session);
    } catch (const core::Failure& failure) {
      core::Error error = failure.error();
      error.advice =
          "The meter's memory is erased, and its readings are in the logbook; only this was not noted there.";
      throw core::Failure(error);
    }
  }
  if (options.json) co_return;
  print_text(context, options.wire, session);
  const bool is_clock_wanted = wants_clock_set(context, session);
  if (!is_clock_wanted) co_return;
  const std::optional<core::ClockCheck> after = co_await set_clock(context, session, meter);
  context.err << fmt::format("It shows {} now.\n", core::format_local(after->meter));
}

/// Reads the meter at one port into its owner's logbook; a break is thrown after what came is stored.
Session read_one(Context& context, const Options& options) {
  Session session;
  converse(context, options.wire, [&](const device::Driver& driver, device::Meter& meter) {
    session.driver = &driver;
    return converse_with(session, context, options, meter);
  });
  return session;
}

void print_next(Context& context, bool has_conflicts) {
  if (has_conflicts)
    say_next(context, "bgbingo log list --conflicts shows what differs; bgbingo log keep NUMBER chooses.");
  else
    say_next(context, "bgbingo stats" + for_logbook(context));
}

/// One meter after the other; one that fails does not keep the others away. Ends as the first failure says.
int read_all(Context& context, Options options, const std::vector<std::string>& ports) {
  const CommonOptions asked = context.options;
  std::optional<core::Failure> first_failure;
  bool has_conflicts = false;
  bool has_read = false;
  std::ostringstream document;  // whole, or not at all
  JsonWriter json(document);
  if (options.json) json.open('[');
  for (const std::string& port : ports) {
    context.options = asked;  // each meter finds its own owner
    options.wire.port = port;
    if (options.json) json.open('{').member("port", port);
    try {
      const Session session = read_one(context, options);
      has_read = true;
      has_conflicts = has_conflicts || session.added.conflicts > 0;
      if (options.json) write_members_of(json, session);
    } catch (const core::Failure& failure) {
      if (failure.error().kind == core::Errc::cancelled) throw;
      if (options.json) json.member("error", core::sentence(failure.error()));
      context.err << core::printable(port) << ": " << core::sentence(failure.error()) << std::endl;
      if (!first_failure) first_failure = failure;
    }
    if (options.json) json.close('}');
  }
  if (options.json) json.close(']').finish();
  context.out << document.str();
  context.options = asked;
  if (first_failure) {
    const core::Error& error = first_failure->error();
    if (!has_read) throw core::Failure({error.kind, "no meter was read", "", ""});
    throw core::Failure({error.kind, "not every meter was read", "", "What the others brought is kept."});
  }
  if (!options.json) print_next(context, has_conflicts);
  return 0;
}

std::vector<std::string> all_ports() {
  std::vector<std::string> ports;
  for (const device::Candidate& candidate : device::find_candidates())
    ports.push_back(candidate.port.path.string());
  if (ports.empty())
    throw core::Failure({core::Errc::not_found, "nothing that may be a meter is plugged in", "",
                         "Plug in a meter's cable, or give --port PATH."});
  return ports;
}

void require_sense(const Options& options) {
  const auto clash = [](const char* what) {
    return core::Failure({core::Errc::usage, what, "", "Leave one of them out."});
  };
  if (options.fast && (options.twice || options.erase))
    throw clash("--fast reads once, --twice and --erase-meter twice");
  if (options.all && !options.ports.empty()) throw clash("--all and --port exclude each other");
  if ((options.all || options.ports.size() > 1) &&
      (options.wire.record || options.erase || options.wire.meter))
    throw clash("--record, --erase-meter and --meter go with one meter");
}

int run(Context& context, Options options) {
  options.json = context.options.json;
  require_sense(options);
  if (options.all || options.ports.size() > 1) {
    options.follow_owners = !context.options.logbook;  // which says whose
    return read_all(context, options, options.all ? all_ports() : options.ports);
  }
  if (!options.ports.empty()) options.wire.port = options.ports.front();
  const Session session = read_one(context, options);
  if (options.json) {
    JsonWriter json(context.out);
    json.open('{');
    write_members_of(json, session);
    json.close('}').finish();
  } else {
    print_next(context, session.added.conflicts > 0);
  }
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
      .options =
          {{"--port", "PATH",
            "the serial port, or the folder of a mounted meter; may be given again; when not given, the only "
            "one plugged in",
            &options->ports},
           {"--all", "", "every meter that is plugged in, each into its owner's logbook", &options->all},
           {"--new-meter", "", "with several meters: one nobody's logbook knows is the person's in use",
            &options->new_meter},
           {"--meter", "NAME", "which meter it is (bgbingo meters); found out when not given",
            &options->wire.meter},
           {"--fast", "", "read each record once instead of twice; the readings are marked", &options->fast},
           {"--twice", "", "read until two downloads agree; for meters that give their memory at once",
            &options->twice},
           {"--whole", "", "read the whole memory again, not only what is new", &options->whole},
           {"--erase-meter", "",
            "erase the meter's memory once it has shown the readings twice and they are kept; asks first",
            &options->erase},
           {"--record", "FILE", "keep what went over the wire in FILE (private; see bgbingo recording)",
            &options->wire.record},
           {"--verbose", "", "when it fails, show the bytes that last went over the wire",
            &options->wire.verbose}},
      .run = [options](Context& context) { return run(context, *options); },
      .prints_data = true};
}

}  // namespace cli
