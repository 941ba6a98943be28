#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace game {

/// Finds one's own line of a round file by one's receipt. Sentences for the player, without a full stop;
/// Errc::not_found when the receipt's line is not in the list, usage when this is no receipt.
[[nodiscard]] core::Result<std::vector<std::string>> find_mine(std::string_view text,
                                                               std::string_view receipt);

}  // namespace game
