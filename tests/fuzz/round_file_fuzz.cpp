// A round file has one canonical form, and whatever it says, nobody wins with a low or an unopened entry.
// covers: game/round_file.cpp game/round_file_parser.cpp game/verify.cpp
// plant: game/round_file_parser.cpp s/require\(format_round_file\(file\) == text,/require(true,/
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/io/bytes.hpp"
#include "game/digest.hpp"
#include "game/verify.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Each digest line made anew, so that changes behind it are reached.
std::string with_new_digests(std::string_view text) {
  std::string made;
  std::size_t opening = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    const std::string key(line.substr(0, line.find(' ')));
    std::string hashed;
    if (key == "rules") hashed = made.substr(std::min(made.size(), made.find('\n') + 1));
    if (key == "opening") {
      opening = made.size();
      hashed = made;
    }
    if (key == "list") hashed = made.substr(opening);
    if (key == "file") hashed = made;
    made += hashed.empty() ? std::string(line) : key + " " + game::sha256_hex(hashed) + "\n";
  }
  return made;
}

/// What is published before the file is read alone, too, and who has seen it sees it in the file.
void check_pieces(const game::RoundFile& file, const std::string& text, const game::Verdict& verdict) {
  const game::Announcement& announcement = file.announcement;
  const std::string opening = game::format_announcement(announcement);
  const auto opened = game::parse_announcement(opening);
  require(opened && game::format_announcement(*opened) == opening);
  const std::string written = game::format_list(announcement, file.list);
  const auto list = game::parse_list(written, announcement);
  require(list && game::format_list(announcement, *list) == written);

  game::Witnesses witnesses{announcement.anchor, game::opening_digest(announcement),
                            game::list_digest(announcement, file.list), std::nullopt};
  const game::Verdict seen = game::verify(text, witnesses);
  require(seen.witnessed.anchor && seen.witnessed.opening && seen.witnessed.list);
  require(seen.valid == verdict.valid);
  witnesses.opening = std::string(64, '0');
  witnesses.public_value = "another";
  const game::Verdict other = game::verify(text, witnesses);
  require(!other.valid && !other.witnessed.opening && !other.witnessed.public_value);
}

void check(const std::string& text) {
  if (const auto opening = game::parse_announcement(text))
    require(game::format_announcement(*opening) == text);
  if (const auto rules = game::parse_rules(text)) require(game::format_rules(*rules) == text);
  const auto file = game::parse_round_file(text);
  const game::Verdict verdict = game::verify(text);
  require(verdict.valid == verdict.failures.empty());
  require(verdict.valid || (verdict.winners.empty() && verdict.number.empty()));
  if (!file) {
    require(!verdict.valid && file.error().kind == core::Errc::bad_data);
    return;
  }
  require(game::format_round_file(*file) == text);
  check_pieces(*file, text, verdict);
  for (const int winner : verdict.winner_entries) {
    const auto line = std::find_if(file->openings.begin(), file->openings.end(),
                                   [&](const game::OpenedLine& opened) { return opened.entry == winner; });
    require(line != file->openings.end() && line->kind != game::OpenedLine::Kind::rests);
    require(line->kind == game::OpenedLine::Kind::withdrawn ||
            !game::is_low(line->value, file->announcement.rules.low_line));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(core::as_text({data, size}));
  check(text);
  check(with_new_digests(text));
  return 0;
}
