#include "simulators/simulated_meter.hpp"

#include "core/text/same_name.hpp"

namespace simulators {

void MeterState::set_clock(std::chrono::seconds difference, core::LocalSeconds wall_clock) {
  const core::LocalSeconds shown = wall_clock + difference;
  if (shown < *core::make_local(1970, 1, 1, 0, 0, 0) || shown > *core::make_local(2099, 12, 31, 23, 59, 59))
    throw core::Failure({core::Errc::refused, "the meters know the years 1970 to 2099 only", "", ""});
  clock_difference = difference;
}

bool MeterState::add(core::LogEntry entry) {
  if (!holds(entry)) return false;
  if (memory.size() == capacity) memory.erase(memory.begin());
  memory.push_back(std::move(entry));
  return true;
}

MeterState fit(MeterState state, const SimulatedModel& model, bool (*holds)(const core::LogEntry&)) {
  state.holds = holds;
  if (state.capacity == 0) state.capacity = model.memory;
  std::erase_if(state.memory, [&](const core::LogEntry& entry) { return !holds(entry); });
  if (state.memory.size() > state.capacity)
    state.memory.erase(state.memory.begin(),
                       state.memory.end() - static_cast<std::ptrdiff_t>(state.capacity));
  return state;
}

FoundModel find_model(std::string_view name) {
  for (const SimulatedFamily* family : families())
    for (const SimulatedModel& model : family->models)
      if (core::is_same_name(model.name, name)) return {family, &model};
  for (const SimulatedFamily* family : families())
    if (core::is_same_name(family->family, name)) return {family, &family->models.front()};
  return {nullptr, nullptr};
}

}  // namespace simulators
