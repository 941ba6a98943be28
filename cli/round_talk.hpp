#pragma once

#include <optional>
#include <string>

#include "cli/context.hpp"
#include "game/store/store.hpp"
#include "game/verify.hpp"

namespace cli {

/// The games of this machine, in the data folder.
game::Store open_store(const Context& context);

/// "4.0-10.0" or "72-180", in the unit's steps. Throws core::Failure (usage).
void set_range(game::Rules& rules, const std::string& text);
game::PublicKind public_kind(const std::string& text);
/// "2026-11-25 21:55" on the person's wall clock, "21:55" today, or "2026-11-25T21:55:00Z".
core::UtcSeconds parse_moment(const Context& context, const std::string& text);

/// What stands in the chat when a round opens: three sentences, range, kind of public value, digests.
void print_opening(Context& context, const game::Announcement& announcement);
/// What stands there when it closes.
void print_closing(Context& context, const game::Announcement& announcement, const game::ClosedList& list);
/// The number in both units, and the places.
void print_result(Context& context, const game::RoundFile& file);
void print_verdict(Context& context, const game::Verdict& verdict);
/// The stable form of `round verify --json`.
void print_verdict_json(Context& context, const game::Verdict& verdict);

}  // namespace cli
