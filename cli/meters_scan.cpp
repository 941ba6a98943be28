#include "cli/meters_scan.hpp"

#include <algorithm>
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

/// Something plugged in that may be a meter.
struct Candidate {
  std::string port;
  std::string usb;      ///< "1a79:6001"; empty for none
  std::string adapter;  ///< what it calls itself
  std::vector<const device::Driver*> likely;
  std::optional<core::Error> trouble;
};

Candidate candidate_of(const device::Port& port) {
  Candidate candidate{port.path.string(), "", port.adapter, device::likely_drivers(port), {}};
  if (port.usb) candidate.usb = fmt::format("{:04x}:{:04x}", port.usb->vendor, port.usb->product);
  candidate.trouble = device::port_trouble(port.path);
  return candidate;
}

std::vector<Candidate> find_candidates() {
  std::vector<Candidate> all;
  for (const device::Port& port : device::scan_ports()) all.push_back(candidate_of(port));
  for (const auto& [folder, driver] : device::scan_mounted_meters())
    all.push_back({folder.string(), "", "", {driver}, {}});
  return all;
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
    json.open('{').member("port", candidate.port).member("usb", candidate.usb);
    json.member("adapter", candidate.adapter).key("families").open('[');
    for (const device::Driver* driver : candidate.likely) json.value(driver->family);
    json.close(']').member("trouble", candidate.trouble ? core::sentence(*candidate.trouble) : "").close('}');
  }
  json.close(']').finish();
}

}  // namespace

int scan_meters(Context& context) {
  const std::vector<Candidate> candidates = find_candidates();
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
    table.rows.push_back({candidate.port, candidate.usb, candidate.adapter, likely_text(candidate)});
  print(context, table);
  for (const Candidate& candidate : candidates)
    if (candidate.trouble) context.err << core::sentence(*candidate.trouble) << "\n";
  say_next(context,
           candidates.size() == 1 ? "bgbingo sync" : "bgbingo sync --port " + candidates.front().port);
  return 0;
}

}  // namespace cli
