#include "cli/meters_scan.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/table.hpp"
#include "device/open_tty.hpp"
#include "device/ports.hpp"
#include "device/registry.hpp"

namespace cli {
namespace {

using device::Candidate;

std::string usb_text(const device::Port& port) {
  return port.usb ? fmt::format("{:04x}:{:04x}", port.usb->vendor, port.usb->product) : "";
}

/// A folder that could be read to find out whose it is has none.
std::optional<core::Error> trouble_with(const device::Port& port) {
  std::error_code ignored;
  if (std::filesystem::is_directory(port.path, ignored)) return std::nullopt;
  return device::port_trouble(port.path);
}

std::string likely_text(const Candidate& candidate) {
  const auto serial_families = std::count_if(
      device::drivers().begin(), device::drivers().end(),
      [](const device::Driver* driver) { return std::holds_alternative<device::SerialLink>(driver->link); });
  if (static_cast<std::ptrdiff_t>(candidate.likely.size()) == serial_families && serial_families > 1)
    return "any serial meter";
  std::vector<std::string_view> titles;
  for (const device::Driver* driver : candidate.likely) titles.push_back(driver->models.front().title);
  return fmt::format("{}", fmt::join(titles, ", "));
}

void print_json(std::ostream& out, const std::vector<Candidate>& candidates) {
  JsonWriter json(out);
  json.open('[');
  for (const Candidate& candidate : candidates) {
    const auto& [port, likely] = candidate;
    const auto trouble = trouble_with(port);
    json.open('{').member("port", port.path.string()).member("usb", usb_text(port));
    json.member("adapter", port.adapter).key("families").open('[');
    for (const device::Driver* driver : likely) json.value(driver->family);
    json.close(']').member("trouble", trouble ? core::sentence(*trouble) : "").close('}');
  }
  json.close(']').finish();
}

}  // namespace

int scan_meters(Context& context) {
  const std::vector<Candidate> candidates = device::find_candidates();
  if (context.options.json) {
    print_json(context.out, candidates);
    return 0;
  }
  if (candidates.empty()) {
    context.err
        << "Nothing that may be a meter is plugged in: no serial adapter, no meter mounted as a stick.\n";
    return 0;
  }
  Table table{{"port", "usb", "adapter", "may be"}, {}, {}};
  for (const Candidate& candidate : candidates)
    table.rows.push_back({candidate.port.path.string(), usb_text(candidate.port), candidate.port.adapter,
                          likely_text(candidate)});
  print(context, table);
  for (const Candidate& candidate : candidates)
    if (const auto trouble = trouble_with(candidate.port)) context.err << core::sentence(*trouble) << "\n";
  say_next(context, candidates.size() == 1 ? "bgbingo sync"
                                           : "bgbingo sync --port " + candidates.front().port.path.string());
  return 0;
}

}  // namespace cli
