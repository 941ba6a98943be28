#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

#include <boost/system/result.hpp>

namespace core {

/// The kinds of fault a caller may want to tell apart. Each has one exit code (exit_code below).
enum class Errc {
  internal,       ///< a fault of this program
  usage,          ///< the command's words are off
  not_found,      ///< no such port, file, reading, round
  access_denied,  ///< the system does not let us
  busy,           ///< somebody else holds the port or file
  timeout,        ///< no answer in time
  disconnected,   ///< the other end went away
  protocol,       ///< an answer that does not fit the protocol
  bad_data,       ///< a file or value that cannot be what it claims
  unsupported,    ///< this meter or file cannot do that
  refused,        ///< against a rule: another person's meter, a newer logbook, an unsafe range
  cancelled,      ///< the user stopped it
};

/// A fault, told where it is known: one sentence for the user, what it was about, and what to try.
struct Error {
  Errc kind = Errc::internal;
  std::string what;    ///< one sentence, without full stop: "the meter does not answer"
  std::string where;   ///< port, file, record or line it is about; may be empty
  std::string advice;  ///< what to try next; may be empty

  bool operator==(const Error&) const = default;
};

/// "the meter does not answer (/dev/ttyUSB0). Wake it and try again." Control characters are masked.
std::string sentence(const Error& error);

/// The program's exit code: 0 is done, 1 internal fault, 2 usage, 3 not found, 4 line trouble, 5 bad data, 6
/// refused.
int exit_code(Errc kind) noexcept;

/// What I/O throws; carries the same Error that decoders return.
class Failure : public std::runtime_error {
 public:
  explicit Failure(Error error);
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

/// What decoders and parsers return: bad bytes are normal there, so no exception.
template <class T>
using Result = boost::system::result<T, Error>;

/// Lets Result<T>::value() throw a Failure (found by argument-dependent look-up).
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace core
