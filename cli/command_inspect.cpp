#include <memory>
#include <ostream>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/verbs.hpp"
#include "core/recording/recording.hpp"

namespace cli {
namespace {

void print_json(std::ostream& out, const core::Recording& recording) {
  JsonWriter json(out);
  json.open('{').member("driver", recording.driver).member("model", recording.model);
  json.member("line", recording.settings).member("started", core::format_utc(recording.started));
  json.member("zone", recording.zone).key("exchanges").open('[');
  for (const core::Exchange& exchange : recording.exchanges) {
    const bool is_to_meter = exchange.direction == core::Direction::to_meter;
    json.open('{').member("at_us", static_cast<std::int64_t>(exchange.at.count()));
    json.member("direction", is_to_meter ? "to_meter" : "from_meter");
    json.member("hex", core::format_hex(exchange.bytes)).close('}');
  }
  json.close(']').close('}').finish();
}

int run(Context& context, const std::string& file) {
  const core::Recording recording = core::read_recording(file);
  if (context.options.json)
    print_json(context.out, recording);
  else
    context.out << core::describe(recording);
  return 0;
}

}  // namespace

Verb inspect_verb() {
  auto file = std::make_shared<std::string>();
  return {.name = "inspect",
          .group = "Testing",
          .help = "show what a recording holds",
          .more =
              "A recording is made by `bgbingo sync --record FILE`. "
              "It holds readings and a serial number: it is private.\n\n"
              "  bgbingo inspect session.recording",
          .options = {{"FILE", "", "the recording", file.get(), true}},
          .run = [file](Context& context) { return run(context, *file); },
          .prints_data = true};
}

}  // namespace cli
