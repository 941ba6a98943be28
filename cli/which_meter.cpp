#include "cli/which_meter.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/parse.hpp"
#include "core/io/async.hpp"
#include "core/text/printable.hpp"
#include "device/language.hpp"
#include "device/meter.hpp"
#include "device/open_tty.hpp"
#include "device/ports.hpp"
#include "device/registry.hpp"

namespace cli {
namespace {

/// What the adapter calls itself, two blanks before it.
std::string name_of(const device::Candidate& candidate) {
  return candidate.port.adapter.empty() ? "" : "  " + core::printable(candidate.port.adapter);
}

/// Which of several. Where nobody can be asked the command has to say it.
std::string ask_which(Context& context, const std::vector<device::Candidate>& candidates) {
  std::vector<std::string> paths;
  for (const device::Candidate& candidate : candidates) paths.push_back(candidate.port.path.string());
  if (!context.can_ask)
    throw core::Failure({core::Errc::usage, "several meters may be plugged in",
                         fmt::format("{}", fmt::join(paths, ", ")),
                         "Say which one with --port PATH; `bgbingo meters --scan` tells them apart."});
  context.err << "Several meters may be plugged in:\n";
  for (std::size_t i = 0; i < paths.size(); ++i)
    context.err << fmt::format("  {}  {}{}\n", i + 1, core::printable(paths[i]), name_of(candidates[i]));
  const std::string answer = context.ask("Which one? Its number");
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (answer == std::to_string(i + 1)) return paths[i];
  throw core::Failure({core::Errc::usage, "there is no such number", answer, "The meter was not asked."});
}

/// The families whose meters somebody's logbook here knows: they are asked first.
std::vector<std::string> known_families(const Context& context) {
  const auto logbook = find_logbook(logbook_file(context), core::Logbook::Open::existing);
  std::vector<std::string> families;
  if (logbook)
    for (const auto& [id, source] : logbook->sources()) families.push_back(source.family);
  return families;
}

core::Failure nobody_there(const device::Probed& probed, const std::vector<const device::Driver*>& asked,
                           const std::string& path) {
  const bool may_have_spoken = std::any_of(asked.begin(), asked.end(), [](const device::Driver* driver) {
    return device::serial_link(*driver).probe.question.empty();
  });
  std::string advice =
      "Wake the meter, look at its cable, and try again; `bgbingo meters` lists what can be read.";
  for (const device::Driver* driver : asked)
    if (may_have_spoken && device::serial_link(*driver).probe.question.empty())
      advice += fmt::format(" The {} speaks only when it is turned on: try --meter {}.",
                            driver->models.front().title, driver->models.front().name);
  if (probed.heard)
    return core::Failure({core::Errc::protocol, "what answers here is no meter that is known", path, advice});
  return core::Failure({core::Errc::timeout, "no meter answers", path, advice});
}

boost::asio::awaitable<void> probe_into(device::Probed& result, std::vector<const device::Driver*> candidates,
                                        device::OpenWire open, device::ProbeOptions how) {
  result = co_await device::probe_families(std::move(candidates), std::move(open), std::move(how));
}

device::Probed probe(Context& context, const PortToMeter& port, std::vector<const device::Driver*> candidates,
                     device::ProbeOptions how) {
  context.err << "Looking which meter is there …" << std::endl;
  how.is_pseudo_terminal = device::is_pseudo_terminal(port.path);
  how.expected = [known = known_families(context)](const device::Driver& driver) {
    return std::find(known.begin(), known.end(), driver.family) != known.end();
  };
  device::Probed probed;
  core::run(port.io, probe_into(probed, std::move(candidates), port.open, std::move(how)));
  return probed;
}

}  // namespace

const device::Driver* named_driver(const WireOptions& options) {
  if (!options.meter || *options.meter == "auto") return nullptr;
  if (const device::Driver* driver = device::find_driver(*options.meter)) return driver;
  std::vector<std::string> names;
  for (const device::Driver* driver : device::drivers())
    for (const device::Model& model : driver->models) names.emplace_back(model.name);
  const std::string near = nearest(*options.meter, names);
  throw core::Failure({core::Errc::usage, "this meter is not known", *options.meter,
                       (near.empty() ? "" : "Did you mean " + near + "? ") +
                           "`bgbingo meters` lists them; --meter auto finds out which it is."});
}

std::string chosen_port(Context& context, const WireOptions& options, const device::Driver* named) {
  if (options.port) return *options.port;
  const auto all = device::find_candidates();
  if (all.empty())
    throw core::Failure({core::Errc::not_found, "nothing that may be a meter is plugged in", "",
                         "Plug in the meter's cable, or give --port PATH."});
  auto candidates = device::candidates_for(named, all);
  if (candidates.empty()) candidates = all;
  return candidates.size() == 1 ? candidates.front().port.path.string() : ask_which(context, candidates);
}

const device::Driver& find_out(Context& context, const PortToMeter& port) {
  const auto candidates = device::likely_drivers(device::find_port(port.path));
  if (candidates.size() == 1) return *candidates.front();
  device::ProbeOptions how;
  how.patience = [&context](std::chrono::seconds time) {
    context.err << fmt::format("Nobody answered at once; asking longer, up to {} s. --meter NAME is faster.",
                               time.count())
                << std::endl;
  };
  const device::Probed probed = probe(context, port, candidates, std::move(how));
  if (!probed.driver) throw nobody_there(probed, candidates, port.path);
  return *probed.driver;
}

core::Error look_for_another(Context& context, const PortToMeter& port, const device::Driver& named,
                             const core::Error& error) {
  if (device::serial_link(named).probe.question.empty()) return error;  // it is never said a word unasked
  std::vector<const device::Driver*> others;
  for (const device::Driver* driver : device::drivers())
    if (driver != &named && std::holds_alternative<device::SerialLink>(driver->link))
      others.push_back(driver);
  device::ProbeOptions how;
  how.is_quick = true;
  try {
    const device::Probed probed = probe(context, port, std::move(others), std::move(how));
    return probed.driver ? device::stranger(*probed.driver, named, error.where) : error;
  } catch (const core::Failure& failure) {  // the port is gone, say: what was wrong before matters
    if (failure.error().kind == core::Errc::cancelled) throw;
    return error;
  }
}

const device::Driver& folder_driver(const device::Driver* named, const std::string& folder) {
  const auto fits = [&](const device::Driver* driver) {
    const auto* link = std::get_if<device::FolderLink>(&driver->link);
    return link && (named ? driver == named : link->fits(folder));
  };
  const auto all = device::drivers();
  const auto found = std::find_if(all.begin(), all.end(), fits);
  if (found != all.end()) return **found;
  if (named) static_cast<void>(device::serial_link(*named));  // says what a folder is for
  throw core::Failure(
      {named ? core::Errc::usage : core::Errc::bad_data,
       named ? "this meter is read over a serial port, not from a folder" : "this folder is no meter's",
       folder, "`bgbingo meters --scan` lists what is plugged in."});
}

}  // namespace cli
