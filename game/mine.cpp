#include "game/mine.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/text/printable.hpp"
#include "game/digest.hpp"
#include "game/round_file.hpp"
#include "game/words.hpp"

namespace game {

namespace {

using Kind = OpenedLine::Kind;

/// The entry's number, the second field of "round|number|value|unit|salt".
std::optional<int> number_of(std::string_view receipt) {
  if (receipt.size() > 200 || std::count(receipt.begin(), receipt.end(), '|') != 4) return std::nullopt;
  const std::size_t begin = receipt.find('|') + 1;
  const auto number = parse_whole(receipt.substr(begin, receipt.find('|', begin) - begin));
  if (!number || *number < 1 || *number > most_entries) return std::nullopt;
  return static_cast<int>(*number);
}

std::string what_became(const RoundFile& file, int entry) {
  for (const OpenedLine& line : file.openings) {
    if (line.entry != entry) continue;
    if (line.kind == Kind::withdrawn) return "it was withdrawn after publication";
    if (line.kind == Kind::rests)
      return "it was ranked at the close and rests since; if that was not your wish, object";
    for (const Placing& place : file.places)
      if (place.entry == entry) return fmt::format("it was opened and has place {}", place.place);
    return "it was opened and rests since";
  }
  if (file.state == State::void_) return "the round is void and opened nothing";
  return "it is among those who also played; if you joined to be ranked and were not low, object";
}

}  // namespace

core::Result<std::vector<std::string>> find_mine(std::string_view text, std::string_view receipt) {
  while (!receipt.empty() && (receipt.back() == '\n' || receipt.back() == '\r')) receipt.remove_suffix(1);
  const auto file = parse_round_file(text);
  if (!file) return file.error();
  const auto number = number_of(receipt);
  if (!number)
    return core::Error{core::Errc::usage, "this is not a receipt", "",
                       "It is one line: round|number|value|unit|salt."};
  const auto& commitments = file->list.commitments;
  const auto index = static_cast<std::size_t>(*number - 1);
  if (index >= commitments.size() || commitments[index] != sha256_hex(receipt))
    return core::Error{core::Errc::not_found, "this receipt's line is not in the list",
                       fmt::format("line {}", *number), "Show the host your receipt and object."};
  const auto who = file->names.find(*number);
  return std::vector<std::string>{
      fmt::format("your line {} is in the list", *number), what_became(*file, *number),
      who == file->names.end() ? "it carries no name"
                               : "it carries the name " + core::printable(who->second)};
}

}  // namespace game
