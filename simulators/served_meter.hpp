#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "simulators/faults.hpp"
#include "simulators/note_exchange.hpp"

namespace boost::asio {
class io_context;
}

namespace simulators {

/// What a served meter needs of the program around it.
struct Surroundings {
  boost::asio::io_context& io;
  std::function<Moment()> moment;
  std::function<void(const std::string&)> remark;  ///< takes what a tester should know of
  std::function<void(std::exception_ptr)> fail;    ///< told when it cannot go on
  NoteExchange note = nullptr;                     ///< null: nobody
  /// Told when something was said over a wire and answered: the meter may hold other things now.
  std::function<void()> after_exchange = [] {};
};

/// A simulated meter where a host finds it: at the end of a wire or as a folder. Plugged in from the start
/// until it is destroyed. Everything throws core::Failure.
class ServedMeter {
 public:
  virtual ~ServedMeter() = default;

  /// What the host opens: a pseudo-terminal or a folder.
  virtual std::string port() const = 0;
  /// "127.0.0.1:7000" where it is found over TCP as well; else empty.
  virtual std::string listens() const { return ""; }
  /// Null for a recording, which has no memory and no clock.
  virtual MeterState* state() = 0;
  /// The state was changed from outside; a meter that shows it shows it anew.
  virtual void show_state() {}
  /// These faults of the wire or file as well, counted from now on; what they do to the state is done
  /// already. Throws, and changes nothing, for those it cannot have.
  virtual void add(const Faults& more) = 0;
  virtual void clear_faults() = 0;
  virtual Faults faults() const = 0;  ///< as they were set
  virtual void plug() = 0;
  virtual void unplug() = 0;
  virtual void turn_on() = 0;
};

}  // namespace simulators
