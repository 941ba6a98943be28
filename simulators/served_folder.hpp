#pragma once

#include "simulators/folder_port.hpp"
#include "simulators/served_meter.hpp"

namespace simulators {

/// A meter that is a folder with a report. The faults of bytes are those of the file, counted in it from 1
/// each time it is written.
class ServedFolder : public ServedMeter {
 public:
  struct Settings {
    SimulatedFolder meter;
    std::filesystem::path folder;
    std::uint64_t seed;  ///< of noise
  };
  /// What the faults do to the state is done already.
  ServedFolder(MeterState state, Settings settings, const Faults& faults, std::function<Moment()> moment);

  std::string port() const override { return port_.folder().string(); }
  MeterState* state() override { return &state_; }
  void show_state() override;
  void add(const Faults& more) override;
  void clear_faults() override { faults_ = {}; }
  Faults faults() const override { return faults_; }
  void plug() override;
  void unplug() override;
  void turn_on() override { show_state(); }

 private:
  MeterState state_;
  Settings settings_;
  Faults faults_;
  std::function<Moment()> moment_;
  FolderPort port_;
  bool is_plugged_ = false;
};

}  // namespace simulators
