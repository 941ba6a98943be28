#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace game {

/// Names, prizes and reasons: UTF-8 of 1 to 80 bytes that neither starts nor ends with a space.
bool is_free_text(std::string_view text);
/// As a round file writes it: each byte outside printable ASCII, and each backslash, as "\xNN".
std::string escape_text(std::string_view text);
/// The way back; nothing unless escape_text gives exactly `escaped` again and the text is free text.
std::optional<std::string> unescape_text(std::string_view escaped);

/// Whether two names are one player's: letters A-Z and a-z are alike.
bool same_player(std::string_view a, std::string_view b);
/// Whether `name` stands in the text as a word of its own, A-Z and a-z alike.
bool mentions(std::string_view text, std::string_view name);

/// Names of series and rounds: 1 to 40 of A-Z a-z 0-9 . _ -, the first a letter or digit.
bool is_short_name(std::string_view text);

}  // namespace game
