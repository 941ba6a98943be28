#include <memory>
#include <ostream>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/recording_driver.hpp"
#include "cli/verbs.hpp"
#include "core/recording/annotation.hpp"

namespace cli {
namespace {

std::string_view name(core::Direction direction) {
  return direction == core::Direction::to_meter ? "to_meter" : "from_meter";
}

void print_messages(JsonWriter& json, const core::Recording& recording, const core::JoinedRun& run) {
  for (const core::Said& said : core::messages_of(recording, run)) {
    json.open('{').member("at_us", static_cast<std::int64_t>(said.at.count()));
    json.member("direction", name(said.direction)).key("fields").open('[');
    core::ByteView rest = said.bytes;
    for (const core::Field& field : *said.message) {
      json.open('{').member("hex", core::format_hex(rest.first(field.size)));
      json.member("name", field.name).member("meaning", field.meaning).close('}');
      rest = rest.subspan(field.size);
    }
    json.close(']').close('}');
  }
}

void print_json(std::ostream& out, const core::Recording& recording, const core::Annotator* annotator) {
  JsonWriter json(out);
  json.open('{').member("driver", recording.driver).member("model", recording.model);
  json.member("line", recording.settings).member("started", core::format_utc(recording.started));
  json.member("zone", recording.zone).key("exchanges").open('[');
  for (const core::Exchange& exchange : recording.exchanges) {
    json.open('{').member("at_us", static_cast<std::int64_t>(exchange.at.count()));
    json.member("direction", name(exchange.direction));
    json.member("hex", core::format_hex(exchange.bytes)).close('}');
  }
  json.close(']').key("messages").open('[');
  if (annotator)
    for (const core::JoinedRun& run : core::annotate(recording, *annotator))
      print_messages(json, recording, run);
  json.close(']').close('}').finish();
}

struct Options {
  std::string file;
  bool raw = false;
};

int run(Context& context, const Options& options) {
  const core::Recording recording = core::read_recording(options.file);
  const device::Driver* const driver = options.raw ? nullptr : find_driver_of(recording);
  const core::Annotator* const annotator = driver ? &device::serial_link(*driver).annotator : nullptr;
  if (context.options.json)
    print_json(context.out, recording, annotator);
  else
    context.out << (annotator ? core::describe(recording, *annotator) : core::describe(recording));
  return 0;
}

}  // namespace

Verb inspect_verb() {
  auto options = std::make_shared<Options>();
  return {.name = "inspect",
          .group = "Testing",
          .help = "show what a recording holds, field by field",
          .more =
              "A recording is made by `bgbingo sync --record FILE`. "
              "It holds readings and a serial number: it is private. Bytes that no rule explains are shown "
              "as hex "
              "and characters.\n\n"
              "  bgbingo inspect session.recording",
          .options = {{"FILE", "", "the recording", &options->file, true},
                      {"--raw", "", "hex and characters only, without what they mean", &options->raw}},
          .run = [options](Context& context) { return run(context, *options); },
          .prints_data = true};
}

}  // namespace cli
