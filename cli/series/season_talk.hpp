#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "game/season.hpp"

namespace cli {

/// "findings" and "table".
void write_season_members(JsonWriter& json, const std::vector<std::string>& findings,
                          const std::vector<game::Standing>& table);
/// The findings, or `sound` where there are none; then the table.
void print_season(Context& context, const std::vector<std::string>& findings, const std::string& sound,
                  const std::vector<game::Standing>& standings);

}  // namespace cli
