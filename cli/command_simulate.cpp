#include <limits>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/parse.hpp"
#include "cli/simulated_contents.hpp"
#include "cli/verbs.hpp"
#include "simulators/server.hpp"

namespace cli {
namespace {

struct Options {
  std::string name;
  std::string link;
  std::string log;
  std::optional<std::string> listen;
  SimulatedContents contents;
  std::vector<std::string> faults;
  std::vector<std::string> meter_options;
  std::optional<std::string> replay;
  std::optional<std::string> now;
  std::optional<std::string> serial;
  std::optional<std::int64_t> seed;
  bool pace = false;
  bool strict = false;
};

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const simulators::SimulatedFamily* family : simulators::families())
    for (const simulators::SimulatedModel& model : family->models) names.emplace_back(model.name);
  return names;
}

/// As it is called in the list.
std::string model_name(const std::string& name) {
  if (const auto* const model = simulators::find_model(name).model) return std::string(model->name);
  const std::string near = nearest(name, model_names());
  throw core::Failure({core::Errc::usage, "there is no such simulated meter", name,
                       near.empty() ? fmt::format("There are: {}.", fmt::join(model_names(), ", "))
                                    : "Did you mean " + near + "?"});
}

/// What would change nothing of a recording, and the tester thinks it does.
void require_nothing_beside_replay(const Context& context, const Options& options) {
  const std::pair<std::string_view, bool> others[] = {{"--preset", options.contents.preset.has_value()},
                                                      {"--memory", options.contents.memory.has_value()},
                                                      {"--readings", options.contents.readings.has_value()},
                                                      {"--serial", options.serial.has_value()},
                                                      {"--seed", options.seed.has_value()},
                                                      {"--fault", !options.faults.empty()},
                                                      {"--option", !options.meter_options.empty()},
                                                      {"--strict", options.strict},
                                                      {"--unit", context.options.unit.has_value()},
                                                      {"--now", options.now.has_value()}};
  for (const auto& [name, is_given] : others)
    if (is_given)
      throw core::Failure({core::Errc::usage, "--replay does not go together with another option",
                           std::string(name), "A recording says what it says."});
}

int run(Context& context, const Options& options) {
  simulators::ServeOptions serve;
  serve.model = model_name(options.name);
  serve.serial = options.serial.value_or("");
  // Not the person's: the same words make the same meter on every machine.
  if (context.options.unit) serve.display_unit = core::parse_glucose_unit(*context.options.unit).value();
  serve.strict = options.strict;
  serve.meter_options = options.meter_options;
  serve.pace = options.pace;
  serve.link = options.link;
  serve.log = options.log;
  if (options.listen) serve.listen = simulators::parse_loopback_address(*options.listen).value();
  serve.seed = static_cast<std::uint64_t>(options.seed.value_or(1));
  serve.now = wall_clock(context);
  if (options.now) {
    const auto now = core::parse_local(*options.now);
    if (!now)
      throw core::Failure(
          {core::Errc::usage, "this is not a time", *options.now, "Write it as 2026-01-31T08:00:00."});
    serve.now = *now;
  }
  for (const std::string& fault : options.faults)
    serve.faults = simulators::with_fault(serve.faults, fault).value();
  if (options.replay) require_nothing_beside_replay(context, options);
  if (options.replay)
    serve.replay = core::read_recording(*options.replay);
  else
    fill(context, options.contents, serve);
  serve.say = [&](const std::string& line) { context.out << line << std::endl; };
  simulators::serve(std::move(serve));
  return 0;
}

}  // namespace

Verb simulate_verb() {
  auto options = std::make_shared<Options>();
  return {
      .name = "simulate",
      .group = "Testing",
      .help = "a simulated meter on a real wire",
      .more =
          "Makes a pseudo-terminal that answers as the meter does (or the folder, where the meter is one), "
          "prints one JSON line when it is ready, and runs until it is told to quit. In another terminal: "
          "bgbingo sync --port ./meter\n"
          "While it runs it takes commands on standard input: "
          "add 6.4 before_lunch, clock +1h, fault NAME (one more), fault (none any more), unplug, plug, on, "
          "erase, quit.\n"
          "--unit is the unit the meter itself is set to: mg/dL when not given, whatever the profile "
          "says.\n\n"
          "  bgbingo simulate ibgstar --link ./meter\n"
          "  bgbingo simulate bgstar --link ./meter --readings 1865 --pace\n"
          "  bgbingo simulate onetouch-verio-iq --link ./meter --preset summer-time\n"
          "  bgbingo simulate ibgstar --link ./meter --readings my-readings.txt --fault disconnect=2000\n\n"
          "Faults: drop=N corrupt=N[:BIT] noise=RATE stall=N[:SECONDS] disconnect=N clock=+1h clock=TIME "
          "clock-back[=3h] clock-unset deaf=N nak=N[:K] bad-record=N truncate=N duplicate=N add-during=N "
          "impossible-date=N twice "
          "(docs/testing-with-simulators.md)",
      .options =
          {{"NAME", "", "which meter: any name that `bgbingo meters` lists", &options->name, true},
           {"--link", "PATH", "a stable name for the port, or the folder to make", &options->link},
           {"--readings", "N|FILE", "how many made-up readings, or a file of them; 100 when not given",
            &options->contents.readings},
           {"--preset", "NAME",
            "readings and clock of: first-week, summer-time, clock-lost, full-memory, hi-lo, two-people",
            &options->contents.preset},
           {"--fault", "FAULT", "what shall go wrong; may be given again", &options->faults},
           {"--pace", "", "as slow as the meter's real line", &options->pace},
           {"--strict", "", "as the real meter is known to be; else kind to other programs",
            &options->strict},
           {"--replay", "FILE", "play a recording back instead", &options->replay},
           {"--memory", "FILE", "what the meter holds is kept in FILE, and taken from it when it is there",
            &options->contents.memory},
           {"--listen", "127.0.0.1:PORT", "also over TCP, from this machine alone; port 0 is any free one",
            &options->listen},
           {"--log", "FILE", "append what goes over the wire, a JSON line each time (docs/json.md)",
            &options->log},
           {"--seed", "N", "for what is made up; the same seed gives the same meter",
            Count(&options->seed, 0, std::numeric_limits<std::int64_t>::max())},
           {"--now", "TIME", "what the wall clock says at the start", &options->now},
           {"--serial", "TEXT",
            "the serial number, in the family's form for simulated meters; made from the seed when not given",
            &options->serial},
           {"--option", "NAME=VALUE", "of this family of meters: its page in docs/protocols lists them",
            &options->meter_options}},
      .run = [options](Context& context) { return run(context, *options); }};
}

}  // namespace cli
