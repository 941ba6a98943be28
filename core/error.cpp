#include "core/error.hpp"

#include "core/text/printable.hpp"

namespace core {

std::string sentence(const Error& error) {
  std::string text = error.what;
  if (!error.where.empty()) text += " (" + error.where + ")";
  text += ".";
  if (!error.advice.empty()) text += " " + error.advice;
  return printable(text);
}

int exit_code(Errc kind) noexcept {
  switch (kind) {
    case Errc::internal:
      return 1;
    case Errc::usage:
      return 2;
    case Errc::not_found:
      return 3;
    case Errc::busy:
    case Errc::timeout:
    case Errc::disconnected:
    case Errc::protocol:
      return 4;
    case Errc::bad_data:
      return 5;
    case Errc::access_denied:
    case Errc::unsupported:
    case Errc::refused:
    case Errc::cancelled:
      return 6;
  }
  return 1;
}

Failure::Failure(Error error) : std::runtime_error(sentence(error)), error_(std::move(error)) {}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw Failure(error);
}

}  // namespace core
