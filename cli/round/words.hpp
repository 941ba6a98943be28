#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "game/entry.hpp"
#include "game/public_value.hpp"
#include "game/rules.hpp"

// What is typed after the verbs of `round` and `series`. All throw core::Failure (usage but for read_text).
namespace cli {

/// "6.4", "114 mg/dL", "HI": words of one value, as the meter shows it.
core::Glucose parse_value_words(Context& context, const std::vector<std::string>& words);
/// "typed", "picture" or "log"; typed without a word.
game::Evidence parse_evidence_word(const std::optional<std::string>& word);
game::PublicKind public_kind(const std::string& text);

/// "4.0-10.0" or "72-180", in the steps of the rules' unit.
void set_range(game::Rules& rules, const std::string& text);

/// "2026-11-25 21:55" on the person's wall clock, "21:55" today, or "2026-11-25T21:55:00Z".
core::UtcSeconds parse_moment(const Context& context, const std::string& text);
/// The same, to come: "00:10" said at 23:55 is tomorrow's.
core::UtcSeconds parse_coming_moment(const Context& context, const std::string& text);

/// At most so many bytes of a file, or of standard input for "-". Failure (not_found).
std::string read_text(const std::string& path, std::size_t most);

}  // namespace cli
