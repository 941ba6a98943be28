#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/clock_talk.hpp"
#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/verbs.hpp"
#include "cli/wire.hpp"
#include "core/text/printable.hpp"
#include "device/download.hpp"

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
};

/// A known meter's checks go to its logbook; an unknown meter gets none by looking at its clock.
void store(Context& context, const Look& look) {
  if (!look.before) return;  // a clock that cannot be read
  auto logbook = find_logbook(logbook_file(context), core::Logbook::Open::existing);
  if (!logbook) return;
  const core::Source source = source_of(*look.driver, look.identity);
  if (!logbook->find_source(source.kind, source.family, source.serial)) return;
  auto intake = logbook->begin(source, core::Dump::since_bookmark, context.command_line);
  intake.add_clock_check(*look.before);
  if (look.after) intake.add_clock_check(*look.after);
  intake.commit();
}

void print_json(std::ostream& out, const Look& look) {
  const auto write = [](JsonWriter& json, const std::optional<core::ClockCheck>& check) {
    if (!check) return static_cast<void>(json.null());
    json.open('{')
        .member("meter", core::format_local(check->meter))
        .member("host", core::format_utc(check->host));
    json.member("zone", check->zone)
        .member("difference_s", static_cast<std::int64_t>(core::clock_difference(*check).count()));
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

/// Nothing where the clock cannot be read and `may_be_unseen`.
boost::asio::awaitable<std::optional<core::ClockCheck>> look_at_clock(device::Meter& meter,
                                                                      const device::ReadOptions& how,
                                                                      core::ClockCheckReason reason,
                                                                      bool may_be_unseen) {
  try {
    co_return co_await device::check_clock(meter, how, reason);
  } catch (const core::Failure& failure) {
    if (failure.error().kind != core::Errc::unsupported || !may_be_unseen) throw;
  }
  co_return std::nullopt;
}

boost::asio::awaitable<void> look_and_set(Look& look, Context& context, const Options& options,
                                          const device::Driver& driver, device::Meter& meter) {
  device::ReadOptions how;
  how.zone = zone_name(context);
  how.host_clock = context.now;
  look.identity = co_await meter.identify();
  require_named_model(options.wire, driver, look.identity);
  const auto reason = options.set ? core::ClockCheckReason::before_set : core::ClockCheckReason::download;
  const bool can_be_set_unseen = options.set && driver.can_set_clock;
  look.before = co_await look_at_clock(meter, how, reason, can_be_set_unseen);
  if (!options.set) co_return;
  const std::string shown =
      look.before ? fmt::format("The meter shows {} ({}).", core::format_local(look.before->meter),
                                format_difference(*look.before))
                  : "What the meter's clock shows cannot be read.";
  context.require_yes(fmt::format("{} Read it first (bgbingo sync): "
                                  "older readings keep the time the meter gave them. Set it to {}?",
                                  shown, core::format_local(wall_clock(context))),
                      "the clock was left as it is");
  device::WallClock now = [&context] { return wall_clock(context); };
  co_await meter.set_clock(std::move(now));
  look.after = co_await look_at_clock(meter, how, core::ClockCheckReason::after_set, can_be_set_unseen);
}

int run(Context& context, const Options& options) {
  Look look;
  try {
    converse(context, options.wire, [&](const device::Driver& driver, device::Meter& meter) {
      look.driver = &driver;
      return look_and_set(look, context, options, driver, meter);
    });
  } catch (const core::Failure&) {
    if (look.before) store(context, look);  // it may have been set when the line broke
    throw;
  }
  store(context, look);
  if (context.options.json) {
    print_json(context.out, look);
    return 0;
  }
  if (!look.before) {
    context.out << fmt::format("{} {}: set, as far as the meter says; its clock cannot be read\n",
                               core::printable(look.identity.model), core::printable(look.identity.serial));
    return 0;
  }
  const core::ClockCheck& last = look.after ? *look.after : *look.before;
  context.out << fmt::format("{} {}: {}, {}\n", core::printable(look.identity.model),
                             core::printable(look.identity.serial), core::format_local(last.meter),
                             format_difference(last));
  const std::string talk = clock_talk(last);
  if (!talk.empty()) context.err << talk << "\n";
  say_next(context, "bgbingo sync");
  return 0;
}

}  // namespace

Verb clock_verb() {
  auto options = std::make_shared<Options>();
  return {
      .name = "clock",
      .group = "My logbook",
      .help = "look at a meter's clock, or set it",
      .more =
          "Readings keep the time the meter gave them, for ever; the difference is noted beside them, "
          "so read the meter before you set its clock.\n\n"
          "  bgbingo clock --port /dev/ttyUSB0\n"
          "  bgbingo clock --port /dev/ttyUSB0 --set",
      .options = {{"--port", "PATH", "the serial port; the only adapter when not given", &options->wire.port},
                  {"--meter", "NAME", "which meter it is (bgbingo meters); found out when not given",
                   &options->wire.meter},
                  {"--set", "", "set it to this machine's time; asks first", &options->set},
                  {"--record", "FILE", "keep what went over the wire in FILE", &options->wire.record}},
      .run = [options](Context& context) { return run(context, *options); },
      .prints_data = true};
}

}  // namespace cli
