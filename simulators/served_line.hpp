#pragma once

#include <memory>

#include "simulators/faulty_meter.hpp"
#include "simulators/line_server.hpp"
#include "simulators/served_meter.hpp"
#include "simulators/tcp_port.hpp"

namespace simulators {

/// A meter, or a recording of one, at the far end of a pseudo-terminal.
class ServedLine : public ServedMeter {
 public:
  struct Settings {
    std::uint32_t baud;
    std::uint32_t bits_per_byte;
    bool pace;
    std::filesystem::path link;  ///< empty: none
    std::optional<LoopbackAddress> listen = std::nullopt;
  };
  /// `meter` is the far end as a meter; null for a recording.
  ServedLine(std::unique_ptr<FarEnd> far_end, FaultyMeter* meter, const Settings& settings,
             const Surroundings& around);

  std::string port() const override { return port_.path(); }
  std::string listens() const override { return tcp_ ? tcp_->address() : ""; }
  MeterState* state() override { return meter_ ? &meter_->meter().state() : nullptr; }
  void add(const Faults& more) override { meter_->add(more); }
  void clear_faults() override { meter_->change({}); }
  Faults faults() const override { return meter_ ? meter_->faults() : Faults(); }
  void plug() override { line_.plug(); }
  void unplug() override { line_.unplug(); }
  void turn_on() override { line_.turn_on(); }

 private:
  std::unique_ptr<FarEnd> far_end_;
  FaultyMeter* meter_;
  PtyPort port_;
  LineServer line_;
  std::optional<TcpPort> tcp_;
};

}  // namespace simulators
