#include "simulators/served_folder.hpp"

#include "simulators/faulty_line.hpp"

namespace simulators {
namespace {

/// Throws core::Failure (usage) for a fault that only a conversation can have.
void require_faults_of_a_file(const Faults& faults) {
  Faults others;
  others.stall = faults.stall;
  others.deaf = faults.deaf;
  others.bad_record = faults.bad_record;
  others.truncate = faults.truncate;
  others.duplicate = faults.duplicate;
  others.add_during = faults.add_during;
  others.nak = faults.nak;
  const std::vector<std::string> texts = format_faults(others);
  if (!texts.empty())
    throw core::Failure(
        {core::Errc::unsupported, "this meter is a folder: it cannot have such a fault", texts.front(),
         "It can have drop, corrupt, noise, disconnect, clock, clock-back, clock-unset, impossible-date and "
         "twice."});
}

}  // namespace

ServedFolder::ServedFolder(MeterState state, Settings settings, const Faults& faults,
                           std::function<Moment()> moment)
    : state_(std::move(state)),
      settings_(std::move(settings)),
      moment_(std::move(moment)),
      port_(settings_.folder) {
  add(faults);
  plug();
}

void ServedFolder::show_state() {
  if (!is_plugged_) return;
  const MeterFile report = settings_.meter.report(state_, moment_().wall_clock);
  core::Bytes bytes;
  for (const FaultyLine::Piece& piece :
       FaultyLine(faults_, settings_.seed).from_meter(core::as_bytes(report.text)).pieces)
    bytes.insert(bytes.end(), piece.bytes.begin(), piece.bytes.end());
  port_.write(report.path, bytes);
}

void ServedFolder::add(const Faults& more) {
  require_faults_of_a_file(more);
  faults_ = joined(std::move(faults_), more);
}

void ServedFolder::plug() {
  is_plugged_ = true;
  try {
    show_state();
  } catch (...) {
    unplug();
    throw;
  }
}

void ServedFolder::unplug() {
  is_plugged_ = false;
  port_.remove();
}

}  // namespace simulators
