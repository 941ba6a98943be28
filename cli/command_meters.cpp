#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/meters_move.hpp"
#include "cli/meters_scan.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"
#include "device/registry.hpp"

namespace cli {
namespace {

void print_markdown(std::ostream& out) {
  out << "| name | meter | memory | cable |\n|---|---|---|---|\n";
  for (const device::Driver* driver : device::drivers())
    for (const device::Model& model : driver->models)
      out << fmt::format("| {} | {} | {} | {} |\n", model.name, model.title, model.memory, model.cable);
}

void print_json(std::ostream& out) {
  JsonWriter json(out);
  json.open('[');
  for (const device::Driver* driver : device::drivers())
    for (const device::Model& model : driver->models) {
      json.open('{').member("name", model.name).member("title", model.title).member("family", driver->family);
      const auto* serial = std::get_if<device::SerialLink>(&driver->link);
      json.member("memory", static_cast<int>(model.memory)).key("baud");
      serial ? json.value(static_cast<std::int64_t>(serial->settings.baud)) : json.null();
      json.member("cable", model.cable).key("usb").open('[');
      for (const device::UsbId& id : serial ? serial->usb : std::span<const device::UsbId>())
        json.value(fmt::format("{:04x}:{:04x}", id.vendor, id.product));
      json.close(']').close('}');
    }
  json.close(']').finish();
}

struct Options {
  bool as_markdown = false;
  bool scan = false;
  bool known = false;
};

int run(Context& context, const Options& options) {
  if (options.scan + options.known + options.as_markdown > 1)
    throw core::Failure({core::Errc::usage, "--scan, --known and --markdown exclude each other", "",
                         "Leave all but one of them out."});
  if (options.as_markdown && context.options.json)
    throw core::Failure(
        {core::Errc::usage, "--json and --markdown exclude each other", "", "Leave one of them out."});
  if (options.scan) return scan_meters(context);
  if (options.known) return list_known_meters(context);
  if (options.as_markdown) {
    print_markdown(context.out);
  } else if (context.options.json) {
    print_json(context.out);
  } else {
    Table table{{"name", "meter", "holds", "cable"}, {}, {false, false, true}};
    for (const device::Driver* driver : device::drivers())
      for (const device::Model& model : driver->models)
        table.rows.push_back({std::string(model.name), std::string(model.title), std::to_string(model.memory),
                              std::string(model.cable)});
    print(context, table);
    say_next(context, "bgbingo meters --scan lists what is plugged in; bgbingo sync reads it.");
  }
  return 0;
}

}  // namespace

Verb meters_verb() {
  auto options = std::make_shared<Options>();
  return {.name = "meters",
          .group = "My logbook",
          .help = "the meters this program reads",
          .options = {{"--scan", "", "what is plugged in, and which meter it may be; asks nothing of it",
                       &options->scan},
                      {"--known", "", "the meters that were read here, and whose they are", &options->known},
                      {"--markdown", "", "as a table for the docs", &options->as_markdown}},
          .verbs = {meters_move_verb()},
          .run = [options](Context& context) { return run(context, *options); },
          .prints_data = true};
}

}  // namespace cli
