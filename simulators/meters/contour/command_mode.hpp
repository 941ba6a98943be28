#pragma once

#include <string>

#include "core/time/meter_time.hpp"

namespace simulators::contour {

/// The meter's command mode: reads and writes its clock, date and time one by one
/// (docs/protocols/contour.md, "Command mode").
class CommandMode {
 public:
  /// A lenient one swallows CR and LF between commands.
  explicit CommandMode(bool is_lenient) : is_lenient_(is_lenient) {}

  /// Takes a byte that is none of the four that change the meter's state; gives the answer. `clock` is what
  /// the meter shows, and is changed when the byte completes a command that sets it.
  std::string take(char byte, core::LocalSeconds& clock);

 private:
  enum class Step { command, field_to_read, field_to_write, date, time };

  bool is_lenient_;
  Step step_ = Step::command;
  std::string said_;  ///< what has come of this step
};

}  // namespace simulators::contour
