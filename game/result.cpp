#include "game/result.hpp"

#include <fmt/format.h>

#include "core/text/printable.hpp"
#include "game/draw.hpp"

namespace game {

std::vector<int> first_place(const RoundFile& file) {
  std::vector<int> first;
  for (const Placing& line : file.places)
    if (line.place == 1) first.push_back(line.entry);
  return first;
}

std::string prize_of(const RoundFile& file) {
  const std::vector<int> first = first_place(file);
  const Prize prize = file.announcement.rules.prize;
  if (first.empty() || !file.value || prize == Prize::none) return "-";
  if (prize == Prize::shared) return "shared";
  const std::string key = draw_key(file.secret, list_digest(file.announcement, file.list), *file.value);
  return std::to_string(draw_among(key, first));
}

std::string who(const RoundFile& file, int entry) {
  const auto found = file.names.find(entry);
  return found == file.names.end() ? fmt::format("entry {}", entry) : core::printable(found->second);
}

}  // namespace game
