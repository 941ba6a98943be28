#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"

// For meters that print their answers with every character at its place.
namespace device {

/// Whether the text has this form, character by character: 'd' is a digit, 'h' a hex digit, 'n' a digit or an
/// upper-case letter, '*' any printable ASCII; every other character stands for itself.
bool fits(std::string_view text, std::string_view form);

/// The number that `count` characters from `place` on write; only where fits() has seen digits there.
int digits_at(std::string_view text, std::size_t place, std::size_t count);
int hex_at(std::string_view text, std::size_t place, std::size_t count);

/// The text without the blanks at its ends.
std::string_view without_blanks(std::string_view text);

/// The next line that is not empty, without its end, taken off the front; empty where none has come whole.
std::string_view take_line(std::string_view& text);

/// Errc::protocol for a line that cannot be what it should be.
core::Error misfit(std::string what, std::string_view line);

}  // namespace device
