#include "cli/series/season_talk.hpp"

#include <ostream>

#include "cli/table.hpp"
#include "core/text/printable.hpp"

namespace cli {

void write_season_members(JsonWriter& json, const std::vector<std::string>& findings,
                          const std::vector<game::Standing>& table) {
  json.member("findings", findings).key("table").open('[');
  for (const game::Standing& s : table)
    json.open('{')
        .member("place", s.place)
        .member("name", s.name)
        .member("points", s.points)
        .member("rounds", s.rounds)
        .member("wins", s.wins)
        .close('}');
  json.close(']');
}

void print_season(Context& context, const std::vector<std::string>& findings, const std::string& sound,
                  const std::vector<game::Standing>& standings) {
  for (const std::string& finding : findings) context.out << core::printable(finding) << "\n";
  if (findings.empty()) context.out << sound << "\n";
  Table table{{"place", "who", "points", "rounds", "wins"}, {}, {true, false, true, true, true}};
  for (const game::Standing& s : standings)
    table.rows.push_back({std::to_string(s.place), core::printable(s.name), std::to_string(s.points),
                          std::to_string(s.rounds), std::to_string(s.wins)});
  if (!table.rows.empty()) print(context, table);
}

}  // namespace cli
