#pragma once

#include <string>
#include <string_view>

namespace core {

/// Text from outside (names, notes, serial numbers, error texts) made safe for a terminal: C0, DEL and C1
/// controls, the bidi marks and overrides, and bytes that are not UTF-8 become "\xNN"/"\u{NNNN}"; tab and
/// line feed too. What stays is printable UTF-8 on one line.
std::string printable(std::string_view text);

/// True when printable(text) == text.
bool is_printable(std::string_view text);

/// Strict UTF-8 (RFC 3629) from end to end.
bool is_utf8(std::string_view text);

/// The text as a JSON string with its quotes: what printable() masks is written \uXXXX (as surrogate pairs
/// above U+FFFF), so that it is exact and yet safe on a terminal; bytes that are not UTF-8 become U+FFFD.
std::string json_text(std::string_view text);

}  // namespace core
