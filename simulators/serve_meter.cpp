#include "simulators/serve_meter.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "simulators/replay.hpp"
#include "simulators/served_folder.hpp"
#include "simulators/served_line.hpp"

namespace simulators {
namespace {

FoundModel known_model(std::string_view name) {
  const FoundModel found = find_model(name);
  if (found.family) return found;
  std::string names;
  for (const SimulatedFamily* family : families())
    for (const SimulatedModel& model : family->models)
      names += (names.empty() ? "" : ", ") + std::string(model.name);
  throw core::Failure({core::Errc::not_found, "there is no simulator of this name", std::string(name),
                       "There are " + names + "."});
}

/// The meter as it was before the faults befell it.
MeterState initial_state(ServeOptions& options, const FoundModel& found) {
  const auto [family, model] = found;
  MeterState state;
  state.serial = options.serial;
  if (state.serial.empty()) state.serial = family->make_serial(*model, options.seed);
  if (!family->is_serial(*model, state.serial))  // by its form its readings are known for ever
    throw core::Failure({core::Errc::usage, "this is no serial number of such a simulated meter",
                         state.serial, "They look like " + family->make_serial(*model, 1) + "."});
  state.capacity = model->memory;
  state.memory = std::move(options.readings);
  state.set_clock(initial_clock_difference(options.faults, options.now, options.clock_difference),
                  options.now);
  state.display_unit = options.display_unit;
  return state;
}

/// Of `count` readings only those are there that a memory of this kind can hold, the newest that fit.
void tell_what_was_left_out(const ServeOptions& options, std::size_t count, const MeterState& state) {
  if (state.memory.size() < std::min(count, state.capacity))
    options.warn(fmt::format(
        "{} of {} readings were left out: this meter cannot hold records of their kind, or of their year.",
        count - state.memory.size(), count));
}

std::unique_ptr<ServedMeter> serve_folder(ServeOptions& options, const FoundModel& found,
                                          const Surroundings& around) {
  const auto refuse = [&](std::string_view what, std::string_view hint) {
    throw core::Failure({core::Errc::usage, std::string(what), options.model, std::string(hint)});
  };
  if (options.link.empty()) refuse("this meter is a folder", "Say where it shall be: --link ./meter");
  if (options.replay || options.pace || !options.log.empty() || options.listen)
    refuse("this meter is a folder: it has no line", "Leave out --pace, --replay, --log and --listen.");
  if (!options.meter_options.empty()) refuse("this simulated meter has no options", "Leave out --option.");
  const std::size_t count = options.readings.size();
  MeterState state = fit(initial_state(options, found), *found.model, found.family->folder->holds);
  tell_what_was_left_out(options, count, state);
  apply_to_state(options.faults, state, options.now);
  return std::make_unique<ServedFolder>(
      std::move(state), ServedFolder::Settings{*found.family->folder, options.link, options.seed},
      options.faults, around.moment);
}

std::unique_ptr<ServedMeter> serve_line(ServeOptions& options, const FoundModel& found,
                                        const Surroundings& around) {
  const ServedLine::Settings settings{found.model->baud, found.model->bits_per_byte, options.pace,
                                      options.link, options.listen};
  if (options.replay) {
    if (options.replay->driver != found.family->family)
      throw core::Failure({core::Errc::usage,
                           fmt::format("this recording is of another family than this meter: {}, not {}",
                                       options.replay->driver, found.family->family),
                           options.model, "Name a meter of the recording's family."});
    return std::make_unique<ServedLine>(std::make_unique<Replay>(*options.replay, found.family->openings),
                                        nullptr, settings, around);
  }
  const std::size_t count = options.readings.size();
  auto simulated = found.family->make(*found.model, initial_state(options, found),
                                      {options.strict, options.meter_options});
  tell_what_was_left_out(options, count, simulated->state());
  apply_to_state(options.faults, simulated->state(), options.now);
  auto meter = std::make_unique<FaultyMeter>(std::move(simulated), options.faults, options.seed);
  FaultyMeter* const seen = meter.get();
  return std::make_unique<ServedLine>(std::move(meter), seen, settings, around);
}

}  // namespace

std::unique_ptr<ServedMeter> serve_meter(ServeOptions& options, const Surroundings& around) {
  const FoundModel found = known_model(options.model);
  return found.family->folder ? serve_folder(options, found, around) : serve_line(options, found, around);
}

}  // namespace simulators
