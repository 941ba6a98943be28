#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "game/safety.hpp"
#include "game/store/store.hpp"
#include "game/verify.hpp"

// What the verbs of `round` print.
namespace cli {

/// What stands in the chat when a round opens: three sentences, range, kind of public value, digests.
void print_opening(Context& context, const game::Announcement& announcement);
/// What stands there when it closes.
void print_closing(Context& context, const game::Announcement& announcement, const game::ClosedList& list);
/// The number in both units, and the places.
void print_result(Context& context, const game::RoundFile& file);
/// The same of a file that was just made, or its verdict with --json.
void print_file(Context& context, const game::RoundFile& file);

void print_receipt(Context& context, const std::string& name, const game::Receipt& receipt);
/// "receipt", "private" and "needs_a_moment" of an entry or a correction.
void write_private_members(JsonWriter& json, const std::optional<game::Receipt>& receipt,
                           const std::optional<std::string>& private_line, bool needs_a_moment);

/// `mine`: what find_mine says of somebody's own line.
void print_verdict(Context& context, const game::Verdict& verdict,
                   const std::optional<std::vector<std::string>>& mine = std::nullopt);
/// The stable form of `round verify --json`.
void print_verdict_json(Context& context, const game::Verdict& verdict,
                        const std::optional<std::vector<std::string>>& mine = std::nullopt);

}  // namespace cli
