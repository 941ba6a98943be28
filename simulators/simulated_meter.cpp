#include "simulators/simulated_meter.hpp"

namespace simulators {

void MeterState::add(core::LogEntry entry) {
  if (memory.size() == capacity) memory.erase(memory.begin());
  memory.push_back(std::move(entry));
}

FoundModel find_model(std::string_view name) {
  for (const SimulatedFamily* family : families())
    for (const SimulatedModel& model : family->models)
      if (model.name == name) return {family, &model};
  return {nullptr, nullptr};
}

}  // namespace simulators
