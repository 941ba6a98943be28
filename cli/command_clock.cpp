#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/clock_talk.hpp"
#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/reading.hpp"
#include "cli/verbs.hpp"
#include "core/logbook/lost_clock.hpp"
#include "core/text/printable.hpp"

namespace cli {
namespace {

struct Options {
  WireOptions wire;
  bool set = false;
};

struct Look {
  const device::Driver* driver = nullptr;
  device::Identity identity;
  std::optional<core::ClockCheck> before;
  std::optional<core::ClockCheck> after;
  bool is_compared = true;  ///< not with a computer's clock that is wrong
};

/// A known meter's checks go to its logbook; an unknown meter gets none by looking at its clock.
void store(Context& context, const Look& look) {
  auto logbook = find_logbook(logbook_file(context), core::Logbook::Open::existing);
  if (!logbook) return;
  const core::Source source = source_of(*look.driver, look.identity);
  if (!logbook->find_source(source.kind, source.family, source.serial)) return;
  auto intake = logbook->begin(source, core::Dump::since_bookmark, context.command_line);
  intake.add_clock_check(*look.before);
  intake.commit();
}

void print_json(std::ostream& out, const Look& look) {
  const auto write = [&](JsonWriter& json, const std::optional<core::ClockCheck>& check) {
    if (!check) return static_cast<void>(json.null());
    json.open('{')
        .member("meter", core::format_local(check->meter))
        .member("host", core::format_utc(check->host));
    json.member("zone", check->zone).key("difference_s");
    look.is_compared ? json.value(static_cast<std::int64_t>(core::clock_difference(*check).count()))
                     : json.null();
    json.member("round_trip_ms", static_cast<std::int64_t>(check->round_trip.count())).close('}');
  };
  JsonWriter json(out);
  json.open('{')
      .key("meter")
      .open('{')
      .member("model", look.identity.model)
      .member("serial", look.identity.serial)
      .close('}');
  json.key("clock");
  write(json, look.before);
  json.key("after_set");
  write(json, look.after);
  json.close('}').finish();
}

boost::asio::awaitable<void> look(Look& look, Context& context, const WireOptions& wire,
                                  device::Meter& meter) {
  device::ReadOptions how;
  how.zone = zone_name(context);
  how.host_clock = context.now;
  if (!look.driver->can_read_clock)  // some meters would first have to be turned on
    throw core::Failure(
        {core::Errc::unsupported, "this meter's clock cannot be read", "",
         "Look at it on the meter. To set it: bgbingo clock --set" + for_meter(context, wire)});
  look.identity = co_await meter.identify();
  require_named_model(wire, *look.driver, look.identity);
  look.before = co_await device::check_clock(meter, how, core::ClockCheckReason::download);
}

/// What the person is asked. Where nobody can be asked it is asked before the meter is read: without a yes
/// nothing is done then.
void require_set(Context& context, const std::optional<core::ClockCheck>& clock) {
  const std::string shown = clock ? fmt::format("The meter shows {} ({}). ", core::format_local(clock->meter),
                                                format_difference(*clock))
                                  : "";
  context.require_yes(fmt::format("{}Its readings keep the time it gave them. Set its clock to {}?", shown,
                                  core::format_local(wall_clock(context))),
                      "the clock was left as it is");
}

void require_right_clock(const Context& context) {
  const core::LocalSeconds now = wall_clock(context);
  if (now < core::oldest_now)
    throw core::Failure(
        {core::Errc::refused, "this computer's clock cannot be right, and the meter's would be set to it",
         core::format_local(now), "Set the computer's clock first. The meter's was left as it is."});
}

/// Readings first: once the clock is set, nothing tells any more how wrong it was when they were taken.
boost::asio::awaitable<void> read_and_set(Look& look, Session& session, Context& context,
                                          const WireOptions& wire, device::Meter& meter) {
  ReadingOptions how;
  how.agree = [&](const device::Identity& identity) {
    if (!session.driver->can_set_clock)
      throw core::Failure({core::Errc::unsupported, "this meter's clock cannot be set from here",
                           core::printable(identity.model), "Set it at the meter."});
    require_right_clock(context);
    if (!context.can_ask) require_set(context, std::nullopt);
  };
  co_await read_and_store(session, context, wire, std::move(how), meter);
  look.driver = session.driver;
  look.identity = session.read.identity;
  look.before = session.read.clock;
  require_unbroken(session);
  if (!context.options.json && !session.is_of_nobody())
    context.err << fmt::format("{} read, {} new; they are in the logbook.\n",
                               session.read.downloaded.entries.size(), session.added.added);
  if (context.can_ask) require_set(context, look.before);
  look.after = co_await set_clock(context, session, meter);
}

void print_text(Context& context, const WireOptions& wire, const Look& look) {
  const std::string& serial = look.identity.serial;  // none of a meter that holds nothing and is nobody's yet
  const std::string title = core::printable(look.identity.model + (serial.empty() ? "" : " " + serial));
  if (!look.before) {
    context.out << title << ": set, as far as the meter says; its clock cannot be read\n";
    return;
  }
  const core::ClockCheck& last = look.after ? *look.after : *look.before;
  if (!look.is_compared) {
    context.out << title << ": " << core::format_local(last.meter) << "\n";
    return;
  }
  context.out << fmt::format("{}: {}, {}\n", title, core::format_local(last.meter), format_difference(last));
  const std::string talk =
      clock_talk(last, look.driver->can_set_clock ? SetBy::command : SetBy::hand, for_meter(context, wire));
  if (!talk.empty()) context.err << talk << "\n";
}

int run(Context& context, const Options& options) {
  Look seen;
  if (options.set) {
    Session session;
    converse(context, options.wire, [&](const device::Driver& driver, device::Meter& meter) {
      session.driver = &driver;
      return read_and_set(seen, session, context, options.wire, meter);
    });
  } else {
    converse(context, options.wire, [&](const device::Driver& driver, device::Meter& meter) {
      seen.driver = &driver;
      return look(seen, context, options.wire, meter);
    });
    seen.is_compared = has_right_clock(context);
    if (seen.is_compared) store(context, seen);
  }
  if (context.options.json) {
    print_json(context.out, seen);
    return 0;
  }
  print_text(context, options.wire, seen);
  say_next(context, (options.set ? "bgbingo stats" : "bgbingo sync") + for_logbook(context));
  return 0;
}

}  // namespace

Verb clock_verb() {
  auto options = std::make_shared<Options>();
  return {.name = "clock",
          .group = "My logbook",
          .help = "look at a meter's clock, or set it",
          .more =
              "Readings keep the time the meter gave them, for ever; the difference is noted beside them. "
              "So the meter is read into the logbook before its clock is set.\n\n"
              "  bgbingo clock --port /dev/ttyUSB0\n"
              "  bgbingo clock --port /dev/ttyUSB0 --set",
          .options = {{"--port", "PATH", "the serial port; the only one plugged in when not given",
                       &options->wire.port},
                      {"--meter", "NAME", "which meter it is (bgbingo meters); found out when not given",
                       &options->wire.meter},
                      {"--set", "", "read the meter, then set its clock to this machine's time; asks first",
                       &options->set},
                      {"--record", "FILE", "keep what went over the wire in FILE", &options->wire.record},
                      {"--verbose", "", "when it fails, show the bytes that last went over the wire",
                       &options->wire.verbose}},
          .run = [options](Context& context) { return run(context, *options); },
          .prints_data = true};
}

}  // namespace cli
